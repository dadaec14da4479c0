"""Training from a pack to small checkpoints."""

import csv
import resource
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from ml.run_config import Run
from tests.ml.conftest import silent
from tests.ml.tiny import RUN, make_pack

pytestmark = pytest.mark.ml
ROOT = Path(settings.BASE_DIR)


def train_again(run: Run, pack: Path, out: Path, **asked: Any) -> Path | None:
    """Train in this process."""
    from ml.photos import decoded
    from ml.training.loop import Job, train

    return train(Job(run, decoded(pack, progress=silent), out, **asked), progress=silent)


def weights_of(path: Path) -> dict[str, Any]:
    """Return the tensors of a small checkpoint."""
    from ml.training.checkpoint import load_small

    return load_small(path).weights


def same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Return whether two checkpoints are equal to the last bit."""
    return one.keys() == other.keys() and all(bool((one[key] == other[key]).all()) for key in one)


def test_the_shapes_are_learnt(trained: Path) -> None:
    with (trained / "validations.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert float(rows[-1]["small_top1"]) >= 0.9
    assert float(rows[-1]["refused"]) == 1


def test_the_same_seed_gives_the_same_weights_and_another_seed_others(
    trained: Path, pack: Path, run: Run, tmp_path: Path
) -> None:
    train_again(run, pack, tmp_path / "same", stages=1)
    train_again(replace(run, seed=4), pack, tmp_path / "other", stages=1)
    first = weights_of(trained / "stage-1.pt")
    assert same(first, weights_of(tmp_path / "same" / "stage-1.pt"))
    assert not same(first, weights_of(tmp_path / "other" / "stage-1.pt"))


def test_a_killed_run_goes_on_to_the_same_weights(
    trained: Path, pack: Path, run: Run, tmp_path: Path
) -> None:
    out, file = tmp_path / "out", tmp_path / "tiny.toml"
    file.write_text(RUN.replace("[watching]", "[watching]\ncheckpoint_minutes = 0"))
    command = [sys.executable, "manage.py", "ml_train", str(file), "--pack", str(pack), "--out", str(out)]
    process = subprocess.Popen([*command, "--threads", "1"], cwd=ROOT)  # noqa: S603
    while not (out / "state.pt").exists() and process.poll() is None:
        time.sleep(0.01)
    time.sleep(0.3)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not (out / "stage-2.pt").exists(), "it was done before it was killed"
    train_again(run, pack, out)
    assert same(weights_of(trained / "stage-2.pt"), weights_of(out / "stage-2.pt"))
    # The log has each step once, too.
    assert (out / "validations.csv").read_text() == (trained / "validations.csv").read_text()


def test_when_the_time_is_up_the_state_is_kept_and_the_next_call_goes_on(
    pack: Path, run: Run, one_thread: None, tmp_path: Path
) -> None:
    short = replace(run, stages=(replace(run.stages[1], epochs=0.5),))
    assert train_again(short, pack, tmp_path, minutes=0) is None
    assert (tmp_path / "state.pt").exists()
    assert train_again(short, pack, tmp_path) == tmp_path / "stage-1.pt"
    assert not (tmp_path / "state.pt").exists()


def test_a_state_of_another_run_is_refused(pack: Path, run: Run, one_thread: None, tmp_path: Path) -> None:
    from ml.training.checkpoint import CheckpointError

    assert train_again(run, pack, tmp_path, minutes=0) is None
    with pytest.raises(CheckpointError, match=r"state\.pt: is of another run \(optimiser differ\)"):
        train_again(replace(run, optimiser=replace(run.optimiser, clip=1.0)), pack, tmp_path)


def test_stages_to_come_may_be_changed_but_not_those_that_are_done(
    pack: Path, run: Run, one_thread: None, tmp_path: Path
) -> None:
    from ml.training.checkpoint import CheckpointError

    first, second = (replace(each, epochs=0.5) for each in run.stages)
    short = replace(run, stages=(first, second))
    train_again(short, pack, tmp_path, stages=1)
    longer = replace(short, stages=(first, replace(second, epochs=1)))
    assert train_again(longer, pack, tmp_path) == tmp_path / "stage-2.pt"
    with pytest.raises(CheckpointError, match=r"stage-1\.pt: is of another run \(stages differ\)"):
        train_again(replace(short, stages=(replace(first, epochs=1), second)), pack, tmp_path)


def test_a_checkpoint_of_another_architecture_is_refused(
    trained: Path, pack: Path, run: Run, tmp_path: Path
) -> None:
    from ml.training.checkpoint import CheckpointError

    other = replace(run, network=replace(run.network, backbone="test_resnet"))
    with pytest.raises(CheckpointError, match="is of test_efficientnet, the run wants test_resnet"):
        train_again(other, pack, tmp_path, start=trained / "stage-1.pt")


def test_a_checkpoint_of_other_classes_gives_its_body_only(trained: Path, run: Run, tmp_path: Path) -> None:
    from ml.training.checkpoint import CheckpointError

    pack = make_pack(tmp_path / "pack")
    classes = (pack / "classes.csv").read_text().replace("yellow_box", "orange_box")
    (pack / "classes.csv").write_text(classes)
    start = trained / "stage-1.pt"
    with pytest.raises(CheckpointError, match=r"it lacks 1 \['orange_box'\], has 1 more \['yellow_box'\]"):
        train_again(run, pack, tmp_path / "out", start=start)
    short = replace(run, stages=(replace(run.stages[1], epochs=0.2),))
    assert train_again(short, pack, tmp_path / "out", start=start, body_only=True)


def test_a_full_disk_leaves_the_old_checkpoint(tmp_path: Path) -> None:
    import torch

    from ml.training.checkpoint import CheckpointError, save

    path = tmp_path / "state.pt"
    save(path, {"step": 1})
    before = path.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    # No file may grow beyond this: to the writer it is a full disk.
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, hard))
    try:
        with pytest.raises(CheckpointError, match=r"state\.pt: could not be written .* the one before stays"):
            save(path, {"step": 2, "weights": torch.zeros(100_000)})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_weights_that_do_not_fit_are_refused_by_name(trained: Path, run: Run, tmp_path: Path) -> None:
    import torch

    from ml.training.network import WeightsError, load_backbone, make_network

    tensors = {key: tensor for key, tensor in weights_of(trained / "stage-1.pt").items() if "bn1" not in key}
    torch.save(tensors, tmp_path / "half.pth")
    network = replace(run.network, weights="half.pth")
    with pytest.raises(WeightsError, match=r"half\.pth: does not fit this network: \d+ missing \(.*bn1"):
        load_backbone(make_network(network, 6), network, tmp_path)


@pytest.mark.parametrize(("name", "said"), [("none.pt", "No such file"), ("text.pt", "cannot be read")])
def test_a_file_that_is_no_checkpoint_is_named(tmp_path: Path, name: str, said: str) -> None:
    from ml.training.checkpoint import CheckpointError, load_small

    (tmp_path / "text.pt").write_text("no tensors")
    with pytest.raises(CheckpointError, match=rf"{name}.*{said}"):
        load_small(tmp_path / name)


def test_the_command_says_what_is_wrong(pack: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"nothing\.toml: No such file"):
        call_command("ml_train", "nothing", "--pack", str(pack), "--out", str(tmp_path))
    with pytest.raises(CommandError, match=r"classes\.csv: No such file"):
        call_command("ml_train", "lite0", "--pack", str(tmp_path), "--out", str(tmp_path))
