"""`manage.py recompute_dishes` over a handful of imported foods."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from nutrition.usda.models import SourceFood, SourceIngredient

pytestmark = pytest.mark.django_db


def _import_soup() -> None:
    def food(source: str, source_id: str, kcal: float, **fields: object) -> SourceFood:
        return SourceFood.objects.create(
            source=source,
            source_id=source_id,
            release="1",
            description=f"food {source_id}",
            energy_kcal=kcal,
            **fields,
        )

    food("sr28", "01001", 700, ndb_number="01001")
    soup, stew = food("fndds", "100", 350), food("fndds", "200", 350)
    for dish, code in ((soup, "1001"), (stew, "9999")):
        for sequence, (part, grams) in enumerate(
            [(code, 50.0), ("100" if dish is stew else "1001", 50.0)], 1
        ):
            SourceIngredient.objects.create(
                food=dish, sequence=sequence, ingredient_code=part, description=f"part {part}", grams=grams,
                retention_code="0", moisture_change_percent=100.0,
            )  # fmt: skip


def test_it_says_that_the_source_tables_are_missing() -> None:
    with pytest.raises(CommandError, match="import_usda"):
        call_command("recompute_dishes")


def test_it_reports_shares_and_unresolved_codes() -> None:
    _import_soup()
    out = StringIO()
    call_command("recompute_dishes", "--json", stdout=out)
    found = json.loads(out.getvalue())
    assert (found["foods"], found["resolvable"], found["share_of_resolvable"]) == (2, 1, 1.0)
    assert found["unresolved_codes"] == [{"code": "9999", "description": "part 9999", "foods": 1}]
    assert found["misses"] == []


def test_people_are_told_the_same_in_words() -> None:
    _import_soup()
    out = StringIO()
    call_command("recompute_dishes", stdout=out)
    assert (
        "2 foods, 1 resolvable; energy within 5 %: 100.00% of the resolvable, 50.00% of all" in out.getvalue()
    )
    assert "unresolved 9999 part 9999 (1 foods)" in out.getvalue()
