"""Whether a language model's words about a comparison agree with its facts.

The model may phrase, never decide. Whatever cannot be matched with a fact counts against it: a good text
that is dropped costs nothing, since ``compare_words.explain`` says the same; a false one that is shown does.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from nutrition.grading.compare import Comparison
from nutrition.grading.compare_claims import claims_amiss
from nutrition.grading.compare_figures import figures_amiss, grades_amiss
from nutrition.grading.compare_tables import rule
from nutrition.grading.compare_text import Masked, Q, Signs, pattern, sentences
from nutrition.grading.compare_words import Explanation
from nutrition.grading.tables import rows

_CAPITAL = re.compile(r"(?<=[a-z,\ue000-\uf8ff] )[\"'(]?([A-Z][a-z]{1,}[\w-]*)")


def contradictions(fields: Mapping[str, object], comparison: Comparison) -> tuple[str, ...]:
    """Why ``fields`` may not be shown, each reason with the field it is in; empty if they may.

    ``fields`` are a model's answer: ``summary``, ``winner_explanation``, ``recommendation`` (text) and
    ``considerations`` (a list of texts). Anything may stand in them; nothing is raised.
    """
    signs = Signs(comparison)
    reasons: list[str] = []
    for name in ("summary", "winner_explanation", "recommendation"):
        reasons += (f"{name}: {reason}" for reason in _field(name, fields.get(name), signs, comparison))
    considerations = fields.get("considerations")
    if not isinstance(considerations, list | tuple):
        return (*reasons, "considerations: not a list")
    if len(considerations) > rule("most_considerations"):
        reasons.append("considerations: too many")
    for text in considerations:
        reasons += (
            f"considerations: {reason}" for reason in _field("consideration", text, signs, comparison)
        )
    return tuple(dict.fromkeys(reasons))


def phrased(fields: Mapping[str, object]) -> Explanation:
    """An answer in which ``contradictions`` found none, as an explanation."""
    texts = fields["considerations"]
    considerations = tuple(str(text).strip() for text in texts) if isinstance(texts, list | tuple) else ()
    summary, why, advice = (
        str(fields[name]).strip() for name in ("summary", "winner_explanation", "recommendation")
    )
    return Explanation(summary, why, considerations, advice)


def _field(name: str, text: object, signs: Signs, comparison: Comparison) -> Iterator[str]:
    if not isinstance(text, str) or not text.strip():
        yield "empty"
        return
    masked = signs.mask(text)
    if len(masked.text) > rule(f"longest_{name}"):
        yield "too long"
        return
    if any(basis != comparison.basis for basis in masked.bases):
        yield "amounts of another basis"
    yield from _words_amiss(masked, signs)
    yield from _named(name, masked, signs, comparison)
    for sentence in sentences(masked.text):
        yield from figures_amiss(sentence, signs, comparison)
        yield from grades_amiss(sentence, signs, comparison)
        yield from claims_amiss(sentence, signs, comparison)


def _words_amiss(masked: Masked, signs: Signs) -> Iterator[str]:
    """Words that no fact can bear out, whoever they are about."""
    for kind in ("medical", "guilt", "ratio"):
        if found := pattern(kind).search(masked.text):
            yield f"{kind}: {found.group()!r}"
    if found := re.search(r"https?:|www\.|[<>{}`*_#|]", masked.text):
        yield f"markup: {found.group()!r}"
    for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", masked.text.lower()):
        if word in _foods():
            yield f"names {word!r}, which is not compared"
    for found in _CAPITAL.finditer(masked.text):
        yield f"names {found[1]!r}, which is not compared"
    for sentence in sentences(masked.text):
        for quote in re.finditer(Q, sentence):
            before = signs.ids(sentence[: quote.start()])
            if before and before[-1] not in signs.owners(quote.group()):
                yield "a pro or con of another"


def _named(name: str, masked: Masked, signs: Signs, comparison: Comparison) -> Iterator[str]:
    """The summary names all winners, a recommendation at least one of them if it names anything."""
    winner, named = comparison.winner, signs.ids(masked.text)
    if winner is None:
        return
    if name == "summary" and not set(winner.ids) <= set(named):
        yield "does not name the winner"
    clear = winner.margin in ("moderate", "decisive")
    if name == "recommendation" and (named or clear) and not set(winner.ids) & set(named):
        yield "does not name the winner"
    if name in ("summary", "recommendation") and named and named[0] not in winner.ids:
        yield "begins with another than the winner"
    if name == "summary" and winner.margin == "tie" and not pattern("tie").search(masked.text):
        yield "does not say that it is a tie"


@cache
def _foods() -> frozenset[str]:
    return frozenset(row["word"] for row in rows("compare_foods"))
