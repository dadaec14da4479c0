"""A comparison put into words: by rules, or by a language model that is held to the facts.

The model is off until its address is set, and only asked where the user asks for it: names and figures of
what is compared leave the server then. Whatever it gets wrong, or fails at, the rules' words stand.
"""

import logging
from dataclasses import asdict
from typing import Any

from nutrition.grading.compare import Comparison
from nutrition.grading.compare_check import contradictions
from nutrition.grading.compare_words import Explanation, explain, worth_phrasing
from nutrition.sources.chat import answer_to, is_on
from nutrition.sources.found import SourceError
from nutrition.sources.http import shared_client

PHRASINGS = RULES, MODEL = "rules", "model"
MAX_TOKENS = 500
TEMPERATURE = 0.5
TASK = (
    "Rephrase this comparison of foods in plain, kind words. Keep every fact: the winner, the grades and the "
    "figures. Add no food, no figure, no medical claim. Answer with one JSON object with the same four keys: "
    "summary, winner_explanation, considerations (a list of sentences), recommendation."
)

log = logging.getLogger(__name__)


def explained(found: Comparison, *, phrasing: str) -> tuple[Explanation, str]:
    """The comparison in words, and who found them: ``rules`` or ``model``."""
    by_rules = explain(found)
    if phrasing != MODEL or not is_on() or not worth_phrasing(found):
        return by_rules, RULES
    rephrased = _asked(by_rules)
    if rephrased is None:
        return by_rules, RULES
    if wrong := contradictions(asdict(rephrased), found):
        log.warning("the language model's words were dropped: %s", "; ".join(wrong))
        return by_rules, RULES
    return rephrased, MODEL


def _asked(by_rules: Explanation) -> Explanation | None:
    """The model's words; None where it is slow, broken or answers something else."""
    try:
        said = answer_to(
            "language_model_words",
            TASK,
            _facts(by_rules),
            client=shared_client(),
            max_tokens=MAX_TOKENS,
            temperature=TEMPERATURE,
        )
        return _read(said)
    except (SourceError, LookupError, TypeError) as error:
        log.warning("the language model gave no usable answer: %s", error)
        return None


def _facts(by_rules: Explanation) -> dict[str, Any]:
    return {
        "summary": by_rules.summary,
        "winner_explanation": by_rules.winner_explanation,
        "considerations": list(by_rules.considerations),
        "recommendation": by_rules.recommendation,
    }


def _read(said: Any) -> Explanation:
    """The answer as an explanation; raises LookupError or TypeError where it is none."""
    texts = [said[key] for key in ("summary", "winner_explanation", "recommendation")]
    considerations = said["considerations"]
    if not isinstance(considerations, list) or not all(isinstance(t, str) for t in (*texts, *considerations)):
        raise TypeError("the answer is not made of sentences")
    return Explanation(texts[0], texts[1], tuple(considerations), texts[2])
