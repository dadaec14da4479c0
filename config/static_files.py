"""What is served to browsers as it lies on the disk, and how."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage
from whitenoise.middleware import WhiteNoiseMiddleware

RELEASE = re.compile(r"/wasm/[^/]+-[0-9a-f]{12}/[^/]+$")
"""A file of a release of the food classifier: its folder is called by the hash of all its files."""
WORKER = re.compile(r"/js/recognition/worker\.(?:[0-9a-f]+\.)?js$")
WORKER_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"
"""A worker goes by the policy of its own file, not by the page's: WebAssembly may run in this one only."""


class PackageFinder(BaseFinder):
    """Finds the files of PACKAGE_FILES: of packages that hold far more than browsers are given."""

    def __init__(self, app_names: Any = None, *args: Any, **kwargs: Any) -> None:
        self.packages: dict[str, tuple[Path, tuple[str, ...]]] = settings.PACKAGE_FILES

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """Return where the file lies; an empty list where it is none of these."""
        prefix, _, name = path.partition("/")
        folder, names = self.packages.get(prefix, (Path(), ()))
        if name not in names or not (folder / name).is_file():
            return []
        return [str(folder / name)] if find_all else str(folder / name)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Any]]:
        """Yield each file's name and the storage that holds it."""
        for prefix, (folder, names) in self.packages.items():
            storage = FileSystemStorage(location=folder)
            storage.prefix = prefix  # type: ignore[attr-defined]
            yield from ((name, storage) for name in names)


class StaticFiles(WhiteNoiseMiddleware):
    """WhiteNoise, which is told that a release of the food classifier never changes."""

    def immutable_file_test(self, path: str, url: str) -> bool:
        """Return whether the file may be kept for ever by who has it."""
        return bool(RELEASE.search(url)) or bool(super().immutable_file_test(path, url))


def add_headers(headers: Any, path: str, url: str) -> None:
    """Give the worker that sees photos a policy of its own: it may load our own files, nothing else."""
    if WORKER.search(url):
        headers["Content-Security-Policy"] = WORKER_POLICY
