"""What differs between two revisions of a food, field by field, as a curator reads it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from nutrition.merge import FIELDS, Content, content_of
from nutrition.models import FoodRevision, NutriScoreClass
from nutrition.nutrients import KEYS, by_key
from nutrition.services import CURATOR

UNKNOWN = "unknown"
MINUS = "−"
# What the desk calls a discrepancy.
LARGE_PERCENT = 10.0
_UNITS = {"_g": "g", "_percent": "%"}
_LABELS = {
    "category_id": "Category",
    "is_base": "Most eaten food",
    "serving": "Serving in words",
    "refuse_percent": "Not eaten (bone, peel)",
    "nutriscore_class": "Nutri-Score class",
    "fruit_vegetable_legume_percent": "Fruit, vegetables, legumes",
    "nut_percent": "Nuts",
    "source_id": "Number at the source",
}
_PUBLISHERS = {"fndds": "FNDDS", "sr28": "SR28", "foundation": "Foundation"}


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of a food before and after, in ``unit``; nutrients are per 100 g, ``None`` is unknown.

    ``percent`` is the change relative to ``before``, None where there is none to tell. The sources are those
    of a nutrient, in words; empty for other fields. A category stands by its name where that is known.
    """

    field: str
    label: str
    unit: str
    before: Any
    after: Any
    percent: float | None
    before_source: str = ""
    after_source: str = ""

    @property
    def is_nutrient(self) -> bool:
        """Whether it is a figure per 100 g."""
        return self.field in by_key()

    @property
    def is_large(self) -> bool:
        """Whether the two are at least `LARGE_PERCENT` apart, or one is no number."""
        return self.before != self.after and (self.percent is None or abs(self.percent) >= LARGE_PERCENT)

    @property
    def before_shown(self) -> str:
        """The value before, with its unit."""
        return shown(self.before, self.unit)

    @property
    def after_shown(self) -> str:
        """The value after, with its unit."""
        return shown(self.after, self.unit)

    @property
    def percent_shown(self) -> str:
        """The change as a signed percentage, or nothing."""
        return "" if self.percent is None else signed_percent(self.percent)

    def __str__(self) -> str:
        if self.before == self.after:
            return f"{self.label} {self.after_shown}, source: {self.before_source} → {self.after_source}"
        before = self.before_shown
        if self.unit and before.endswith(f" {self.unit}") and self.after is not None:
            before = before.removesuffix(f" {self.unit}")
        percent = f" ({self.percent_shown})" if self.percent_shown else ""
        source = f", source: {self.after_source}" if self.after_source else ""
        return f"{self.label} {before} → {self.after_shown}{percent}{source}"


def between_revisions(
    before: FoodRevision | None, after: FoodRevision, *, with_same: bool = False
) -> list[Difference]:
    """What ``after`` says otherwise than ``before`` (None: all that it says); ``with_same`` what stayed too.

    Their categories are read: select them along where there are many.
    """
    names = {after.category_id: after.category.name}
    if before is not None:
        names[before.category_id] = before.category.name
    blank = _NOTHING if before is None else content_of(before)
    return between(blank, content_of(after), category_names=names, with_same=with_same)


def between(
    before: Content,
    after: Content,
    *,
    category_names: Mapping[str, str] | None = None,
    with_same: bool = False,
) -> list[Difference]:
    """What differs between two contents of foods (`nutrition.merge.content_of`)."""
    chosen = [name for name in (*FIELDS, *KEYS) if with_same or before[name] != after[name]]
    return [
        difference(
            name,
            _value(before[name]),
            _value(after[name]),
            before_source=source_of(before, name),
            after_source=source_of(after, name),
            category_names=category_names,
        )
        for name in chosen
    ]


def of_changes(
    changes: Mapping[str, tuple[Any, Any]], *, category_names: Mapping[str, str] | None = None
) -> list[Difference]:
    """The same of a bare mapping, field -> (before, after), such as a ChangedMeanwhileError tells."""
    known = [name for name in (*FIELDS, *KEYS) if name in changes]
    return [difference(name, *changes[name], category_names=category_names) for name in known]


def difference(
    field: str,
    before: Any,
    after: Any,
    *,
    before_source: str = "",
    after_source: str = "",
    category_names: Mapping[str, str] | None = None,
) -> Difference:
    """One field before and after; a category's slug becomes its name where that is known."""
    if field == "category_id":
        names = category_names or {}
        before, after = names.get(before, before), names.get(after, after)
    return Difference(
        field=field,
        label=label_of(field),
        unit=unit_of(field),
        before=before,
        after=after,
        percent=percent_between(before, after),
        before_source=before_source,
        after_source=after_source,
    )


def label_of(field: str) -> str:
    """What a column of a revision is called, without its unit."""
    if field in by_key():
        return by_key()[field].name
    if field in _LABELS:
        return _LABELS[field]
    column: Any = FoodRevision._meta.get_field(field)
    words = str(column.verbose_name).removesuffix(" g")
    return words[:1].upper() + words[1:]


def unit_of(field: str) -> str:
    """The unit of a column, empty where it has none."""
    if field in by_key():
        return by_key()[field].unit
    return next((unit for ending, unit in _UNITS.items() if field.endswith(ending)), "")


def source_of(content: Content, field: str) -> str:
    """Where a nutrient's figure is from, in words; empty for other fields and for no figure."""
    if field not in by_key() or content[field][0] is None:
        return ""
    return told_source(content[field][1], content["source"], content["release"])


def told_source(provenance: Iterable[str] | None, source: str, release: str) -> str:
    """A provenance (source, derivation) in words, or the revision's own source where it has none."""
    name, *more = provenance or (source, release)
    name = name if name == CURATOR else "+".join(_PUBLISHERS.get(part, part) for part in name.split("+"))
    return ", ".join(part for part in (name, *more) if part)


def percent_between(before: Any, after: Any) -> float | None:
    """The change relative to ``before``, percent; None for what is no number, unknown or was 0."""
    if not (_is_number(before) and _is_number(after)) or not before:
        return None
    return float((after - before) / before * 100)


def signed_percent(percent: float) -> str:
    """A percentage with its sign, without decimals from 1 % on."""
    sign = MINUS if percent < 0 else "+" if percent > 0 else ""
    size = abs(percent)
    if 0 < size < 0.01:
        return f"{sign}<0.01 %"
    return f"{sign}{size:,.0f} %" if not 0 < size < 0.95 else f"{sign}{size:.1g} %"


def shown(value: Any, unit: str = "") -> str:
    """A value of a revision as a curator reads it, with its unit."""
    if value is None:
        return UNKNOWN
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    if _is_number(value):
        return f"{number(value)} {unit}".strip()
    return _CLASSES.get(str(value), str(value)) or "none"


def number(value: float) -> str:
    """A number as short as it is exact: at most 7 digits that count, no exponent, a true minus."""
    digits = f"{value:.7g}"
    text = f"{float(digits):,.10f}".rstrip("0").rstrip(".") if "e" in digits else digits
    return text.replace("-", MINUS) or "0"


def _value(part: Any) -> Any:
    return part[0] if isinstance(part, tuple) else part


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_NOTHING: Content = {
    **content_of(FoodRevision()),
    "is_base": False,
    "allergens": [],
    "dietary_tags": [],
}
_CLASSES: dict[str, str] = {str(value): str(label) for value, label in NutriScoreClass.choices}
