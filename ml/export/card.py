"""The model card, filled from the manifest and the evaluation."""

from pathlib import Path
from string import Template
from typing import Any

from ml.files import write_bytes

TEMPLATE = Path(__file__).with_name("card_template.md")
UNKNOWN = "not measured"
SIZES = ("sharp", "unseen", "grocery", "dish_as_grocery", "enlarged")


def write_card(path: Path, manifest: dict[str, Any], figures: dict[str, Any]) -> None:
    """Write the card of a bundle."""
    words = _facts(manifest) | _figures(figures)
    write_bytes(path, Template(TEMPLATE.read_text(encoding="utf-8")).substitute(words).encode())


def _facts(manifest: dict[str, Any]) -> dict[str, str]:
    training = manifest["training"]
    variants = [
        _row(
            v["variant"],
            f"{v['megabytes']:.2f}",
            f"{v['milliseconds']:.2f}",
            _percent(v["top1"]),
            _percent(v["loss"]),
        )
        for v in manifest["variants"]
    ]
    return {
        "title": manifest["title"],
        "name": manifest["name"],
        "backbone": training["backbone"],
        "size": str(manifest["preprocessing"]["size"]),
        "classes": str(len(manifest["classes"])),
        "megabytes": f"{manifest['bytes'] / 1e6:.2f}",
        "variant": manifest["variant"],
        "sha256": manifest["sha256"],
        "licence": manifest["licence"] or "not stated",
        "allowed_use": manifest["allowed_use"] or "not stated",
        "made_with": ", ".join(f"{name} {version}" for name, version in training["made_with"].items()),
        "seed": str(training["seed"]),
        "data": _data(manifest["data"]),
        "held_out": ", ".join(manifest["held_out"]) or "none",
        "temperature": f"{manifest['temperature']:.3f}",
        "accepted": _percent(manifest["thresholds"]["accepted_food"]),
        "variants": "\n".join(variants),
        "difference": f"{manifest['parity']['largest_difference']:.1e}",
        "spread": _spread(manifest["spread"]),
    }


def _figures(figures: dict[str, Any]) -> dict[str, str]:
    calibration, refusal = figures["calibration"], figures["refusal"]
    energy = figures["energy"].get("all", {})
    return {
        "photos": f"{figures['photos']:,}",
        "sets": _table(
            ("photos of", "photos", "top-1", "top-5", "top-1 within those present"),
            [
                (name, row["photos"], *(_percent(row[k]) for k in ("top1", "top5", "top1_within_present")))
                for name, row in figures["sets"].items()
            ],
        ),
        "sizes": "\n".join(
            _row(f"{side} px", *(_percent(row[k]) for k in SIZES)) for side, row in figures["sizes"].items()
        ),
        "variations": "\n".join(_row(name, _percent(top1)) for name, top1 in figures["variations"].items()),
        "calibration": "\n".join(
            _row(name, f"{row['before']:.3f}", f"{row['after']:.3f}")
            for name, row in calibration["errors"].items()
        ),
        "words": "\n".join(
            _row(word, _from(calibration, word), _percent(row["share"]), _percent(row["right"]))
            for word, row in calibration["words"].items()
        ),
        "refused": _percent(refusal["photos_refused"]),
        "not_food": str(refusal["photos"]),
        "made_up": _percent(refusal["made_up_refused"]),
        "strange": "\n".join(_row(name, _percent(share)) for name, share in refusal["made_up"].items()),
        "accepted_sets": ", ".join(
            f"{name} {_percent(share)}" for name, share in refusal["accepted"].items()
        ),
        "selective": "\n".join(
            _row(name, *(_percent(row["accuracy"]) for row in rows))
            for name, rows in figures["selective"].items()
            if rows
        ),
        "energy_mean": _number(energy.get("mean_kcal")),
        "energy_median": _number(energy.get("median_kcal")),
        "energy_guess": _number(energy.get("mean_kcal_of_guessing")),
        "confused": "\n".join(_row(*pair.values()) for pair in figures["confused"]),
    }


def _spread(spread: dict[str, Any]) -> str:
    """Return the figures of the same run with other seeds."""
    if not spread:
        return "One seed was trained: how much of these figures is chance was not measured."
    rows = [
        (name, f"{each['mean']:.3f}", f"{each['sd']:.3f}", f"{each['least']:.3f}", f"{each['most']:.3f}")
        for name, each in spread["figures"].items()
    ]
    seeds = ", ".join(map(str, spread["seeds"]))
    table = _table(("figure", "mean", "standard deviation", "least", "most"), rows)
    return f"The same run with the seeds {seeds}:\n\n{table}"


def _data(data: dict[str, Any]) -> str:
    """Return the data sets that the pack names, with their terms."""
    if not data.get("sets"):
        return f"The pack `{data.get('name', '?')}`, which names no data sets."
    keys = ("name", "photos", "licence", "allowed_use", "attribution")
    head = ("set", "photos", "licence", "allowed use", "attribution")
    return _table(head, [tuple(row.get(key, UNKNOWN) for key in keys) for row in data["sets"]])


def _from(calibration: dict[str, Any], word: str) -> str:
    threshold = calibration["thresholds"].get(word)
    return f"{threshold:.2f}" if threshold is not None else "0"


def _table(head: tuple[str, ...], rows: list[tuple[Any, ...]]) -> str:
    return "\n".join([_row(*head), _row(*["---"] * len(head)), *(_row(*row) for row in rows)])


def _row(*cells: Any) -> str:
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def _percent(share: float | None) -> str:
    return UNKNOWN if share is None else f"{share:.1%}"


def _number(value: float | None) -> str:
    return UNKNOWN if value is None else f"{value:.0f}"
