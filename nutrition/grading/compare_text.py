"""A sentence about a comparison, with its names, nutrients and focuses replaced by signs.

A language model writes freely; to check it against facts, each mention of an entry, a nutrient, a focus or a
quoted pro or con becomes one private character, so that what is left is a short grammar of claims.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from nutrition.grading.compare import Comparison, Entry
from nutrition.grading.compare_tables import measures
from nutrition.grading.tables import rows

# Where the signs of each kind start in Unicode's private area; 100 of each.
_ENTRY, _MEASURE, _FOCUS, _QUOTE, _NEUTRAL = 0xE000, 0xE100, 0xE200, 0xE300, 0xE900
E = "[\ue000-\ue063]"
M = "[\ue100-\ue1ff]"
F = "[\ue200-\ue2ff]"
Q = "[\ue300-\ue8ff]"

_TERMS = re.compile(
    r"\b(?:pro)?vitamins? [a-k]\d{0,2}(?:(?:, | and | or |, and |/)[a-k]\d{0,2}\b)*"
    r"|\b(?:omega|n)[ -]?[369]\b|\bb-?(?:1|2|3|5|6|7|9|12)\b|\b[dk][123]\b|\bnutri-?score\b",
    re.IGNORECASE,
)
_BASES = re.compile(
    r"\b(?:per|of|in|for(?: every| each)?|every|each)\s+"
    r"(?:100[\s-]?(?P<unit>(?:g|grams?)\b|[\ue100-\ue1ff])|(?:an? |one )?serving\b)",
    re.IGNORECASE,
)
_EVEN = re.compile(r"\beven (?=though|if|when|so|more|less|better)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Masked:
    """A text with signs for its mentions, and the bases (``100g`` …) that it speaks of."""

    text: str
    bases: tuple[str, ...]


def sentences(text: str) -> list[str]:
    """The sentences of a masked text; a decimal point ends none."""
    return [part for part in re.split(r"(?<=[.!?])[\"')]*\s+|\n+", text) if part.strip()]


def clauses(sentence: str) -> list[str]:
    """A sentence cut where it turns to something else."""
    cut = r"[;—–]|\b(?:but|while|whereas|although|though|however|yet)\b"
    return [part for part in re.split(cut, sentence, flags=re.IGNORECASE) if part.strip()]


class Signs:
    """The signs of one comparison: made once, then ``mask`` any text."""

    def __init__(self, comparison: Comparison) -> None:
        self.entries = comparison.entries
        self._measures = tuple(measures())
        self._focuses = tuple(row["focus"] for row in rows("compare_focuses"))
        said = comparison.summaries.values()
        self.quotes = tuple(
            dict.fromkeys(text for one in said for text in (*one.pros, *one.cons) if text.strip())
        )
        self._owners = {
            quote: frozenset(
                key for key, one in comparison.summaries.items() if quote in one.pros or quote in one.cons
            )
            for quote in self.quotes
        }
        quoted = [(_clean(quote).rstrip("."), chr(_QUOTE + n)) for n, quote in enumerate(self.quotes)]
        names = [(_clean(alias), chr(_ENTRY + n)) for alias, n in _aliases(comparison.entries)]
        # Together and the longest first, so that "blood sugar" is one even where sugar is compared, and
        # "gravy, low sodium" a name even where low sodium is a pro; of the same words, the name wins.
        self._mentions = _replacer([*_measure_words(), *_focus_words(), *quoted, *names])

    def mask(self, text: str) -> Masked:
        """Replace every mention in ``text`` by its sign."""
        text = self._mentions(_EVEN.sub("", _clean(text)))
        bases = tuple(_basis(match) for match in _BASES.finditer(text))
        return Masked(_TERMS.sub(chr(_NEUTRAL), _BASES.sub(chr(_NEUTRAL), text)), bases)

    def ids(self, text: str) -> list[str]:
        """The entries mentioned, in order, each once."""
        return list(dict.fromkeys(self.entries[ord(sign) - _ENTRY].id for sign in re.findall(E, text)))

    def measures(self, text: str) -> list[str]:
        """The measures mentioned, in order."""
        return [self._measures[ord(sign) - _MEASURE] for sign in re.findall(M, text)]

    def focuses(self, text: str) -> list[str]:
        """The focuses mentioned, in order, each once."""
        return list(dict.fromkeys(self._focuses[ord(sign) - _FOCUS] for sign in re.findall(F, text)))

    def owners(self, sign: str) -> frozenset[str]:
        """The entries of which a quoted pro or con was said."""
        return self._owners[self.quotes[ord(sign) - _QUOTE]]


@cache
def pattern(kind: str) -> re.Pattern[str]:
    """The words of one kind, from the lexicon."""
    found = next(row["pattern"] for row in rows("compare_lexicon") if row["kind"] == kind)
    return re.compile(found, re.IGNORECASE)


def _clean(text: str) -> str:
    """One kind of quote, dash and micro sign; no private or invisible characters."""
    text = unicodedata.normalize("NFKC", text).translate(_SAME)
    return "".join(sign for sign in text if sign == "\n" or unicodedata.category(sign)[0] != "C")


_SAME = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "−": "-", "‑": "-", "μ": "µ"})


def _aliases(entries: Sequence[Entry]) -> Iterator[tuple[str, int]]:
    """What each entry may be called, unless two entries or a nutrient may be called it."""
    called: dict[str, set[int]] = {}
    taken = {word.casefold() for word, _ in (*_measure_words(), *_focus_words())}
    full = {entry.name.strip().casefold() for entry in entries}
    for number, entry in enumerate(entries):
        for alias in _ways_to_say(entry.name):
            if alias == entry.name.strip() or alias.casefold() not in full | taken:
                called.setdefault(alias.casefold(), set()).add(number)
    return ((alias, next(iter(numbers))) for alias, numbers in called.items() if len(numbers) == 1)


def _ways_to_say(name: str) -> Iterator[str]:
    """``Milk, whole``: also ``whole Milk`` and ``Milk``, singular and plural."""
    name = name.strip()
    if not name:
        return
    yield name
    head, *rest = [part.strip() for part in re.split(r"[,(]", name.replace(")", "")) if part.strip()] or [
        name
    ]
    if rest:
        yield f"{' '.join(reversed(rest))} {head}"
    for one in {name, head} if len(head) > 2 else ():
        yield one
        yield one[:-1] if one.endswith("s") and len(one) > 3 else f"{one}s"


def _measure_words() -> list[tuple[str, str]]:
    return [
        (word, chr(_MEASURE + number))
        for number, measure in enumerate(measures().values())
        for word in (measure.name, *measure.words)
    ]


def _focus_words() -> list[tuple[str, str]]:
    return [
        (word, chr(_FOCUS + number))
        for number, row in enumerate(rows("compare_focuses"))
        for word in row["words"].split("|")
    ]


def _replacer(pairs: Sequence[tuple[str, str]]) -> Callable[[str], str]:
    """Replaces whole words, the longest first, whatever their case."""
    signs = {word.casefold(): sign for word, sign in pairs if word}
    if not signs:
        return lambda text: text
    longest_first = sorted(signs, key=len, reverse=True)
    found = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)
    return lambda text: found.sub(lambda match: signs.get(match.group().casefold(), match.group()), text)


def _basis(match: re.Match[str]) -> str:
    unit = match["unit"]
    if not unit:
        return "serving"
    return "100g" if unit[0].lower() == "g" else "100kcal"  # kcal is a sign by now
