"""Food phrases that nothing matched, counted for the curators; nothing tells who said them."""

import logging
import re
from collections.abc import Iterable

from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

from nutrition.models import Miss
from nutrition.resolution.amounts import amount_at
from nutrition.resolution.lexemes import lex
from nutrition.resolution.text import fold

MAX_CHARACTERS = 80
MAX_PHRASES = 60
# What may point to a person: long numbers (also written in groups), mail and web addresses, mentions.
_PERSONAL = re.compile(r"(?:\d[\s().+-]*){5}|@|://|\bwww\.")

logger = logging.getLogger(__name__)


def record_misses(*, phrases: Iterable[str], region: str) -> None:
    """Count each phrase once, without the amount said for it; a failure is logged and never raised.

    A phrase that is longer than 80 characters or may point to a person is not kept, nor more than 60 a call.
    """
    named = sorted({name for phrase in phrases if (name := food_words(phrase))})[:MAX_PHRASES]
    if not named:
        return
    try:
        with transaction.atomic():
            new = [Miss(phrase=name, region=region, count=0) for name in named]
            Miss.objects.bulk_create(new, ignore_conflicts=True)
            known = Miss.objects.filter(phrase__in=named, region=region)
            known.update(count=F("count") + 1, last_seen_at=timezone.now())
    except DatabaseError:
        logger.warning("Misses could not be counted.", exc_info=True)


def food_words(phrase: str) -> str:
    """The phrase as it is counted: folded, without its amount; empty if it is not to be kept."""
    if _PERSONAL.search(fold(phrase)):
        return ""
    folded, lexemes = lex(phrase)
    amount = amount_at(lexemes, 0) if lexemes else None
    after = amount[1] if amount else 0
    words = " ".join(folded[lexemes[after].start :].split()) if after < len(lexemes) else ""
    return words if len(words) <= MAX_CHARACTERS else ""
