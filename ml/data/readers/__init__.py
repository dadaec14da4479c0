"""One module a layout. Each has ``matches(root)`` and ``read(root, name)``; the first that matches reads."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol, cast

from ml.data.photo import DataError, Reading
from ml.data.readers import class_folders, corrections, ecustfd, food101, grocery_store, parquet, uecfood


class Layout(Protocol):
    """What a module of this package offers."""

    __name__: str
    matches: Callable[[Path], bool]
    read: Callable[[Path, str], Reading]


# The most particular first; class folders are whatever no other layout claims.
LAYOUTS = cast(
    tuple[Layout, ...], (corrections, ecustfd, uecfood, food101, grocery_store, parquet, class_folders)
)


def layout_of(root: Path) -> Layout:
    """Return the layout of a data set. Raises DataError where there is none."""
    if not root.exists():
        raise DataError(f"{root}: there is no such file or folder")
    if found := _matching(root):
        return found
    raise DataError(
        f"{root}: no layout that is known (Food-101, Parquet, tar, Grocery Store, ECUSTFD, UECFood256, "
        "class folders, photos.csv)"
    )


def has_layout(root: Path) -> bool:
    """Return whether a folder or file is a data set of a known layout."""
    return root.exists() and _matching(root) is not None


def _matching(root: Path) -> Layout | None:
    return next((layout for layout in LAYOUTS if layout.matches(root)), None)


def read(root: Path, name: str) -> Reading:
    """Read a data set of any known layout; ``name`` is what its photos say of their source.

    Raises DataError at once for an unknown layout, and while reading for a table that cannot be read.
    """
    return layout_of(root).read(root, name)
