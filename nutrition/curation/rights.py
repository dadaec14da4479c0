"""The groups of curators and what each may do (``data/curation/rights.csv``)."""

import csv
from collections import defaultdict
from importlib.resources import files

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission

DIETITIAN, SENIOR_DIETITIAN, STAFF = "dietitian", "senior dietitian", "staff"


def rights() -> dict[str, frozenset[str]]:
    """The permissions of the food database by group."""
    text = files("nutrition").joinpath("data/curation/rights.csv").read_text(encoding="utf-8")
    found: dict[str, set[str]] = defaultdict(set)
    for row in csv.DictReader(text.splitlines()):
        found[row["group"]].add(row["permission"])
    return {group: frozenset(permissions) for group, permissions in found.items()}


def give_rights() -> None:
    """Make the groups and give them what the table says; what they were given besides stays."""
    create_permissions(apps.get_app_config("nutrition"), verbosity=0)
    known = {row.codename: row for row in Permission.objects.filter(content_type__app_label="nutrition")}
    for name, permissions in rights().items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(*(known[permission] for permission in sorted(permissions)))
