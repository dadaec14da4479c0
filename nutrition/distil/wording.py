"""What a description must say and must not, as the rules in `data/` have it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """Fits a text that ``words`` match and ``but_not`` does not, upper or lower case alike."""

    words: re.Pattern[str]
    but_not: re.Pattern[str] | None

    def fits(self, text: str) -> bool:
        return bool(self.words.search(text) and not (self.but_not and self.but_not.search(text)))


def wording_of(row: Mapping[str, str]) -> Wording:
    """The wording of a rule: its columns ``pattern`` and ``except``, of which an empty one says nothing."""
    but_not = re.compile(row["except"], re.IGNORECASE) if row["except"] else None
    return Wording(re.compile(row["pattern"], re.IGNORECASE), but_not)
