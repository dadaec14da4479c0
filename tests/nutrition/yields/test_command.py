"""`manage.py validate_preparations` prints the shipped table's errors, and says what it lacks."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from nutrition.resolution.cooking import tables
from nutrition.usda.models import SourceFood
from tests.nutrition.yields.kitchen import beef


def run(*arguments: str | Path) -> str:
    out = StringIO()
    call_command("validate_preparations", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def sr28(db: None) -> None:
    """Three cuts of beef, raw and roasted, as import_usda stores them."""
    for at, cut in enumerate(("chuck", "round", "loin")):
        for food in beef(10 * at + 1, cut):
            known: dict[str, Any] = {key: value for key, value in food.nutrients.items() if value is not None}
            SourceFood.objects.create(
                source="sr28", source_id=food.source_id, release="28", description=food.description,
                group_code=food.usda_group, group_name="Beef Products", derivations=food.derivations, **known,
            )  # fmt: skip


@pytest.mark.django_db
def test_without_the_source_tables_it_says_so() -> None:
    with pytest.raises(CommandError, match="import_usda"):
        run()


@pytest.mark.django_db
def test_a_folder_without_sr28_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No SR28"):
        run(tmp_path)
    with pytest.raises(CommandError, match="not a folder"):
        run(tmp_path / "nowhere")


@pytest.mark.usefixtures("sr28")
def test_as_json() -> None:
    found = json.loads(run("--json"))
    assert (found["pairs"], found["fitting_pairs"], found["judging_pairs"]) == (3, 2, 1)
    for name in ("median_error", "seed_median_error", "median_error_same_water", "median_error_per_raw_gram"):
        assert found[name]["energy_kcal"] >= 0
    assert found["median_error_by_method"].keys() == {"roasted"}


@pytest.mark.usefixtures("sr28")
def test_as_text() -> None:
    text = run()
    assert "3 pairs; fitted on 2, judged on the other 1" in text
    assert "Protein" in text
    assert "roasted" in text


@pytest.mark.usefixtures("sr28")
def test_the_pairs_are_listed_with_their_half() -> None:
    header, *lines = run("--pairs").splitlines()
    assert header.startswith("half\tgroup\tfamily")
    assert sorted(line.split("\t")[0] for line in lines) == ["fit", "fit", "judge"]


@pytest.mark.usefixtures("sr28")
def test_written_yields_are_read_again(settings: Any, tmp_path: Path) -> None:
    folder = tmp_path / "nutrition" / "data" / "cooking"
    folder.mkdir(parents=True)
    settings.BASE_DIR = tmp_path
    run("--write", "--json")
    written = (folder / "yields.csv").read_text(encoding="utf-8").splitlines()
    run("--write", "--json")
    assert (folder / "yields.csv").read_text(encoding="utf-8").splitlines() == written
    assert len(written) == 1 + len(tables.groups()) * len(tables.method_classes())
