"""From a bundle to what browsers load, and back."""

import csv
import hashlib
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage, InMemoryStorage
from django.core.management import CommandError, call_command

from tests.ml.conftest import FIXTURES

pytestmark = pytest.mark.ml
Change = Callable[[dict[str, Any]], object]


def changed(bundle: Path, to: Path, change: Change) -> Path:
    """Copy a bundle and change its manifest."""
    shutil.copytree(bundle, to)
    manifest = json.loads((to / "manifest.json").read_text())
    change(manifest)
    (to / "manifest.json").write_text(json.dumps(manifest))
    return to


@pytest.fixture
def next_bundle(bundle: Path, tmp_path: Path) -> Path:
    """Another release."""
    return changed(bundle, tmp_path / "next", lambda manifest: manifest.update(title="next"))


@pytest.fixture(params=[FileSystemStorage, InMemoryStorage])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    """A folder, and a storage without paths, as object storage is."""
    return request.param(location=tmp_path / "wasm")


def test_a_release_lies_in_a_folder_named_by_its_content(bundle: Path, storage: Any) -> None:
    from ml.export.publishing import current_release, publish

    folder = publish(bundle, storage, FIXTURES)
    current = current_release(storage)
    assert folder.startswith("tiny-")
    assert current["folder"] == folder
    with storage.open(f"{folder}/{current['file']}") as file:
        assert hashlib.sha256(file.read()).hexdigest() == current["sha256"]


def test_the_same_bundle_again_changes_nothing(bundle: Path, storage: Any) -> None:
    from ml.export.publishing import current_release, publish

    assert publish(bundle, storage, FIXTURES) == publish(bundle, storage, FIXTURES)
    assert current_release(storage)["previous"] == []


def test_the_release_before_comes_back(bundle: Path, next_bundle: Path, storage: Any) -> None:
    from ml.export.publishing import RefusedError, current_release, publish, roll_back

    first, second = publish(bundle, storage, FIXTURES), publish(next_bundle, storage, FIXTURES)
    assert current_release(storage)["folder"] == second
    assert roll_back(storage) == first
    assert current_release(storage)["title"] == "tiny"
    with pytest.raises(RefusedError, match="no earlier release"):
        roll_back(storage)


def test_only_one_earlier_release_is_kept(
    bundle: Path, next_bundle: Path, storage: Any, tmp_path: Path
) -> None:
    from ml.export.publishing import publish

    third = changed(bundle, tmp_path / "third", lambda manifest: manifest.update(title="third"))
    folders = [publish(each, storage, FIXTURES) for each in (bundle, next_bundle, third)]
    assert sorted(storage.listdir("")[0]) == sorted(folders[1:])


def test_a_damaged_earlier_release_does_not_come_back(
    bundle: Path, next_bundle: Path, tmp_path: Path
) -> None:
    from ml.export.publishing import RefusedError, current_release, publish, roll_back

    storage = FileSystemStorage(location=tmp_path / "wasm")
    first, second = publish(bundle, storage, FIXTURES), publish(next_bundle, storage, FIXTURES)
    (tmp_path / "wasm" / first / "model.onnx").write_bytes(b"damaged")
    with pytest.raises(RefusedError, match="another hash"):
        roll_back(storage)
    assert current_release(storage)["folder"] == second


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda m: m.update(sha256="0" * 64), "its sha256 differs"),
        (lambda m: m["parity"].update(passed=False), "torch and onnxruntime differ"),
        (lambda m: m["preprocessing"].update(mean=[0.4, 0.5, 0.5]), "the golden images get other answers"),
        (lambda m: m.update(floors={"small_top1": 1.01}), "small_top1 is .*, the floor is 1.01"),
        (lambda m: m.update(ceilings={"ece": -0.1}), "ece is .*, the ceiling is -0.1"),
        (lambda m: m.update(floors={"never": 0.5}), "never was not measured, and has a floor of 0.5"),
        (lambda m: m["classes"][0].update(food_id=99_999_999), "not in the food tables: red_disc"),
        (lambda m: m.pop("temperature"), "temperature"),
    ],
)
def test_a_bundle_that_does_not_hold_what_it_says_is_refused(
    bundle: Path, tmp_path: Path, change: Change, said: str
) -> None:
    broken = changed(bundle, tmp_path / "broken", change)
    with pytest.raises(CommandError, match=f"Nothing was published.\n- .*{said}"):
        call_command("ml_publish", str(broken), "--to", str(tmp_path / "wasm"))
    assert not (tmp_path / "wasm").exists()


def test_a_bundle_with_a_file_missing_is_refused(bundle: Path, tmp_path: Path) -> None:
    from ml.export.publishing import problems

    shutil.copytree(bundle, tmp_path / "half")
    (tmp_path / "half" / "golden.json").unlink()
    assert problems(tmp_path / "half", FIXTURES) == [f"{tmp_path / 'half'}: no golden.json"]


def test_a_full_disk_leaves_no_half_release(bundle: Path, tmp_path: Path, small_files: Any) -> None:
    wasm = tmp_path / "wasm"
    whole = (bundle / "model.onnx").stat().st_size
    manifest = {"title": "x" * 2 * whole}
    large = changed(bundle, tmp_path / "large", lambda content: content.update(manifest))
    with small_files(whole + 1000), pytest.raises(CommandError, match="File too large"):
        call_command("ml_publish", str(large), "--to", str(wasm), "--history", str(tmp_path / "history.csv"))
    assert list(wasm.iterdir()) == []


class StopsAt(InMemoryStorage):
    """Object storage that is not reached any more for one file."""

    stop = ""

    def save(self, name: str | None, content: Any, max_length: int | None = None) -> str:
        if self.stop and self.stop in str(name):
            raise OSError("not reached")
        return super().save(name, content, max_length)


@pytest.mark.parametrize("name", ["golden", "manifest"])
def test_a_storage_that_is_lost_midway_keeps_the_release_that_was_there(
    bundle: Path, next_bundle: Path, name: str
) -> None:
    from ml.export.publishing import current_release, publish

    storage = StopsAt()
    first = publish(bundle, storage, FIXTURES)
    storage.stop = name
    with pytest.raises(OSError, match="not reached"):
        publish(next_bundle, storage, FIXTURES)
    storage.stop = ""
    assert current_release(storage)["folder"] == first
    assert storage.listdir("") == ([first], ["manifest.json"])


def test_a_row_of_the_history_tells_the_spread_over_seeds(bundle: Path, tmp_path: Path) -> None:
    from ml.export.history import add_release

    manifest = json.loads((bundle / "manifest.json").read_text())
    figures = {"small_top1": {"mean": 0.7, "sd": 0.0123, "least": 0.69, "most": 0.71}}
    add_release(tmp_path / "history.csv", "one-seed", manifest)
    add_release(
        tmp_path / "history.csv", "three", manifest | {"spread": {"seeds": [1, 2, 3], "figures": figures}}
    )
    with (tmp_path / "history.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert [(row["seeds"], row["small_top1_sd"]) for row in rows] == [("1", ""), ("3", "0.0123")]


def test_the_command_publishes_notes_the_release_once_and_rolls_back(
    bundle: Path, next_bundle: Path, tmp_path: Path
) -> None:
    places = ("--to", str(tmp_path / "wasm"), "--history", str(tmp_path / "history.csv"))
    out = io.StringIO()
    for each in (bundle, bundle, next_bundle):
        call_command("ml_publish", str(each), *places, stdout=out)
    call_command("ml_publish", "--rollback", *places, stdout=out)
    rows = (tmp_path / "history.csv").read_text().splitlines()
    assert len(rows) == 3
    assert rows[1].startswith("tiny-")
    assert json.loads((tmp_path / "wasm" / "manifest.json").read_text())["folder"] == rows[1].split(",")[0]
    with pytest.raises(CommandError, match="Give a bundle, or --rollback"):
        call_command("ml_publish")
