"""`ml_prepare`, `ml_report` and `ml_fetch`, as they are typed."""

import json
from pathlib import Path

import pytest
from django.conf import settings as project
from django.core.management import CommandError, call_command

from ml.data.photo import SPLITS
from ml.management.places import outside_the_repository
from tests.ml.data.small_sets import class_folders, jpeg, parquet, put


@pytest.fixture
def data(tmp_path):
    class_folders(tmp_path / "food101_mine", ["pizza", "sushi"], each=4)
    put(tmp_path / "food101_mine/pizza/broken.jpg", "no photo")
    twins = [
        {"id": f"{split} one", "label": "pizza", "split": split, "image": jpeg(300)} for split in SPLITS[:2]
    ]
    parquet(tmp_path / "sharp_food/a.parquet", twins)
    return tmp_path


@pytest.fixture
def pack(data):
    call_command("ml_prepare", str(data), "--out", str(data / "pack"), "--workers", "1")
    return data / "pack"


def test_what_was_made_is_told_set_by_set(data, capsys):
    call_command("ml_prepare", str(data), "--out", str(data / "pack"), "--workers", "1")
    told = capsys.readouterr().out
    assert "food101_mine" in told
    assert "unusable: 1 not_an_image" in told
    assert "9 photos of 2 classes" in told


def test_it_is_told_as_json_too(tmp_path, capsys):
    class_folders(tmp_path / "mine", ["pizza"], each=2)
    call_command(
        "ml_prepare", f"food101={tmp_path / 'mine'}", "--out", str(tmp_path / "p"), "--workers=1", "--json"
    )
    told = json.loads(capsys.readouterr().out)
    assert (told["photos"], told["sets"][0]["name"], told["seconds"] >= 0) == (2, "food101", True)


def test_photos_are_never_written_into_the_repository(tmp_path):
    class_folders(tmp_path / "mine", ["pizza"], each=1)
    inside = Path(project.BASE_DIR) / "ml" / "pack"
    with pytest.raises(CommandError, match="photos are never committed"):
        call_command("ml_prepare", str(tmp_path / "mine"), "--out", str(inside))
    outside_the_repository(Path(project.VAR_DIR) / "pack")


def test_a_report_shows_counts_photos_duplicates_and_problems(tmp_path, pack):
    call_command("ml_report", str(pack), "--to", str(tmp_path / "report"), "--check")
    page = (tmp_path / "report/index.html").read_text()
    assert "food101_mine:" not in page
    assert all(word in page for word in ("food101:pizza/broken", "not_an_image", "sharp_food:train one"))
    pictures = [path.name for path in (tmp_path / "report").iterdir() if path.suffix in (".jpg", ".svg")]
    assert sorted(pictures) == [
        "food101_mine-classes.svg",
        "food101_mine-photos.jpg",
        "near-duplicates.jpg",
        "sharp_food-classes.svg",
        "sharp_food-photos.jpg",
    ]
    assert "food101_mine,sushi,4,0,0" in (tmp_path / "report/counts.csv").read_text()


def test_a_pack_whose_photos_were_changed_is_noticed(tmp_path, pack):
    about = json.loads((pack / "pack.json").read_text())
    put(pack / "pack.json", json.dumps(about | {"digest": "0" * 64}))
    with pytest.raises(CommandError, match=r"not those that pack\.json was written for"):
        call_command("ml_report", str(pack), "--to", str(tmp_path / "report"), "--check")


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["nowhere", "--out", "p"], "there is no such file or folder"),
        (["nowhere", "--out", "p", "--side", "5"], "--side: 32 to 1024 pixels"),
        (["nowhere", "--out", "p", "--labels", "none.csv"], "none.csv: No such file"),
    ],
)
def test_a_wrong_argument_is_named(tmp_path, monkeypatch, arguments, why):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CommandError, match=why):
        call_command("ml_prepare", *arguments)


def test_a_set_without_a_known_hash_is_not_fetched_unasked(tmp_path):
    with pytest.raises(CommandError, match="--accept-unverified"):
        call_command("ml_fetch", "uecfood256", "--to", str(tmp_path))
