"""A comparison in plain words, made only from its facts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nutrition.grading.compare import Comparison, Difference, Entry, FocusResult, Leader, Winner
from nutrition.grading.compare_tables import Measure, focuses, measures, rule

_LEAD = {"slight": "a slight lead", "moderate": "a moderate lead", "decisive": "a decisive lead"}
_BASIS = {"serving": "a serving", "100g": "100 g", "100kcal": "100 kcal"}
_MOST_PROS = 3
_MOST_AMOUNTS = 2
_MOST_CONSIDERATIONS = 4
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a comparison says: in one sentence, why, what else to weigh, and what to do with it."""

    summary: str
    winner_explanation: str
    considerations: tuple[str, ...]
    recommendation: str


def explain(comparison: Comparison) -> Explanation:
    """Put ``comparison`` into words. The same comparison gives the same words."""
    return Explanation(
        summary=_summary(comparison),
        winner_explanation=_winner_explanation(comparison),
        considerations=_considerations(comparison),
        recommendation=_recommendation(comparison),
    )


def worth_phrasing(comparison: Comparison) -> bool:
    """Whether a language model's phrasing could add anything.

    Not where the focus has no winner to write of, nor where the best is more than the table's 40 points
    of overall balance from the last: then the answer is plain.
    """
    scores = [score for score in comparison.focuses["balanced"].scores.values() if score is not None]
    if comparison.winner is None or not scores:
        return False
    return max(scores) - min(scores) <= rule("obvious_over")


def shown_amount(value: float, measure: Measure) -> str:
    """An amount with its unit, as a sentence gives it: ``8.2 g``."""
    number = f"{round(value, measure.decimals) + 0.0:.{measure.decimals}f}"
    if "." in number:
        number = number.rstrip("0").rstrip(".")
    return f"{number} {measure.unit}".rstrip()


def listed(words: Iterable[str]) -> str:
    """``a, b and c``."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def _summary(comparison: Comparison) -> str:
    phrase, winner = focuses()[comparison.focus], comparison.winner
    if winner is None:
        return f"{_capital(phrase)} there is no winner: fewer than two of these have a score."
    names = _names(comparison, winner.ids)
    score = _points(winner.score)
    if winner.margin == "tie":
        where = "even" if len(winner.ids) == len(comparison.entries) else "even at the top"
        return f"{_capital(phrase)}, {names} came out {where} with {score} of 100."
    next_ids = _next_best(comparison.focuses[comparison.focus], winner)
    next_names = _names(comparison, next_ids)
    next_score = _points(comparison.focuses[comparison.focus].scores[next_ids[0]] or 0.0)
    scores = f"{score} against {next_score} of 100"
    return f"{_capital(phrase)}, {names} came out ahead of {next_names}: {scores}, {_LEAD[winner.margin]}."


def _winner_explanation(comparison: Comparison) -> str:
    """The grades, what speaks for the winners, and the amounts that matter for the focus."""
    sentences = [_grades(comparison)]
    winner = comparison.winner
    for entry in _of(comparison, winner.ids if winner else ()):
        if pros := comparison.summaries[entry.id].pros:
            sentences.append(f"What speaks for {entry.name}: {'; '.join(pros[:_MOST_PROS])}.")
    amounts = [d for d in comparison.differences if comparison.focus in measures()[d.key].focuses]
    sentences += [_amounts(comparison, difference) for difference in amounts[:_MOST_AMOUNTS]]
    if amounts:
        sentences.append(f"Amounts are those of {_BASIS[comparison.basis]}.")
    return " ".join(sentences)


def _grades(comparison: Comparison) -> str:
    """Each entry's grade for the focus, best first."""
    graded = [(entry.name, comparison.summaries[entry.id]) for entry in comparison.entries]
    graded.sort(key=lambda row: -1.0 if row[1].focus_score is None else row[1].focus_score, reverse=True)
    parts = [f"{name} ({summary.focus_grade or 'not graded'})" for name, summary in graded]
    return f"Graded {focuses()[comparison.focus]}: {listed(parts)}."


def _considerations(comparison: Comparison) -> tuple[str, ...]:
    """What speaks for the others, what to know of the winner, and what is not certain."""
    winner = comparison.winner
    ids = winner.ids if winner else ()
    said = [*_other_focuses(comparison, ids)[:2], *_other_leads(comparison, ids)[:1]]
    for entry in _of(comparison, ids):
        if cons := comparison.summaries[entry.id].cons:
            said.append(f"Worth knowing of {entry.name}: {cons[0]}.")
            break
    return tuple((said + _unsure(comparison))[:_MOST_CONSIDERATIONS])


def _other_focuses(comparison: Comparison, ids: Sequence[str]) -> list[str]:
    """The focuses that another wins, the clearest first."""
    others = [
        (result, other)
        for result in comparison.focuses.values()
        if (other := result.winner) and other.margin != "tie" and not set(other.ids) & set(ids)
        if result.focus != comparison.focus
    ]
    others.sort(key=lambda pair: -pair[1].points)
    return [
        f"{_capital(focuses()[result.focus])}, {_names(comparison, other.ids)} came out ahead,"
        f" with {_points(other.score)} of 100."
        for result, other in others
    ]


def _other_leads(comparison: Comparison, ids: Sequence[str]) -> list[str]:
    """The nutrients that matter for the focus and in which another leads."""
    return [
        _lead(comparison, leader)
        for leader in comparison.leaders
        if comparison.focus in measures()[leader.key].focuses and not set(leader.ids) & set(ids)
    ]


def _lead(comparison: Comparison, leader: Leader) -> str:
    measure = measures()[leader.key]
    end = "Highest" if leader.direction == "high" else "Lowest"
    names = _names(comparison, leader.ids)
    return f"{end} in {measure.name}: {names}, with {shown_amount(leader.value, measure)}."


def _unsure(comparison: Comparison) -> list[str]:
    """The entries whose grade rests on little."""
    return [
        f"Little is known of {entry.name}, so its grade is uncertain."
        for entry in comparison.entries
        if (summary := comparison.summaries[entry.id]).focus_score is not None
        and summary.confidence < rule("unsure_below")
    ]


def _recommendation(comparison: Comparison) -> str:
    phrase, winner = focuses()[comparison.focus], comparison.winner
    if winner is None:
        return "Take the one you like, or compare them by another focus."
    names = _names(comparison, winner.ids)
    if winner.margin == "tie":
        return f"{_capital(phrase)} it makes no difference: between {names}, take the one you like."
    if winner.margin == "slight":
        return f"They are close: {phrase} {names} had a slight lead, so take the one you like."
    weak = (
        " That is among these only: none of them is strong here." if winner.score < rule("weak_below") else ""
    )
    return f"Choosing {phrase}? Go with {names}.{weak}"


def _amounts(comparison: Comparison, difference: Difference) -> str:
    """A nutrient's amount in each entry; with more than three only the most and the least."""
    measure = measures()[difference.key]
    rows = [
        (value, entry)
        for entry in comparison.entries
        if (value := difference.values.get(entry.id)) is not None
    ]
    rows.sort(key=lambda row: -row[0])
    if len(rows) > 3:
        rows = [rows[0], rows[-1]]
    parts = [f"{shown_amount(value, measure)} in {entry.name}" for value, entry in rows]
    return f"{_capital(measure.name)}: {listed(parts)}."


def _next_best(result: FocusResult, winner: Winner) -> tuple[str, ...]:
    rest = {key: score for key, score in result.scores.items() if score is not None and key not in winner.ids}
    return tuple(key for key, score in rest.items() if score == max(rest.values()))


def _names(comparison: Comparison, ids: Iterable[str]) -> str:
    return listed(entry.name for entry in _of(comparison, tuple(ids)))


def _of(comparison: Comparison, ids: Sequence[str]) -> list[Entry]:
    return [entry for entry in comparison.entries if entry.id in ids]


def _points(score: float) -> str:
    return f"{score:g}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
