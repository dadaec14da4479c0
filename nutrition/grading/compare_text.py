"""A sentence about a comparison as tokens: its names, nutrients and focuses, figures, grades and words.

A language model writes freely; to check it against facts, each mention of an entry, a nutrient, a focus or a
quoted pro or con becomes one private character first, so that names hold no words or figures of their own.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from nutrition.grading.compare import Comparison, Entry
from nutrition.grading.compare_tables import measures
from nutrition.grading.tables import rows

# Where the signs of each kind start in Unicode's private area.
_STARTS = {"entry": 0xE000, "measure": 0xE100, "focus": 0xE200, "quote": 0xE300}
_UNITS = r"mg|milligrams?|µg|mcg|ug|micrograms?|g|grams?|points?(?: (?:out )?of 100)?|(?:out )?of 100|/ ?100"
_SAME = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "−": "-", "‑": "-", "μ": "µ"})


@dataclass(frozen=True, slots=True)
class Token:
    """A part of a sentence: ``entry``, ``measure``, ``focus``, ``quote``, ``number`` (with its ``unit``),
    ``grade``, ``mark``, ``unknown``, or the lexicon's kind of a word.

    ``said`` is the key of what is mentioned, else the text.
    """

    kind: str
    said: str
    unit: str = ""


def sentences(text: str) -> list[str]:
    """The sentences of a masked text; a decimal point ends none."""
    return [part.strip() for part in re.split(r"(?<=[.!?])[\"')]*\s+|\n+", text) if part.strip()]


class Signs:
    """The signs of one comparison: made once, then ``mask`` any text and read its ``tokens``."""

    def __init__(self, comparison: Comparison) -> None:
        self.owners = _owners(comparison)
        self._said = {
            "entry": [entry.id for entry in comparison.entries],
            "measure": list(measures()),
            "focus": [row["focus"] for row in rows("compare_focuses")],
            "quote": list(self.owners),
        }
        quoted = [(quote, _sign("quote", number)) for number, quote in enumerate(self.owners)]
        names = [(_clean(alias), _sign("entry", number)) for alias, number in _aliases(comparison.entries)]
        # Together and the longest first, so that "blood sugar" is one even where sugar is compared, and
        # "gravy, low sodium" a name even where low sodium is a pro; of the same words, the name wins.
        self._mentions = _replacer([*_measure_words(), *_focus_words(), *quoted, *names])

    def mask(self, text: str) -> str:
        """``text`` with signs for its mentions."""
        return self._mentions(_clean(text))

    def ids(self, text: str) -> list[str]:
        """The entries that a masked text mentions, in order, each once."""
        found = (_meaning(sign) for sign in text if sign >= _sign("entry", 0))
        return list(dict.fromkeys(self._said[kind][number] for kind, number in found if kind == "entry"))

    def tokens(self, masked: str) -> list[Token]:
        """The tokens of a masked sentence."""
        found = [match for match in _pattern().finditer(masked) if not match.group().isspace()]
        return [
            self._token(match, found[number + 1].group()[0] if number + 1 < len(found) else "")
            for number, match in enumerate(found)
        ]

    def _token(self, match: re.Match[str], following: str) -> Token:
        kind, said = match.lastgroup or "unknown", match.group()
        if kind == "sign":
            kind, number = _meaning(said)
            return Token(kind, self._said[kind][number])
        if kind == "number":
            return Token("number", match["figure"].replace(",", ""), _unit(match["unit"] or ""))
        if kind != "word":
            return Token(kind, said)
        if len(said) == 1 and (said in "BCDEF" or (said in "aA" and not _is_article(said, match, following))):
            return Token("grade", said.upper())
        return Token(_lexicon().get(said.lower(), "unknown"), said.lower())


def _is_article(said: str, match: re.Match[str], following: str) -> bool:
    """Whether ``a`` is no grade: a small letter, or one at the beginning, with something to follow."""
    return (said == "a" or match.start() == 0) and (
        following.islower() or following.isdigit() or following >= "\ue000"
    )


@cache
def _lexicon() -> dict[str, str]:
    return {row["word"]: row["kind"] for row in rows("compare_lexicon")}


@cache
def _pattern() -> re.Pattern[str]:
    phrases = sorted((word for word in _lexicon() if " " in word), key=len, reverse=True)
    return re.compile(
        r"(?P<sign>[\ue000-\uf8ff])"
        rf"|(?P<number>(?P<figure>\d+(?:,\d{{3}})*(?:\.\d+)?)(?:\s?(?P<unit>{_UNITS})(?!\w))?)"
        rf"|(?P<word>\b(?:{'|'.join(map(re.escape, phrases))})\b|[^\W\d_]+(?:['-][^\W\d_]+)*)"
        r"|(?P<mark>'s\b|[.,;:!()\"'—–&])|\s+|(?P<unknown>.)",
        re.IGNORECASE,
    )


def _sign(kind: str, number: int) -> str:
    return chr(_STARTS[kind] + number)


def _meaning(sign: str) -> tuple[str, int]:
    kind = max((kind for kind, start in _STARTS.items() if ord(sign) >= start), key=_STARTS.__getitem__)
    return kind, ord(sign) - _STARTS[kind]


def _unit(said: str) -> str:
    said = said.lower()
    if "point" in said or "100" in said:
        return "point"
    if said in ("µg", "mcg", "ug") or said.startswith("microgram"):
        return "µg"
    return {"m": "mg", "g": "g"}.get(said[:1], "")


def _owners(comparison: Comparison) -> dict[str, frozenset[str]]:
    """The pros and cons, also without the figure in brackets: the entries of which each is said."""
    owners: dict[str, set[str]] = {}
    for key, one in comparison.summaries.items():
        for text in (*one.pros, *one.cons):
            quote = _clean(text).strip().rstrip(".")
            for part in {quote, re.sub(r"\s*\([^)]*\)$", "", quote)} - {""}:
                owners.setdefault(part.casefold(), set()).add(key)
    return {quote: frozenset(keys) for quote, keys in owners.items()}


def _clean(text: str) -> str:
    """One kind of quote, dash and micro sign; no private or invisible characters."""
    text = unicodedata.normalize("NFKC", text).translate(_SAME)
    return "".join(sign for sign in text if sign == "\n" or unicodedata.category(sign)[0] != "C")


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
    parts = [part.strip() for part in re.split(r"[,(]", name.replace(")", "")) if part.strip()]
    if not parts:
        return
    yield name
    head, *rest = parts
    if rest:
        yield f"{' '.join(reversed(rest))} {head}"
    for one in {name, head} if len(head) > 2 else ():
        yield one
        yield one[:-1] if one.endswith("s") and len(one) > 3 else f"{one}s"


def _measure_words() -> list[tuple[str, str]]:
    return [
        (word, _sign("measure", number))
        for number, measure in enumerate(measures().values())
        for word in (measure.name, *measure.words)
    ]


def _focus_words() -> list[tuple[str, str]]:
    return [
        (word, _sign("focus", number))
        for number, row in enumerate(rows("compare_focuses"))
        for word in row["words"].split("|")
    ]


def _replacer(pairs: Sequence[tuple[str, str]]) -> Callable[[str], str]:
    """Replaces whole words, the longest first, whatever their case."""
    signs = {word.casefold(): sign for word, sign in pairs if word}
    longest_first = sorted(signs, key=len, reverse=True)
    found = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)
    return lambda text: found.sub(lambda match: signs.get(match.group().casefold(), match.group()), text)
