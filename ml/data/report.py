"""What is in a pack, as one page with tables and pictures, in a folder outside the repository."""

import csv
import hashlib
import io
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from ml.data.pack import Pack
from ml.data.photo import SPLITS
from ml.data.pictures import Bars, balance_svg, pairs, sheet
from ml.files import write_bytes

PAGE = "index.html"
MAX_PAIRS = 200
MAX_PROBLEMS = 1000
_STYLE = "body{font:14px sans-serif;margin:2em} td,th{padding:2px 10px;text-align:left}"


@dataclass(slots=True)
class _Seen:
    """What one pass over the photos gathers."""

    counts: dict[tuple[str, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """(data set, class) -> photos by split."""
    shown: dict[tuple[str, str], list[tuple[bytes, bytes]]] = field(default_factory=lambda: defaultdict(list))
    """(data set, class) -> the photos to show, with what puts them in order."""
    kept: dict[tuple[str, str], bytes] = field(default_factory=dict)
    """Photos that others resemble, by data set and id."""


def write_report(pack: Pack, folder: Path, per_class: int = 8) -> Path:
    """Write the page and its pictures; returns the page. Photos of a class are drawn by their names."""
    dropped = list(pack.dropped())
    seen = _look(pack, per_class, {(row["kept_source"], row["kept_id"]) for row in dropped})
    folder.mkdir(parents=True, exist_ok=True)
    parts = [f"<h1>{escape(pack.about['name'])}</h1>", _sets_table(pack.about)]
    for each in pack.about["sets"]:
        parts.append(_set_part(each["name"], seen, folder))
    parts.append(_duplicates_part(dropped, seen, folder))
    parts.append(_problems_part(pack))
    write_bytes(folder / "counts.csv", _counts_csv(seen).encode())
    page = f"<!doctype html><meta charset=utf-8><style>{_STYLE}</style>" + "\n".join(parts)
    write_bytes(folder / PAGE, page.encode())
    return folder / PAGE


def _look(pack: Pack, per_class: int, wanted: set[tuple[str, str]]) -> _Seen:
    seen = _Seen()
    for row in pack.rows(("id", "class", "split", "source", "image")):
        key = (row["source"], row["class"])
        seen.counts[key][row["split"]] += 1
        shown = seen.shown[key]
        shown.append((hashlib.sha256(row["id"].encode()).digest(), row["image"]))
        shown.sort(key=lambda each: each[0])
        del shown[per_class:]
        if (row["source"], row["id"]) in wanted:
            seen.kept[row["source"], row["id"]] = row["image"]
    return seen


def _sets_table(about: dict[str, Any]) -> str:
    heads = ("data set", *SPLITS, "near-duplicates taken out", "unusable", "licence", "allowed use")
    words = ("near_duplicates", "unusable", "licence", "allowed_use")
    rows = [
        (each["name"], *(f"{each['splits'][split]:,}" for split in SPLITS), *(each[word] for word in words))
        for each in about["sets"]
    ]
    total = f"{about['photos']:,} photos, {about['classes']} classes, digest {about['digest']}"
    return f"<p>{total}; allowed use: {escape(about['allowed_use'])}</p>{_table(heads, rows)}"


def _set_part(name: str, seen: _Seen, folder: Path) -> str:
    classes = sorted(klass for source, klass in seen.counts if source == name)
    bars: Bars = [(klass, dict(seen.counts[name, klass])) for klass in classes]
    by_size = sorted(bars, key=lambda bar: -sum(bar[1].values()))
    write_bytes(folder / f"{name}-classes.svg", balance_svg(by_size).encode())
    sheet(folder / f"{name}-photos.jpg", [(k, [image for _, image in seen.shown[name, k]]) for k in classes])
    pictures = "".join(
        f"<details><summary>{what}</summary><img src='{escape(name)}-{file}'></details>"
        for what, file in (("photos per class", "classes.svg"), ("some photos of each class", "photos.jpg"))
    )
    return f"<h2>{escape(name)}</h2>{pictures}"


def _duplicates_part(dropped: list[dict[str, Any]], seen: _Seen, folder: Path) -> str:
    found = sorted(dropped, key=lambda row: -int(row["bits"]))
    shown = []
    for row in found[:MAX_PAIRS]:
        kept = seen.kept.get((row["kept_source"], row["kept_id"]))
        if kept is not None:
            shown.append((f"{row['bits']} {row['class']}", row["image"], kept))
    pairs(folder / "near-duplicates.jpg", shown)
    heads = ("taken out", "from", "bits", "for", "in")
    rows = [(r["id"], r["source"], r["bits"], r["kept_id"], r["kept_source"]) for r in found]
    title = f"<h2>Near-duplicates: {len(found)}</h2><p>Left what was taken out, the least alike first.</p>"
    listed = f"<details><summary>list</summary>{_table(heads, rows)}</details>"
    return f"{title}<img src='near-duplicates.jpg'>{listed}"


def _problems_part(pack: Pack) -> str:
    problems = pack.problems()
    counts = Counter((row["problem"], row["kept"]) for row in problems)
    heads = ("data set", "file", "problem", "detail", "kept")
    rows = [tuple(row.values()) for row in problems[:MAX_PROBLEMS]]
    summary = _table(("problem", "kept", "files"), [(*key, count) for key, count in sorted(counts.items())])
    return f"<h2>Problems: {len(problems)}</h2>{summary}{_table(heads, rows) if rows else ''}"


def _counts_csv(seen: _Seen) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("source", "class", *SPLITS))
    for (source, klass), counts in sorted(seen.counts.items()):
        writer.writerow((source, klass, *(counts[split] for split in SPLITS)))
    return text.getvalue()


def _table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    head = "".join(f"<th>{escape(each)}</th>" for each in heads)
    body = "".join("<tr>" + "".join(f"<td>{escape(str(c))}</td>" for c in row) + "</tr>" for row in rows)
    return f"<table><tr>{head}</tr>{body}</table>"
