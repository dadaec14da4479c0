"""A sentence -> numbers, words and marks. Numbers come out as values, clock times are dropped."""

import re
from dataclasses import dataclass
from enum import Enum

from nutrition.resolution.text import fold

_CLOCK = re.compile(
    r"(?:\bat\s+|\baround\s+|@\s*)?\b\d{1,2}[:.]\d{2}\s*(?:[ap]\.?m\b\.?|h\b|o'clock)|\b\d{1,2}:\d{2}\b|\b\d{1,2}\s*(?:[ap]\.?m\b\.?|o'clock)"
)
_TAG = re.compile(r"<[^<>]{1,100}>")
_NAME_MARK = re.compile(r"!(?= [a-z])")
_HALF_AND_HALF = re.compile(r"\bhalf[\s-]*(?:and|&|n)[\s-]*half\b")
# Ways of writing that are read before all else: pattern -> what it stands for.
_SHORTHAND = (
    (re.compile(r"\bw/o\b"), "without "),
    (re.compile(r"\bw/\s?"), "with "),
    (re.compile(r"(?<=\d)\s*x\s*(?=\d)"), " x "),
    (re.compile(r"\bx(?=\d)"), "x "),
    (re.compile(r"\b7\s*-?\s*up\b"), "7up"),
    (re.compile(r"(?<=\d)\s?-?ish\b"), " "),
    (re.compile(r"(?<=\d)\s*(?:\"|''|-?\s?inch(?:es)?\b)"), "-inch "),
    (re.compile(r"\b(oz|lbs?|tbsps?|tbs|tsps?|fl|pt|qt|gal|approx|ca|dr|pkg|kg|ml)\.(?=\s|$)"), r"\1 "),
    (re.compile(r"\b(?:at|around|by)\s+\d{1,2}(?=\s+(?:i|we|this|in)\b|\s*,|\s*$)"), " "),
)
_LEXEME = re.compile(
    r"""
    (?P<percent>\d+(?:\.\d+)?\s?%|\d{2}/\d{2}(?=\s+(?:ground|lean|beef|mince|burger))|7up|\d+(?:\.\d+)?-inch)
  | (?P<number>(?<![\w.])-?(?:
        \d+\s+\d+\s*/\s*\d+ | \d+\s*-\s*\d+\s*/\s*\d+ | \d+\s*/\s*\d+
      | \d{1,3}(?:,\d{3})+(?:\.\d+)? | \d+[.,]\d+ | \d+ | \.\d+ ))
  | (?P<word>[^\W_]+(?:['&][^\W_]+)*)
  | (?P<mark>[.;:!?\n(),/&+*]|(?<=\d)-(?=\d)|(?<=\s)-(?=\s))
    """,
    re.VERBOSE,
)


class Kind(Enum):
    """What a lexeme is."""

    NUMBER = "number"
    WORD = "word"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Lexeme:
    """One word, number or punctuation mark of the folded sentence ``[start, end)``."""

    kind: Kind
    text: str
    start: int
    end: int
    value: float = 0.0


def _number(text: str) -> float:
    sign = -1.0 if text.startswith("-") else 1.0
    text = text.lstrip("-")
    if "/" in text:
        head, _, denominator = text.partition("/")
        parts = re.split(r"[\s-]+", head.strip())
        below = float(denominator)
        fraction = float(parts[-1]) / below if below else 0.0
        return sign * (fraction + (float(parts[0]) if len(parts) > 1 else 0.0))
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", text):
        return sign * float(text.replace(",", ""))
    return sign * float(text.replace(",", "."))


def lex(text: str) -> tuple[str, list[Lexeme]]:
    """The folded text and its lexemes; ``2%`` stays a word, ``1,5`` is one and a half, ``1,500`` is not."""
    folded = _CLOCK.sub(lambda match: " " * len(match[0]), fold(_NAME_MARK.sub("", _TAG.sub(" ", text))))
    for pattern, standard in _SHORTHAND:
        folded = pattern.sub(standard, folded)
    folded = _HALF_AND_HALF.sub(lambda match: "halfandhalf".ljust(len(match[0])), folded)
    found: list[Lexeme] = []
    for match in _LEXEME.finditer(folded):
        span = match.span()
        if match["number"]:
            span = match.span("number")
            found.append(Lexeme(Kind.NUMBER, match["number"], *span, value=_number(match["number"])))
        elif match["percent"]:
            found.append(Lexeme(Kind.WORD, match["percent"].replace(" ", ""), *span))
        elif match["word"]:
            found.append(Lexeme(Kind.WORD, match["word"], *span))
        else:
            found.append(Lexeme(Kind.MARK, match["mark"], *span))
    return folded, found
