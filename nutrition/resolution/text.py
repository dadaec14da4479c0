"""Folding and tokenising: every name and every sentence passes through here, so that both sides agree."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from nutrition.resolution import language

_DASHES = re.compile("[\u2010-\u2015\u2212]")
_QUOTES = str.maketrans(
    {"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"', "`": "'", "\u00d7": " x "}
)
_FRACTIONS = re.compile("(\\d?)\\s*([\u00bc-\u00be\u2150-\u215e])")
_WORD = re.compile(r"\d+(?:\.\d+)?%|[^\W_]+(?:['&][^\W_]+)*")
_UNSPECIFIED = re.compile(r"\bns as to [^,;]*")
_EXCLUDED = re.compile(r"\bexcluding ([^;]*)")


def _spell_fraction(match: re.Match[str]) -> str:
    whole, sign = match.groups()
    digits = unicodedata.normalize("NFKC", sign).replace("\u2044", "/")
    return f"{whole} {digits}" if whole else f" {digits}"


def fold(text: str) -> str:
    """Lower case, plain quotes and dashes, no accents, no control characters, vulgar fractions spelt out."""
    if text.isascii() and text.isprintable():
        return text.replace("`", "'").lower()
    text = _FRACTIONS.sub(_spell_fraction, text.translate(_QUOTES))
    text = _DASHES.sub("-", unicodedata.normalize("NFKD", text).replace("\u2044", "/"))
    kept = (c for c in text if not unicodedata.combining(c))
    return "".join(c if c == "\n" or unicodedata.category(c)[0] != "C" else " " for c in kept).casefold()


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The singular, in one spelling: ``yoghurts`` -> ``yogurt``, ``tomatoes`` -> ``tomato``."""
    word = word.removesuffix("'s").replace("'", "")
    word = language.spelling().get(word, word)
    if len(word) > 3 and word.endswith("s") and word not in language.unchanging():
        word = _singular(word)
    return language.spelling().get(word, word)


def _singular(word: str) -> str:
    if word.endswith(("ss", "us")) or word in language.word_set("is_words"):
        return word
    if word.endswith("ches") and word[:-1] in language.word_set("che_words"):
        return word[:-1]
    if word.endswith("ies") and len(word) > 4:
        return word[:-1] if word[:-1] in language.ie_words() else word[:-3] + "y"
    if word.endswith("ves") and word[:-3] + "f" in language.f_words():
        return word[:-3] + "f"
    if word.endswith(("oes", "ches", "shes", "sses", "xes", "zzes")):
        return word[:-2]
    return word[:-1]


def words(text: str) -> list[str]:
    """The words of folded ``text``, unstemmed; hyphens and slashes part words, ``2%`` is one."""
    return _WORD.findall(text)


def name_tokens(text: str) -> tuple[str, ...]:
    """A food name as canonical tokens: folded, stemmed, collocations joined, negations attached.

    What a table leaves open ("NS as to fat added") is dropped, and a list that it excludes is negated word by
    word.
    """
    return canonical(name_stems(text))


def name_stems(text: str) -> tuple[str, ...]:
    """The stemmed words of a food name, before groups are joined."""
    folded = fold(text)
    if "ns as to" in folded:
        folded = _UNSPECIFIED.sub(" ", folded)
    if "excluding" in folded:
        folded = _EXCLUDED.sub(lambda match: " ".join(f"no {word}" for word in words(match[1])), folded)
    return tuple(map(stem, words(folded)))


def canonical(stems: tuple[str, ...]) -> tuple[str, ...]:
    """Rewrite word groups (``low fat`` -> ``lowfat``, ``no added fat`` -> ``nofat``); drop fillers."""
    groups = language.word_groups()
    if groups.longest_from.keys().isdisjoint(stems):
        return tuple(_attach_negations(stems))
    out: list[str] = []
    i = 0
    while i < len(stems):
        for size in range(min(groups.longest_from.get(stems[i], 0), len(stems) - i), 0, -1):
            replacement = groups.table.get(stems[i : i + size])
            if replacement is not None:
                out.extend(replacement)
                i += size
                break
        else:
            out.append(stems[i])
            i += 1
    return tuple(_attach_negations(out))


def _attach_negations(tokens: Sequence[str]) -> list[str]:
    """``no sugar`` and ``without sugar`` become one token ``no:sugar``, which matches no sugar."""
    negations, fillers = language.negations(), language.fillers()
    out: list[str] = []
    negated = False
    for token in tokens:
        if token in negations:
            negated = True
        elif token in fillers:
            if not negated:
                continue
        else:
            out.append(f"no:{token}" if negated else token)
            negated = False
    return out
