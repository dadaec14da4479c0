"""The run's log: CSV files that grow by a row and forget what an interrupted run will do again."""

import csv
from pathlib import Path

from ml.files import write_bytes


class Log:
    """A CSV file with a column `stage` and a column `step`; new columns may come with a later row."""

    def __init__(self, path: Path, *, stage: int, step: int) -> None:
        """Open the log and drop the rows after the given step, which come again."""
        self.path = path
        self.rows: list[dict[str, str]] = []
        if path.exists():
            with path.open(encoding="utf-8", newline="") as file:
                rows = list(csv.DictReader(file))
            self.rows = [row for row in rows if (int(row["stage"]), int(row["step"])) <= (stage, step)]
            self._rewrite()

    def add(self, **row: float | str) -> None:
        """Write one row."""
        known = list(self.rows[0]) if self.rows else []
        self.rows.append(
            {key: f"{value:.6g}" if isinstance(value, float) else str(value) for key, value in row.items()}
        )
        if known != list(row):
            self._rewrite()
            return
        with self.path.open("a", encoding="utf-8", newline="") as file:
            csv.DictWriter(file, known, lineterminator="\n").writerow(self.rows[-1])

    def _rewrite(self) -> None:
        columns = list(dict.fromkeys(key for row in self.rows for key in row))
        self.rows = [{key: row.get(key, "") for key in columns} for row in self.rows]
        lines = [columns, *([row[key] for key in columns] for row in self.rows)]
        write_bytes(self.path, "".join(",".join(line) + "\n" for line in lines).encode())
