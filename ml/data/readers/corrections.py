"""What a curator exported of users' corrections: a folder with photos and `photos.csv`.

Columns: `file`, `food_id`, `consented_on` (the day on which the person who took the photo agreed to its
use in training), and perhaps `class` and `split`. A row without a day of consent is refused.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from ml.data.files import FolderFiles
from ml.data.photo import Item, Photo, Problem, Reading, read_table, split_name

TABLE = "photos.csv"
COLUMNS = ("file", "food_id", "consented_on")


def matches(root: Path) -> bool:
    """Return whether there is the curator's table."""
    return (root / TABLE).is_file()


def read(root: Path, name: str) -> Reading:
    """Read the rows of the table, in its order."""
    rows = read_table(root / TABLE, *COLUMNS)
    return Reading(len(rows), _items(FolderFiles(root), rows, name))


def _items(files: FolderFiles, rows: list[dict[str, str]], name: str) -> Iterator[Item]:
    for number, row in enumerate(rows, 2):
        if reason := _no_consent(row["consented_on"]):
            yield Problem(row["file"], name, "no_consent", f"{TABLE}, row {number}: {reason}")
            continue
        try:
            content = files.read(row["file"])
        except ValueError as error:
            yield Problem(row["file"], name, "unreadable", f"{TABLE}, row {number}: {error}")
            continue
        label = (row.get("class") or row["food_id"]).strip()
        yield Photo(row["file"], label, split_name(row.get("split") or ""), name, content)


def _no_consent(day: str) -> str:
    """Return why a day is none on which someone can have agreed; empty where it is one."""
    try:
        return "consent in the future" if date.fromisoformat(day.strip()) > date.today() else ""
    except ValueError:
        return f"no day of consent ({day!r})" if day.strip() else "no day of consent"
