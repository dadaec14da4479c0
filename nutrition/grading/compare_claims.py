"""Who a masked sentence says is better, and who has more of what, held against a comparison's facts."""

import re
from collections.abc import Iterator, Sequence

from nutrition.grading.compare import Comparison, Winner, amount_of
from nutrition.grading.compare_tables import measures
from nutrition.grading.compare_text import E, M, Signs, clauses, pattern

_GROUP = rf"(?:{E}(?:,\s*(?:and\s+|or\s+)?|\s+and\s+|\s+or\s+|\s*&\s*))*{E}"
_LAST_GROUP = re.compile(rf"({_GROUP})[^\ue000-\ue063]*$")
_NEXT_GROUP = re.compile(rf"({_GROUP})")
_OF_NUTRIENT = re.compile(rf"[^\ue000-\ue063\ue200-\ue2ff.,;]{{0,45}}?({M})")
_MODERATE = re.compile(r"\bmoderate(?:ly)? (?:lead|margin|advantage|win|better|ahead)", re.IGNORECASE)
_CLAIMS = ("win", "pick", "pick_before", "lose")
# What follows these is what something is compared with, not what is said to be better.
_COMPARED_WITH = re.compile(
    r"\b(?:than|over|against|ahead of|versus|vs\.?|unlike|compared (?:with|to)|next to|beats?|outscore[sd]?)"
    rf"\s+(?:the\s+)?{_GROUP}",
    re.IGNORECASE,
)


def claims_amiss(sentence: str, signs: Signs, comparison: Comparison) -> Iterator[str]:
    """The claims that no fact bears out."""
    claims = False
    for clause in clauses(sentence):
        spoken = signs.focuses(clause) or signs.focuses(sentence) or [comparison.focus]
        for kind in _CLAIMS:
            for match in pattern(kind).finditer(clause):
                claims = True
                yield from _claim_amiss(kind, match, clause, sentence, spoken, signs, comparison)
        yield from _amounts_amiss(clause, sentence, signs, comparison)
    spoken = signs.focuses(sentence) or [comparison.focus]
    if claims and pattern("denial").search(sentence):
        yield "unclear: a claim with a denial"
    yield from _margins_amiss(sentence, [comparison.focuses[focus].winner for focus in spoken], claims)


def _claim_amiss(
    kind: str,
    match: re.Match[str],
    clause: str,
    sentence: str,
    spoken: Sequence[str],
    signs: Signs,
    comparison: Comparison,
) -> Iterator[str]:
    """Checks one word that says that something is better or worse, or to be taken."""
    if kind == "win" and re.match(r"\s+\w*\s*by\b", clause[match.end() :]):
        kind = "lose"
    about = _nutrient_topic(match, clause, signs) if kind != "lose" else None
    group = signs.ids(_group(kind, match, clause) or "")
    if not group:
        if (
            kind in ("pick", "pick_before")
            and not pattern("generic").search(sentence)
            and not sentence.endswith("?")
        ):
            yield f"recommends what is not compared: {match.group()!r}"
        elif kind == "win" and signs.ids(sentence) == [] and not pattern("no_winner").search(sentence):
            yield from _no_name(match, spoken, comparison)
        return
    if about:
        yield from (f"does not lead in {key}" for key in about if not _leads(group, key, comparison))
        return
    for focus in spoken:
        yield from _winner_amiss(kind, group, comparison.focuses[focus].winner, sentence, focus)


def _winner_amiss(
    kind: str, group: Sequence[str], winner: Winner | None, sentence: str, focus: str
) -> Iterator[str]:
    named = ", ".join(group)
    if winner is None:
        if not pattern("no_winner").search(sentence):
            yield f"{focus} has no winner"
        return
    if kind == "lose":
        if set(group) & set(winner.ids):
            yield f"puts {named} behind for {focus}"
    elif not set(group) <= set(winner.ids):
        yield f"names {named} as better for {focus}"
    elif winner.margin == "tie" and not (
        pattern("tie").search(sentence) or (kind.startswith("pick") and pattern("generic").search(sentence))
    ):
        yield f"makes a winner of a tie for {focus}"


def _no_name(match: re.Match[str], spoken: Sequence[str], comparison: Comparison) -> Iterator[str]:
    """``the winner is clear``: harmless where there is one."""
    if any(comparison.focuses[focus].winner is None for focus in spoken):
        yield f"there is no winner: {match.group()!r}"


def _group(kind: str, match: re.Match[str], clause: str) -> str | None:
    """The names that a claim is about: before a ``win`` or ``lose``, after a ``pick``, else the other way."""
    said = clause[: match.start()]
    before = _LAST_GROUP.search(_COMPARED_WITH.sub("", said)) or _LAST_GROUP.search(said)
    after = _NEXT_GROUP.search(clause[match.end() :])
    first, second = (after, before) if kind in ("pick", "pick_before") else (before, after)
    found = first or second
    return found[1] if found else None


def _nutrient_topic(match: re.Match[str], clause: str, signs: Signs) -> list[str]:
    """The nutrient that makes it better, as in ``better for protein``."""
    found = _OF_NUTRIENT.match(clause[match.end() :])
    return signs.measures(found[1]) if found else []


def _leads(group: Sequence[str], key: str, comparison: Comparison) -> bool:
    led = next((leader for leader in comparison.leaders if leader.key == key), None)
    return led is not None and set(group) <= set(led.ids)


def _amounts_amiss(clause: str, sentence: str, signs: Signs, comparison: Comparison) -> Iterator[str]:
    """Claims of more or less, much or little, of a nutrient."""
    for kind in ("more", "less", "high", "low"):
        words = pattern(kind).pattern
        listed = rf"({M}(?:\s*(?:,|and|or|,\s*and)\s*{M})*)"
        forwards = re.compile(
            rf"{words}(?:-in)?\s+(?:(?:in|of|amounts?|levels?|content|on|with|from|both|dietary|total)\s+)*{listed}",
            re.IGNORECASE,
        )
        backwards = re.compile(
            rf"{listed}(?:\s+(?:is|are|was|were|content|levels?|amounts?)|-|\s)*\b{words}", re.IGNORECASE
        )
        found = [*forwards.finditer(clause), *backwards.finditer(clause)]
        for match in found:
            yield from _amount_claim_amiss(kind, match, clause, sentence, signs, comparison)
        if kind in ("more", "less") and not found and signs.measures(clause):
            loose = pattern(kind).search(clause)
            if loose and not pattern("win").search(clause) and not pattern("lose").search(clause):
                yield f"unclear: {loose.group()!r} of what"
    if re.search(r"\bas (?:much|many|little|few)\b", clause, re.IGNORECASE):
        yield "unclear: as much as"


def _amount_claim_amiss(
    kind: str, match: re.Match[str], clause: str, sentence: str, signs: Signs, comparison: Comparison
) -> Iterator[str]:
    before, after = _LAST_GROUP.search(clause[: match.start()]), _NEXT_GROUP.search(clause[match.end() :])
    than = re.search(rf"\bthan\s+(?:in\s+|the\s+)*({_GROUP})", clause[match.end() :], re.IGNORECASE)
    inside = re.match(rf"\s*(?:in|for|with|from)\s+(?:the\s+)?({_GROUP})", clause[match.end() :])
    subject = inside or before or (after if not than else None)
    if subject is None:
        if signs.ids(sentence):
            yield f"unclear: {match.group()!r} in what"
        return
    group = signs.ids(subject[1])
    others = [entry.id for entry in comparison.entries if entry.id not in group]
    others = signs.ids(than[1]) if than else others
    for key in signs.measures(match.group()):
        if not all(_holds(kind, one, others, key, comparison) for one in group):
            yield f"{', '.join(group)}: not {kind} {key}"


def _holds(kind: str, one: str, others: Sequence[str], key: str, comparison: Comparison) -> bool:
    """Whether an entry has more, less, much or little of a nutrient against the others."""
    amounts = {entry.id: amount_of(entry, key) for entry in comparison.entries}
    mine = amounts[one]
    rest = [amount for other in others if (amount := amounts[other]) is not None]
    if mine is None or not rest:
        return False
    decimals, negligible = measures()[key].decimals, measures()[key].negligible
    if kind in ("more", "less"):
        shown, against = round(mine, decimals), [round(amount, decimals) for amount in rest]
        return shown > max(against) if kind == "more" else shown < min(against)
    if kind == "high":
        return mine >= negligible and mine > min(rest)
    return mine < negligible or mine < max(rest)


def _margins_amiss(sentence: str, winners: Sequence[Winner | None], claims: bool) -> Iterator[str]:
    """How far the winner is ahead."""
    margins = {winner.margin if winner else "none" for winner in winners}
    if pattern("no_winner").search(sentence) and margins - {"none", "tie"}:
        yield "says that there is no winner"
    if pattern("tie").search(sentence) and margins - {"tie", "none"} and not re.search(M, sentence):
        yield "calls it a tie"
    if not claims:
        return
    if pattern("decisive").search(sentence) and margins - {"decisive"} and not re.search(M, sentence):
        yield "makes the lead larger than it is"
    slight = re.sub(
        rf"{pattern('slight').pattern}\s+(?:more|less|higher|lower|fewer)", "", sentence, flags=re.I
    )
    if pattern("slight").search(slight) and margins - {"slight", "tie"}:
        yield "makes the lead smaller than it is"
    if _MODERATE.search(sentence) and margins - {"moderate"}:
        yield "the lead is not moderate"
