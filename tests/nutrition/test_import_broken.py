"""A broken file is named with its row and column, and nothing of it is written."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from nutrition.usda.models import SourceFood
from tests.nutrition.usda_files import edit, write_fndds, write_foundation, write_sr28

pytestmark = pytest.mark.django_db

FNDDS = "2021-2023 FNDDS At A Glance - {}.csv"
VALUES, PORTIONS, INGREDIENTS = (
    FNDDS.format(name) for name in ("FNDDS Nutrient Values", "Portions and Weights", "FNDDS Ingredients")
)


def refuse(folder: Path, *parts: str) -> None:
    """The import refuses ``folder``, says every one of ``parts`` and writes nothing."""
    with pytest.raises(CommandError) as caught:
        call_command("import_usda", folder, "--json")
    message = str(caught.value)
    assert message.startswith("Nothing was imported.")
    for part in parts:
        assert part in message
    assert not SourceFood.objects.exists()


@pytest.mark.parametrize(
    ("name", "old", "new", "parts"),
    [
        ("NUT_DATA.txt", "^0.85^", "^0,85^", ["row 1", "'Nutr_Val'", "'0,85' is not a number"]),
        ("NUT_DATA.txt", "^0.85^", "^-0.85^", ["row 1", "negative"]),
        ("NUT_DATA.txt", "^0.85^", "^nan^", ["row 1", "not a number"]),
        ("NUT_DATA.txt", "~01001~^~205~", "~01001~^~203~", ["row 2", "twice"]),
        ("NUT_DATA.txt", "~11090~^~203~", "~99999~^~203~", ["row 6", "'NDB_No'", "'99999' is not known"]),
        ("NUTR_DEF.txt", "~203~^~g~", "~203~^~mg~", ["row 1", "'Units'", "'mg'", "'g' is expected"]),
        ("NUTR_DEF.txt", "~203~^~g~", "~203~^~grain~", ["row 1", "'grain' is unknown"]),
        ("FOOD_DES.txt", "~11090~^~1100~", "~01001~^~1100~", ["row 2", "'01001' is there twice"]),
        ("FOOD_DES.txt", "~11090~^~1100~", "~11090~^~7777~", ["row 2", "'FdGrp_Cd'", "'7777'"]),
        ("FOOD_DES.txt", "^39^", "^lots^", ["row 2", "'Refuse'", "'lots'"]),
        ("WEIGHT.txt", "^14.2^", "^^", ["row 1", "'Gm_Wgt'", "empty"]),
        ("WEIGHT.txt", "~11090~^2^", "~11090~^1^", ["row 3", "twice"]),
        ("WEIGHT.txt", "^14.2^^", "^14.2^", ["row 1", "6 fields where the layout has 7"]),
    ],
)
def test_sr28(tmp_path, name, old, new, parts):
    folder = write_sr28(tmp_path)
    edit(folder / name, old, new)
    refuse(folder, name, *parts)


@pytest.mark.parametrize(
    ("name", "old", "new", "parts"),
    [
        ("food_nutrient.csv", "2.57", "two", ["row 2", "'amount'", "'two'"]),
        ("food_nutrient.csv", "2,1,2047", "2,1,1003", ["row 3", "twice"]),
        ("food_nutrient.csv", "amount", "value", ["row 1", "'amount'", "missing"]),
        ("nutrient.csv", "Protein,G", "Protein,MG", ["row 2", "'unit_name'", "'MG'"]),
        ("foundation_food.csv", "2,100200", "1,100200", ["row 3", "'1' is there twice"]),
        ("foundation_food.csv", "3,100300", "4,100300", []),
        ("food.csv", "Sorrel, raw", 'Sorrel"', ["row"]),
        ("food_portion.csv", "1000", "1234", ["row 2", "'measure_unit_id'", "'1234'"]),
    ],
)
def test_foundation(tmp_path, name, old, new, parts):
    folder = write_foundation(tmp_path)
    edit(folder / name, old, new)
    refuse(folder, *(() if name == "foundation_food.csv" and not parts else (name,)), *parts)


@pytest.mark.parametrize(
    ("name", "old", "new", "parts"),
    [
        (VALUES, "Protein (g)", "Protein (mg)", ["'Protein (mg)'", "'g' is expected"]),
        (VALUES, "Protein (g)", "Albumen (g)", ["'Protein (g)'", "missing"]),
        (VALUES, "72201999", "72201222", ["row 4", "twice"]),
        (VALUES, ",101,", ",a lot,", ["row 3", "'Energy (kcal)'", "'a lot'"]),
        (PORTIONS, "1 cup,90", "1 cup,heavy", ["row 2", "'heavy'"]),
        (PORTIONS, "Portion weight (g)", "Weight", ["'Portion weight (g)'", "missing"]),
        (INGREDIENTS, ",90,3001", ",,3001", ["row 3", "'Ingredient weight (g)'", "empty"]),
        (INGREDIENTS, "72201999", "72201888", ["row 5", "'Food code'", "'72201888'"]),
    ],
)
def test_fndds(tmp_path, name, old, new, parts):
    folder = write_fndds(tmp_path)
    edit(folder / name, old, new)
    refuse(folder, name, *parts)


@pytest.mark.parametrize("name", ["NUT_DATA.txt", "WEIGHT.txt", "NUTR_DEF.txt", "FD_GROUP.txt"])
def test_a_missing_file(tmp_path, name):
    folder = write_sr28(tmp_path)
    (folder / name).unlink()
    refuse(folder, name, "missing")


def test_a_workbook_that_is_none(tmp_path):
    folder = write_fndds(tmp_path, suffix=".xlsx")
    (folder / VALUES.replace(".csv", ".xlsx")).write_bytes(b"no workbook")
    refuse(folder, "cannot be read")


def test_one_broken_table_holds_back_the_others(tmp_path):
    write_sr28(tmp_path)
    folder = write_fndds(tmp_path)
    edit(folder / PORTIONS, "1 cup,90", "1 cup,heavy")
    refuse(tmp_path, PORTIONS)
