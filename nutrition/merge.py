"""The three-way merge of a food: what the last release said, what is live, what the new release says.

A nutrient is merged together with its provenance, so that a figure never parts from where it is from.
"""

from collections.abc import Mapping
from typing import Any

from nutrition.models import FoodRevision
from nutrition.nutrients import KEYS

FIELDS = (
    "name",
    "description",
    "category_id",
    "is_base",
    "serving",
    "serving_g",
    "refuse_percent",
    "nutriscore_class",
    "fruit_vegetable_legume_percent",
    "nut_percent",
    "non_nutritive_sweeteners",
    "allergens",
    "dietary_tags",
    "source",
    "source_id",
    "release",
)
Content = dict[str, Any]
# Field -> (what is live, what the release says).
Conflicts = dict[str, tuple[Any, Any]]


def content_of(revision: FoodRevision) -> Content:
    """The mergeable content of a revision: its fields, and each nutrient as (value, provenance)."""
    content: Content = {name: getattr(revision, name) for name in FIELDS}
    for key in KEYS:
        content[key] = (getattr(revision, key), revision.provenance.get(key))
    return content


def columns_of(content: Content) -> dict[str, Any]:
    """The columns of a ``FoodRevision`` with this content."""
    columns = {name: content[name] for name in FIELDS}
    columns |= {key: content[key][0] for key in KEYS}
    columns["provenance"] = {key: content[key][1] for key in KEYS if content[key][1] is not None}
    return columns


def merge(
    base: Mapping[str, Any], live: Mapping[str, Any], new: Mapping[str, Any]
) -> tuple[Content, Conflicts]:
    """What stands after the release, field by field.

    A field that only the release changed takes the new value; one that a curator changed stays. Where
    both changed it, and differently, the curator's stays and the field is among the conflicts.
    """
    merged: Content = {}
    conflicts: Conflicts = {}
    for name, live_value in live.items():
        new_value = new[name]
        if live_value == base[name]:
            merged[name] = new_value
            continue
        merged[name] = live_value
        if new_value not in (base[name], live_value):
            conflicts[name] = (live_value, new_value)
    return merged, conflicts
