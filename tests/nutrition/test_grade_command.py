"""`manage.py grade`: one row in, one answer out, also for broken rows."""

import json
import os
import subprocess
import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

EGG = {
    "energy_kcal": 155, "protein_g": 12.6, "fat_g": 10.6, "saturated_fat_g": 3.3, "carbohydrate_total_g": 1.1,
    "sugars_g": 1.1, "fibre_g": 0, "sodium_mg": 124,
}  # fmt: skip


@pytest.fixture
def graded(tmp_path):
    def run(*lines):
        path = tmp_path / "rows.jsonl"
        path.write_bytes(
            b"\n".join(each if isinstance(each, bytes) else json.dumps(each).encode() for each in lines)
        )
        out, err = StringIO(), StringIO()
        call_command("grade", str(path), stdout=out, stderr=err)
        return [json.loads(line) for line in out.getvalue().splitlines()], err.getvalue()

    return run


def test_an_egg(graded):
    ((answer,), _) = graded({"id": 7, "nutrients": EGG})
    assert answer["id"] == 7
    assert (answer["nutriscore_2023"]["score"], answer["nutriscore_2023"]["grade"]) == (0, "A")
    assert (answer["nutriscore_2017"]["score"], answer["nutriscore_2017"]["grade"]) == (0, "B")
    assert len(answer["focus"]) == 10
    assert answer["satiety"]["score"] > 100
    assert sum(answer["satiety_contributions"].values()) == pytest.approx(answer["satiety"]["score"], abs=0.5)
    assert 0 < answer["inflammation_short_form"]["known"] <= answer["inflammation_short_form"]["parameters"]


def test_a_missing_nutrient_is_named_and_never_zero(graded):
    ((answer,), _) = graded({"nutrients": {key: value for key, value in EGG.items() if key != "sugars_g"}})
    score = answer["nutriscore_2023"]
    assert score["score"] is None
    assert score["missing"] == ["sugars_g"]
    assert score["because"] == "Not computable: sugars is not known."


def test_a_broken_row_does_not_stop_the_others(graded):
    answers, said = graded(b"{", {"nutrients": {"fat_g": -1}}, {"nutrients": EGG}, b"\xff\xfe", [1])
    assert [answer.get("line") for answer in answers] == [1, 2, None, 4, 5]
    assert answers[1]["error"]["field"] == "nutrients.fat_g"
    assert "4 of 5 rows were refused" in said


def test_doubtful_figures_are_flagged_by_name(graded):
    ((answer,), _) = graded({"nutrients": EGG | {"energy_kcal": 400}})
    assert [found["nutrient"] for found in answer["findings"]] == ["energy_kcal"]


def test_what_cannot_be_true_is_graded_and_flagged(graded):
    """Labels with 340 g of fat in 100 g are out there, and others score them too."""
    ((answer,), _) = graded({"nutrients": EGG | {"fat_g": 340, "saturated_fat_g": 20}})
    assert answer["nutriscore_2023"]["grade"] == "D"
    assert {"code": "above_the_whole", "nutrient": "fat_g", "impossible": True}.items() <= answer["findings"][
        0
    ].items()


def test_nothing_known_is_answered(graded):
    ((answer,), _) = graded({"nutrients": {}})
    assert answer["nutriscore_2023"]["grade"] is None
    assert answer["satiety"] is None


def test_another_process_gives_the_same_answer(tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_text(json.dumps({"nutrients": EGG}))
    command = [sys.executable, "manage.py", "grade", str(path)]
    answers = {
        subprocess.run(  # noqa: S603
            command, env={**os.environ, "PYTHONHASHSEED": seed}, stdout=subprocess.PIPE, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(answers) == 1


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("grade", str(tmp_path / "none.jsonl"))
