"""What a measured glycemic index may be, and what tells of an unlikely one."""

import math

from django.core.exceptions import ValidationError

# Glucose is 100. The international tables (Atkinson 2008, 2021) hold hardly any value above 120; maltose,
# the fastest sugar, is 105.
UNLIKELY_ABOVE = 120.0


def check_index(value: float) -> float:
    """Return a glycemic index (glucose = 100); raises ValidationError below 0 or where it is no number."""
    if not math.isfinite(value) or value < 0:
        raise ValidationError("A glycemic index is 0 or more (glucose = 100).", code="gi")
    return value


def is_unlikely(value: float) -> bool:
    """Whether an index is beyond what tables hold."""
    return value > UNLIKELY_ABOVE
