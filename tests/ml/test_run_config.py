"""A run's TOML file."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from ml.run_config import RunError, read_run, run_from_dict, run_to_dict
from tests.ml.tiny import RUN


@pytest.fixture
def content() -> dict[str, Any]:
    """What the tiny run's file says."""
    return tomllib.loads(RUN)


def test_an_unknown_key_is_refused_with_its_place(content: dict[str, Any]) -> None:
    content["mixing"]["smal"] = 3
    with pytest.raises(RunError, match=r"unknown key mixing\.smal; known are small"):
        run_from_dict(content)


def test_a_missing_key_is_named(content: dict[str, Any]) -> None:
    del content["stages"][1]["size"]
    with pytest.raises(RunError, match=r"stages\[1\]\.size is missing"):
        run_from_dict(content)


@pytest.mark.parametrize("value", ["many", True, -1, 2.5, None])
def test_a_value_of_another_kind_is_refused(content: dict[str, Any], value: object) -> None:
    content["mixing"]["small"] = value
    with pytest.raises(RunError, match=r"mixing\.small"):
        run_from_dict(content)


def test_the_browser_is_told_the_size_that_was_trained_last(content: dict[str, Any]) -> None:
    content["preprocessing"]["size"] = 48
    with pytest.raises(RunError, match="last stage"):
        run_from_dict(content)


def test_a_run_goes_through_a_checkpoint_and_back(content: dict[str, Any]) -> None:
    run = run_from_dict(content)
    assert run_from_dict(run_to_dict(run)) == run


def test_what_is_wrong_is_said_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "broken.toml"
    path.write_text("name = ")
    with pytest.raises(RunError, match=r"broken\.toml"):
        read_run(path)
    with pytest.raises(RunError, match=r"none\.toml: No such file"):
        read_run(tmp_path / "none.toml")


@pytest.mark.parametrize(
    "path", sorted((Path(settings.BASE_DIR) / "ml" / "runs").glob("*.toml")), ids=lambda p: p.stem
)
def test_the_projects_own_runs_can_be_read(path: Path) -> None:
    assert read_run(path).name == path.stem
