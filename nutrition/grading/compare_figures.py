"""The figures and grade letters of a masked sentence, held against a comparison's facts."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from nutrition.grading.compare import Comparison, Entry, amount_of
from nutrition.grading.compare_tables import measures
from nutrition.grading.compare_text import E, F, M, Signs, pattern

_NUMBER = re.compile(r"(?<![\w.])[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?!\w*\d)")
_UNIT = re.compile(
    r"\s?-?(?:(?P<unit>kcal|mg|milligrams?|µg|mcg|ug|micrograms?|g|grams?)\b"
    r"|(?P<point>points?\b(?: of 100\b| out of 100\b)?|/\s?100\b|(?:out )?of 100\b)"
    r"|(?P<other>kj|kilojoules?|oz|ounces?|lbs?|kg|cups?|tablespoons?|minutes?|hours?|days?|years?|x)\b)",
    re.IGNORECASE,
)
_PER_GRAM = {"g": 1.0, "mg": 1e3, "µg": 1e6}
# Words that may stand between an entry and its figure or grade without making it another's.
_LINK = (
    r"(?:\s|[:(,\"']|\b(?:has|had|have|with|at|on|scored?|scores|of|is|was|are|were|gives?|provides?|contains?|"
    r"offers?|brings?|reach(?:es|ed)|gets?|got|earns?|earned|receives?|received|graded?|grade|only|just|about|"
    rf"around|an?|the|came|out|ahead|even|in|its?|'s|{M}|{F}|\ue900)(?!\w))*$"
)
_SPELT_GRADE = re.compile(
    r"\b(?:grade[ds]?|gets|got|earns|earned)\s+(?:as |of |an? )*[\"']?"
    r"([b-hj-z]|a(?=\s*[\"'.,;)]|\s*$))(?!\w)"
)
# "ahead of eggs: 78 against 61": what stands after the colon is not that of the eggs.
_BEFORE = re.compile(
    rf"(?P<object>\b(?:of|than|over|against|beats?|outscore[sd]?)\s+(?:the\s+)?)?"
    rf"(?P<group>{E}(?:,|,?\s+(?:and|or))\s+)?(?P<entry>{E})(?P<link>(?:'s)?{_LINK})",
    re.IGNORECASE,
)
_AFTER_MARGIN = re.compile(
    r"\s+(?:(?:more|ahead|above|higher|better|clear|in front|lead)"
    r"|(?P<less>less|fewer|behind|below|lower|worse))\b"
)
_COUNTED = re.compile(
    r"\s+(?:of (?:these|them|the)|others?|foods?|meals?|things?|options?|choices?|items?)\b"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in a sentence: its value, shown ``decimals``, unit (``""`` for none) and place."""

    value: float
    decimals: int
    unit: str
    start: int
    end: int


def figures_amiss(sentence: str, signs: Signs, comparison: Comparison) -> Iterator[str]:
    """The figures that are not those of the entry, nutrient or focus that they stand beside."""
    counts = {len(comparison.entries), len(comparison.entries) - 1}
    for word in pattern("number").finditer(sentence):
        if _NUMBER_WORDS.get(word.group().lower()) not in counts:
            yield f"a figure in words: {word.group()!r}"
    found = list(_figures(sentence))
    whose = _owners(sentence, [(figure.start, figure.end) for figure in found], signs)
    for figure, ids in zip(found, whose, strict=True):
        if figure.unit == "other" or not _is_fact(figure, ids, sentence, signs, comparison):
            yield f"no such figure: {sentence[figure.start : figure.end]!r}"


def grades_amiss(sentence: str, signs: Signs, comparison: Comparison) -> Iterator[str]:
    """The letters that are not the grade of the entry that they stand beside."""
    found = list(_letters(sentence))
    whose = _owners(sentence, [(start, end) for _, start, end in found], signs)
    for (letter, *_), ids in zip(found, whose, strict=True):
        if not all(letter in _grades_of(one, sentence, signs, comparison) for one in ids):
            yield f"no such grade: {letter!r}"
    if re.search(r"\bsame grade", sentence, re.IGNORECASE):
        ids = signs.ids(sentence) or [entry.id for entry in comparison.entries]
        if len({comparison.focuses[comparison.focus].grades[one] for one in ids}) > 1:
            yield "says that different grades are the same"


def _figures(sentence: str) -> Iterator[Figure]:
    end = 0
    for match in _NUMBER.finditer(sentence):
        if match.start() < end:
            continue  # the 100 of "78 of 100"
        text = match.group().replace(",", "")
        end, unit = match.end(), ""
        if after := _UNIT.match(sentence, end):
            end = after.end()
            unit = _unit(after)
        elif re.match(r"\s?[-%°$€£/]", sentence[end:]):
            unit = "other"
        yield Figure(float(text), len(text.partition(".")[2]), unit, match.start(), end)


def _unit(after: re.Match[str]) -> str:
    if after["other"]:
        return "other"
    if after["point"]:
        return "of 100" if "100" in after["point"] else "point"
    word = after["unit"].lower()
    if word == "kcal":
        return "kcal"
    if word in ("µg", "mcg", "ug") or word.startswith("microgram"):
        return "µg"
    return "mg" if word == "mg" or word.startswith("milligram") else "g"


def _letters(sentence: str) -> Iterator[tuple[str, int, int]]:
    """Standalone capitals, with plus or minus where it has one; not the article ``A``, nor ``I``."""
    for match in re.finditer(r"(?<![\w'-])([A-HJ-Z])(?:([+-])(?!\w))?(?![\w'-])", sentence):
        begins = (
            not sentence[: match.start()].strip(" \"'(") or sentence[: match.start()].rstrip()[-1:] == ":"
        )
        if (
            match[1] == "A"
            and begins
            and re.match(r" (?!for\b|in\b|and\b|to\b|against\b)[a-z]", sentence[match.end() :])
        ):
            continue
        yield match[1] + (match[2] or ""), match.start(), match.end()
    for match in _SPELT_GRADE.finditer(sentence):
        yield match[1].upper(), match.start(1), match.end(1)


def _owners(sentence: str, places: Sequence[tuple[int, int]], signs: Signs) -> list[list[str]]:
    """Whose each figure is: of the entry beside it, else in the order of the entries, else of the first.

    Without any entry in the sentence it may be anyone's, and the list is empty.
    """
    whose = [_beside(sentence, *place, signs) for place in places]
    named = signs.ids(sentence)
    loose = [number for number, ids in enumerate(whose) if not ids]
    if not named or not loose:
        return whose
    in_order = len(loose) == len(named) == len(places)
    for nth, number in enumerate(loose):
        if in_order:
            whose[number] = [named[nth]]
        elif nth == 0:
            whose[number] = named[:1]
        elif len(named) > 1:
            whose[number] = named[1:]
        elif re.search(r"\b(?:against|versus|vs\.?)\s*$", sentence[: places[number][0]]):
            whose[number] = [entry.id for entry in signs.entries if entry.id not in named]
        else:
            whose[number] = named
    return whose


def _beside(sentence: str, start: int, end: int, signs: Signs) -> list[str]:
    after = re.match(
        rf"\s*\)?\s*(?:of\s+)?(?:{M}\s*)?(?:in|for|from|by|to)\s+(?:the\s+)?({E})", sentence[end:]
    )
    if after:
        return signs.ids(after[1])
    before = _BEFORE.search(sentence[:start])
    if before is None or (before["object"] and re.search("[:,]", before["link"])):
        return []
    if before["group"] and "(" not in before["link"]:
        return []
    return signs.ids(before["entry"])


def _is_fact(figure: Figure, ids: Sequence[str], sentence: str, signs: Signs, comparison: Comparison) -> bool:
    anyone = not ids
    entries = [entry for entry in comparison.entries if anyone or entry.id in ids]
    key = _measure_beside(figure, sentence, signs)
    if figure.unit in ("", "point") and (ahead := _is_margin(figure, sentence)):
        return any(_agree(figure, points) for points in _margins(ahead, ids, sentence, signs, comparison))
    if figure.unit in ("", "point", "of 100"):
        facts = list(_scores(entries, sentence, signs, comparison))
        if not figure.unit and _COUNTED.match(sentence, figure.end):
            facts += [len(comparison.entries), len(comparison.entries) - 1]
        if key and not figure.unit:
            facts += _amounts(entries, key)
        return any(_agree(figure, fact) for fact in facts)
    if key is None:
        return figure.unit == "g" and any(_agree(figure, entry.grams) for entry in entries)
    unit = measures()[key].unit
    factor = _PER_GRAM.get(figure.unit, 1.0) / _PER_GRAM.get(unit, 1.0)
    if (unit in _PER_GRAM) != (figure.unit in _PER_GRAM):
        return False
    return any(_agree(figure, amount * factor) for amount in _amounts(entries, key))


def _measure_beside(figure: Figure, sentence: str, signs: Signs) -> str | None:
    """The nutrient that a figure is of: the one right after it, else the last before, else the next."""
    if after := re.match(rf"\s*(?:of\s+)?({M})", sentence[figure.end :]):
        return signs.measures(after[1])[0]
    if figure.unit == "kcal":
        return "energy_kcal"
    if before := signs.measures(sentence[: figure.start]):
        return before[-1]
    behind = signs.measures(sentence[figure.end :])
    return behind[0] if behind else None


def _scores(entries: Iterable[Entry], sentence: str, signs: Signs, comparison: Comparison) -> Iterator[float]:
    for focus in _spoken(sentence, signs, comparison):
        for entry in entries:
            score = comparison.focuses[focus].scores[entry.id]
            if score is not None:
                yield score


def _is_margin(figure: Figure, sentence: str) -> int:
    """1 for ``17 points ahead``, -1 for ``17 points behind``, 0 for a score."""
    after = _AFTER_MARGIN.match(sentence, figure.end)
    if after:
        return -1 if after["less"] else 1
    return 1 if re.search(r"\bby\s+(?:just|only|about)?\s*$", sentence[: figure.start]) else 0


def _margins(
    ahead: int, ids: Sequence[str], sentence: str, signs: Signs, comparison: Comparison
) -> Iterator[float]:
    """By how many points the subject is ahead of the others that are named, or of the next best."""
    named = signs.ids(sentence)
    for focus in _spoken(sentence, signs, comparison):
        scores, winner = comparison.focuses[focus].scores, comparison.focuses[focus].winner
        subject = ids[0] if ids else winner.ids[0] if winner else ""
        if len(named) < 2 and winner and subject in winner.ids:
            yield ahead * winner.points
        for other in named:
            mine, its = scores.get(subject), scores[other]
            if other != subject and mine is not None and its is not None:
                yield ahead * (mine - its)


def _spoken(sentence: str, signs: Signs, comparison: Comparison) -> list[str]:
    """The focuses that a sentence speaks of, else the chosen one."""
    return signs.focuses(sentence) or [comparison.focus]


def _amounts(entries: Iterable[Entry], key: str) -> list[float]:
    return [amount for entry in entries if (amount := amount_of(entry, key)) is not None]


def _agree(figure: Figure, fact: float) -> bool:
    """Whether the fact, rounded to the figure's decimals, is the figure."""
    return bool(abs(figure.value - fact) <= 0.5 * 10**-figure.decimals + 1e-9)


def _grades_of(one: str, sentence: str, signs: Signs, comparison: Comparison) -> set[str]:
    """The letters that a sentence may give an entry, by the focuses it speaks of."""
    spoken = _spoken(sentence, signs, comparison)
    letters = {comparison.focuses[focus].grades[one] for focus in spoken}
    if "balanced" in spoken:
        letters.add(comparison.summaries[one].nutriscore_grade)
    return letters


_NUMBER_WORDS = {
    word: number
    for number, word in enumerate(["three", "four", "five", "six", "seven", "eight", "nine", "ten"], start=3)
}
