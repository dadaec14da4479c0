"""A phrase as it is counted: the words for the food, and nothing that may point to a person."""

import re

from nutrition.resolution.amounts import amount_at
from nutrition.resolution.lexemes import lex
from nutrition.resolution.text import fold

MAX_CHARACTERS = 80
# What may point to a person: long numbers (also written in groups), mail and web addresses, mentions.
_PERSONAL = re.compile(r"(?:\d[\s().+-]*){5}|@|://|\bwww\.")


def food_words(phrase: str) -> str:
    """The phrase as it is counted: folded, without its amount; empty if it is not to be kept."""
    if _PERSONAL.search(fold(phrase)):
        return ""
    folded, lexemes = lex(phrase)
    amount = amount_at(lexemes, 0) if lexemes else None
    after = amount[1] if amount else 0
    words = " ".join(folded[lexemes[after].start :].split()) if after < len(lexemes) else ""
    return words if len(words) <= MAX_CHARACTERS else ""
