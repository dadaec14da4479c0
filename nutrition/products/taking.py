"""A row of a file becomes a row of ours, or a rejection with its reason."""

import html
import json
import marshal
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from hashlib import blake2b
from typing import Any

from nutrition.nutrients import KEYS
from nutrition.products.carbohydrate import basis
from nutrition.products.checking import Amounts, check, in_our_units
from nutrition.products.gtin import GtinError, normalised, restriction
from nutrition.products.models import SEPARATOR, Product
from nutrition.products.rows import Malformed, RawProduct
from nutrition.products.servings import MOST, is_volume
from nutrition.products.tables import CARBOHYDRATE, ENERGY_KJ, FRUIT

# In the order of a stored row; `fingerprint` is made of all that stand before it.
_TEXTS = ("name", "generic_name", "brand", "quantity", "serving")
COLUMNS: tuple[str, ...] = (
    "gtin", *_TEXTS, "serving_g", "serving_ml",
    "carbohydrate_basis", "carbohydrate_basis_from", "red_meat", "non_nutritive_sweeteners",
    "ingredients", "allergens", "traces", "categories", "countries", "language",
    "nova_group", "told_nutriscore_grade", "told_nutriscore_score", "flags", "modified_at",
    *KEYS, ENERGY_KJ, FRUIT,
)  # fmt: skip
FIGURES = (*KEYS, ENERGY_KJ, FRUIT)
_LENGTHS = {field.name: field.max_length or 0 for field in Product._meta.concrete_fields}
_NAME, _GENERIC, _BRAND, _QUANTITY, _SERVING = (_LENGTHS[name] for name in _TEXTS)
_INGREDIENTS, _TAGS, _RAW, _DETAIL = 4_000, 1_000, 2_000, 255
_CODE = 64
# Earlier or later than any edit of Open Food Facts, which began in 2012.
_FIRST_EDIT, _LAST_EDIT = 1_300_000_000, 4_102_444_800


@dataclass(frozen=True, slots=True)
class Taken:
    """A row to store: the values of COLUMNS, their fingerprint, and what told them apart from others."""

    code: str
    gtin: int
    modified_t: int
    values: tuple[Any, ...]
    fingerprint: int
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that is not taken."""

    code: str
    reason: str
    detail: str
    row: str


def take(raw: RawProduct | Malformed, row_number: int) -> Taken | Rejected:
    """Check one row; a rejection is kept under its code, or under the number of its row."""
    if isinstance(raw, Malformed):
        return Rejected(
            raw.code[:_CODE] or f"row {row_number}", "malformed", raw.why[:_DETAIL], raw.text[:_RAW]
        )
    try:
        gtin = normalised(raw.code)
    except GtinError as error:
        return _rejected(raw, row_number, f"gtin_{error.code}", str(error))
    checked = in_our_units(raw.amounts)
    rule, because = basis(raw.countries, gtin)
    check(checked, rule, because, raw.categories)
    name = _text(raw.name, _NAME)
    if not name and "no_nutrition" in checked.flags:
        checked.reject("nothing_known", "Neither a name nor nutrients.")
    if checked.rejected:
        return _rejected(raw, row_number, checked.rejected, checked.detail)
    flags = [*checked.flags, *raw.doubts, *_other_doubts(raw, gtin, name)]
    return _taken(raw, gtin, name, checked.amounts, rule, because, tuple(dict.fromkeys(flags)))


def _taken(
    raw: RawProduct, gtin: int, name: str, amounts: Amounts, rule: str, because: str, flags: tuple[str, ...]
) -> Taken:
    carbohydrate = amounts.pop(CARBOHYDRATE, None)
    if "carbohydrate_total_g" in amounts:
        rule, because = ("total", "stated") if carbohydrate is None else (rule, because)
    if carbohydrate is not None:
        amounts.setdefault(f"carbohydrate_{rule}_g", carbohydrate)
    elif "carbohydrate_total_g" not in amounts:
        rule = because = ""
    serving_g, serving_ml = _serving(raw)
    modified_t = _whole(raw.modified_t, _FIRST_EDIT, _LAST_EDIT)
    values = (
        gtin,
        name,
        _text(raw.generic_name, _GENERIC),
        _text(raw.brand, _BRAND),
        _text(raw.quantity, _QUANTITY),
        _text(raw.serving, _SERVING),
        serving_g,
        serving_ml,
        rule,
        because,
        raw.red_meat,
        raw.sweeteners,
        _text(raw.ingredients, _INGREDIENTS),
        _tags(raw.allergens),
        _tags(raw.traces),
        _tags(raw.categories),
        _tags(raw.countries),
        raw.language[:8],
        _whole(raw.nova_group, 1, 4),
        raw.nutriscore_grade if raw.nutriscore_grade in ("a", "b", "c", "d", "e") else "",
        _whole(raw.nutriscore_score, -50, 100),
        SEPARATOR.join(flags),
        modified_t,
        *map(amounts.get, FIGURES),
    )
    return Taken(raw.code.strip(), gtin, modified_t or 0, values, _fingerprint(values), flags)


def _fingerprint(values: tuple[Any, ...]) -> int:
    """64 bits that tell two contents apart; marshal's version 2 writes equal values alike."""
    digest = blake2b(marshal.dumps(values, 2), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def _rejected(raw: RawProduct, row_number: int, reason: str, detail: str) -> Rejected:
    told = {name: value for name, value in asdict(raw).items() if value not in ("", (), None, False)}
    text = json.dumps(told, ensure_ascii=False, default=str)[:_RAW]
    return Rejected(raw.code.strip()[:_CODE] or f"row {row_number}", reason, detail[:_DETAIL], text)


def _other_doubts(raw: RawProduct, gtin: int, name: str) -> Iterable[str]:
    if not name:
        yield "no_name"
    if raw.obsolete:
        yield "obsolete"
    restricted = restriction(gtin)
    if restricted is not None:
        yield f"{restricted.kind}_number"


def _text(text: str, length: int) -> str:
    """One line of text, its HTML entities resolved, cut to ``length``."""
    if not text:
        return ""
    if "&" in text:
        text = html.unescape(text)
    if "  " in text or not text.isprintable():
        text = " ".join(text[: 2 * length].replace("\x00", "").split())
    return text[:length].strip()


def _tags(tags: str) -> str:
    """A list of tags, cut between two of them, from the end that is more special."""
    tags = tags.replace(" ", "") if ", " in tags else tags
    if len(tags) <= _TAGS:
        return tags
    return tags[:_TAGS].rpartition(SEPARATOR)[0]


def _serving(raw: RawProduct) -> tuple[float | None, float | None]:
    """A serving in grams and in millilitres: one of the two, or neither where nobody says."""
    if not raw.serving_quantity:
        return None, None
    try:
        amount = float(raw.serving_quantity)
    except ValueError:
        return None, None
    if not 0 < amount <= MOST:
        return None, None
    return (None, amount) if is_volume(raw.serving) else (amount, None)


def _whole(text: str, least: int, most: int) -> int | None:
    """A whole number within its range; anything else is unknown."""
    if not text:
        return None
    try:
        number = int(float(text))
    except (ValueError, OverflowError):
        return None
    return number if least <= number <= most else None
