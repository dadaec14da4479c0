"""Whether a language model's words about a comparison agree with its facts.

The model may phrase, never decide. A sentence of the project's own passes; any other may hold only words of
``compare_lexicon.csv`` beside the names, nutrients and focuses of the comparison, and each of its claims and
figures must be a fact. A good text that is dropped costs nothing, since ``compare_words.explain`` says the
same; a false or harmful one that is shown does.
"""

from collections.abc import Iterator, Mapping, Sequence

from nutrition.grading.compare import Comparison
from nutrition.grading.compare_claims import Clause, claims_amiss
from nutrition.grading.compare_figures import figures_amiss, measured
from nutrition.grading.compare_tables import rule
from nutrition.grading.compare_text import Signs, Token, sentences
from nutrition.grading.compare_words import explain

_CHECKED = frozenset({"measure", "number", "grade", "quote", "win", "lose", "pick", "tie", "none"})


def contradictions(fields: Mapping[str, object], comparison: Comparison) -> tuple[str, ...]:
    """Why ``fields`` may not be shown, each reason with the field it is in; empty if they may.

    ``fields`` are a model's answer: ``summary``, ``winner_explanation``, ``recommendation`` (text) and
    ``considerations`` (a list of texts). Anything may stand in them; nothing is raised.
    """
    checked = _Check(comparison)
    reasons: list[str] = []
    for name in ("summary", "winner_explanation", "recommendation"):
        reasons += (f"{name}: {reason}" for reason in checked.field(name, fields.get(name)))
    considerations = fields.get("considerations")
    if not isinstance(considerations, list | tuple):
        return (*reasons, "considerations: not a list")
    if len(considerations) > rule("most_considerations"):
        reasons.append("considerations: too many")
    for text in considerations:
        reasons += (f"considerations: {reason}" for reason in checked.field("consideration", text))
    return tuple(dict.fromkeys(reasons))


class _Check:
    def __init__(self, comparison: Comparison) -> None:
        self._comparison = comparison
        self._signs = Signs(comparison)
        own = explain(comparison)
        texts = (own.summary, own.winner_explanation, *own.considerations, own.recommendation)
        self._own = {sentence for text in texts for sentence in sentences(self._signs.mask(text))}

    def field(self, name: str, text: object) -> Iterator[str]:
        if not isinstance(text, str) or not text.strip():
            yield "empty"
            return
        masked = self._signs.mask(text)
        if len(masked) > rule(f"longest_{name}"):
            yield "too long"
            return
        yield from self._names_amiss(name, masked)
        subject: list[Token] = []
        for sentence in sentences(masked):
            tokens = self._signs.tokens(sentence)
            if sentence not in self._own:
                yield from self._sentence_amiss(tokens, subject)
            entries = [token for token in tokens if token.kind == "entry"]
            subject = (entries if len(set(entries)) == 1 else []) or (subject if not entries else [])

    def _names_amiss(self, name: str, masked: str) -> Iterator[str]:
        """The summary names all winners, a recommendation at least one of them if it names anything."""
        winner, named = self._comparison.winner, self._signs.ids(masked)
        if winner is None:
            return
        clear = winner.margin in ("moderate", "decisive")
        if name == "summary" and not set(winner.ids) <= set(named):
            yield "does not name the winner"
        if name == "recommendation" and (named or clear) and not set(winner.ids) & set(named):
            yield "does not name the winner"
        if name in ("summary", "recommendation") and named and named[0] not in winner.ids:
            yield "begins with another than the winner"
        if name == "summary" and winner.margin == "tie":
            tokens = [token for sentence in sentences(masked) for token in self._signs.tokens(sentence)]
            if not any(token.kind == "tie" for token in tokens):
                yield "does not say that it is a tie"

    def _sentence_amiss(self, tokens: Sequence[Token], subject: Sequence[Token]) -> Iterator[str]:
        yield from (f"unknown word: {token.said!r}" for token in tokens if token.kind == "unknown")
        spoken = dict.fromkeys(token.said for token in tokens if token.kind == "focus")
        focuses = tuple(spoken) or (self._comparison.focus,)
        for part in _clauses(tokens, subject):
            clause = Clause(part, focuses, self._comparison)
            yield from figures_amiss(clause)
            yield from claims_amiss(clause, measured(clause))
            yield from self._quotes_amiss(clause)
            if clause.groups and not _CHECKED & {token.kind for token in part}:
                yield f"unclear: what of {clause.groups[0].ids[0]}"

    def _quotes_amiss(self, clause: Clause) -> Iterator[str]:
        """A pro or con may only be said of those of which it was found."""
        named = {one for group in clause.groups for one in group.ids}
        for at in clause.of("quote"):
            if not named or not named <= self._signs.owners[clause.tokens[at].said]:
                yield "a pro or con of another"


def _clauses(tokens: Sequence[Token], subject: Sequence[Token]) -> Iterator[tuple[Token, ...]]:
    """A sentence cut where it turns to something else; what names nobody speaks of whom it was before."""
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token.kind == "turn" or token.said in (";", "—", "–"):
            if any(one.kind == "entry" for one in parts[-1]):
                parts.append([])
        else:
            parts[-1].append(token)
    for part in parts:
        entries = [token for token in part if token.kind == "entry"]
        yield tuple(part) if entries else (*subject[:1], *part)
        subject = entries or subject
