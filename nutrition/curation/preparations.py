"""What a cooking method of a curator may say: words that are no other's, a method that the model knows."""

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError

from nutrition.curation.names import check_words
from nutrition.models import Preparation
from nutrition.resolution.text import name_tokens

MOST_WORDS = 60
LONGEST_WORD = 60
# Of 100 g raw. Something is always left: dry food can take up several times its weight, none loses all.
LIMITS = {
    "water_loss_percent": (-600.0, 95.0),
    "fat_factor": (0.05, 10.0),
    "fat_added_g": (0.0, 100.0),
    "saturated_fat_added_g": (0.0, 100.0),
    "carbohydrate_added_g": (0.0, 100.0),
    "sodium_added_mg": (0.0, 10_000.0),
    "potassium_factor": (0.0, 2.0),
    "vitamin_c_factor": (0.0, 2.0),
}


def check_preparation_words(words: Iterable[str], slug: str) -> list[str]:
    """Return the words, trimmed and each once, as they may name the preparation ``slug``.

    Raises ValidationError where there is none or too many, for what is no word, and for one that names
    another preparation already, also in another spelling or order.
    """
    told = list(dict.fromkeys(check_words(word) for word in words if word.strip()))
    if not told or len(told) > MOST_WORDS:
        raise ValidationError(f"Give the words that name it, 1 to {MOST_WORDS}.", code="words")
    taken = _taken(slug)
    for word in told:
        tokens = frozenset(name_tokens(word))
        if len(word) > LONGEST_WORD or not tokens:
            raise ValidationError(f"“{word}” is no word to be found in a sentence.", code="words")
        if other := taken.get(tokens):
            raise ValidationError(f"“{word}” names the preparation “{other}” already.", code="words")
    return told


def _taken(slug: str) -> dict[frozenset[str], str]:
    others = Preparation.objects.exclude(pk=slug).values_list("name", "words")
    return {frozenset(name_tokens(word)): name for name, words in others for word in _texts(words)}


def _texts(words: Sequence[object]) -> list[str]:
    return [word for word in words if isinstance(word, str)]
