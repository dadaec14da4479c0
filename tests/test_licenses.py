"""`LICENSES.md` names whatever the project is made of, with the licence that it comes under."""

import csv
import json
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from importlib.metadata import metadata
from pathlib import Path

import pytest

from ml.data.sources import sources as data_sets
from nutrition.fixtures import read_foods

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "fixtures"
TABLE_SETS = (FIXTURES, *(ROOT / app / "data" for app in ("nutrition", "nutrition/distil", "ml")))


def listed(heading: str) -> dict[str, str]:
    """The names in backticks that start the rows below a heading, with the cell beside them."""
    text = (ROOT / "LICENSES.md").read_text(encoding="utf-8")
    _, found, rest = text.partition(f"{heading}\n")
    assert found, f"there is no heading {heading}"
    section = re.split(r"^#", rest, maxsplit=1, flags=re.MULTILINE)[0]
    rows = re.findall(r"^\| (`[^|]+) \| ([^|]+) \|", section, flags=re.MULTILINE)
    return {name: cell.strip() for names, cell in rows for name in re.findall("`([^`]+)`", names)}


def pinned() -> set[str]:
    """The Python packages that are installed to run."""
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    return {line.partition("==")[0].partition("[")[0] for line in lines if "==" in line}


def npm_packages() -> dict[str, str]:
    """The npm packages with the licence that each states."""
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    return {path.removeprefix("node_modules/"): about["license"] for path, about in packages.items() if path}


def sources() -> Iterator[str]:
    """Every source that a row or a figure of the fixtures names."""
    for path in FIXTURES.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            yield from {row["source"] for row in csv.DictReader(file) if "source" in row}
    for path in FIXTURES.glob("foods_*.csv"):
        for food in read_foods(path):
            yield food.source
            for source, _ in food.provenance.values():
                yield from source.split("+")


def test_every_python_package_is_listed():
    names = re.findall(r"^[\w-]+", (ROOT / "requirements.in").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert len(names) > 10
    assert pinned() >= {name.lower() for name in names}
    assert listed("## Libraries of the server").keys() == pinned()


@pytest.mark.parametrize("name", sorted(pinned()))
def test_a_python_package_states_the_licence_that_is_listed(name):
    """Only where the package states one in the standard's words."""
    licence = listed("## Libraries of the server")[name]
    assert licence
    assert metadata(name).json.get("license_expression") in (None, licence)


def test_every_npm_package_is_listed_with_its_licence():
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    assert npm_packages().keys() >= {*wanted["dependencies"], *wanted["devDependencies"]}
    assert listed("## Libraries of the browser's side") == npm_packages()


def test_every_shipped_table_is_listed():
    names = {*listed("## Shipped food tables (`fixtures/`)"), *listed("## Shipped rule tables")}
    for folder in TABLE_SETS:
        files = (path for path in folder.rglob("*.*") if path.suffix not in (".py", ".pyc"))
        paths = [path.relative_to(ROOT).as_posix() for path in files]
        assert paths
        for path in paths:
            assert any(fnmatch(path.removeprefix("fixtures/"), name) for name in names), path


def test_every_photo_data_set_is_listed_with_its_terms():
    licences = {name: each.licence.replace('"', "") for name, each in data_sets().items()}
    told = listed("## Photo data sets that are read but not shipped")
    assert told.keys() == licences.keys()
    assert all(licences[name] in told[name].replace('"', "") for name in told)


def test_every_source_in_the_fixtures_is_listed():
    names = listed("### Their column `source`")
    for source in set(sources()):
        assert any(re.search(rf"\b{re.escape(name)}\b", source) for name in names), source
