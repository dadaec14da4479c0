"""`ml/results/history.csv`: one row for each release, so that figures can be seen to rise or fall."""

import csv
import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ml.files import write_bytes

FIGURES = (
    "small_top1", "small_top5", "sharp_top1", "sharp_top5", "sharp_dish_top1", "unseen_top1",
    "grocery_top1", "grocery_coarse_top1", "dish_as_grocery", "refused", "made_up_refused",
    "ece_small", "ece_sharp", "energy_mean_kcal",
)  # fmt: skip
SPREAD = ("small_top1", "sharp_top1", "unseen_top1", "grocery_top1")
"""Figures whose standard deviation over the seeds is noted too."""
COLUMNS = (
    "release", "date", "backbone", "size_px", "seed", "variant", "bytes", *FIGURES,
    "seeds", *(f"{name}_sd" for name in SPREAD),
)  # fmt: skip


def add_release(path: Path, folder: str, manifest: dict[str, Any]) -> None:
    """Add the row of a release; one that is there already stays as it is."""
    rows: list[dict[str, str]] = []
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    if any(row["release"] == folder for row in rows):
        return
    training, metrics = manifest["training"], manifest["metrics"]
    facts: dict[str, Any] = {
        "release": folder,
        "date": datetime.now(UTC).date().isoformat(),
        "backbone": training["backbone"],
        "size_px": manifest["preprocessing"]["size"],
        "seed": training["seed"],
        **{key: manifest[key] for key in ("variant", "bytes")},
        **{key: f"{metrics[key]:.4f}" for key in FIGURES if key in metrics},
        **_spread(manifest.get("spread") or {"seeds": [training["seed"]], "figures": {}}),
    }
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows([*rows, facts])
    write_bytes(path, text.getvalue().encode())


def _spread(spread: dict[str, Any]) -> dict[str, str]:
    figures = {name: spread["figures"][name] for name in SPREAD if name in spread["figures"]}
    deviations = {f"{name}_sd": f"{each['sd']:.4f}" for name, each in figures.items()}
    return {"seeds": str(len(spread["seeds"])), **deviations}
