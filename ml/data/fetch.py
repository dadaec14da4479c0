"""A publisher's archive, downloaded where there is a network: resumed, checked by its hash, or refused."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from ml.data.photo import DataError
from ml.data.sources import Source
from ml.files import sha256

Progress = Callable[[str, int, int], None]
TIMEOUT = httpx.Timeout(30.0, read=60.0)
CHUNK = 1 << 20


def fetch(source: Source, folder: Path, *, accept_unverified: bool, progress: Progress) -> tuple[Path, str]:
    """Download a data set's archive into ``folder`` and return it with the SHA-256 of its bytes.

    An archive that is there and has the right hash is not asked for again; one that was broken off goes on
    where it ended. Raises DataError: no address, no network, an unknown hash that was not accepted, or
    another hash than the table's (the file is then put aside as `….refused`).
    """
    if not source.url:
        raise DataError(f"{source.name}: there is no address to fetch it from ({source.note})")
    if not source.sha256 and not accept_unverified:
        raise DataError(
            f"{source.name}: nobody publishes a hash for {source.url}; look at what comes and give "
            "--accept-unverified, which prints its hash"
        )
    archive = folder / (urlsplit(source.url).path.rpartition("/")[2] or source.name)
    if not archive.exists():
        folder.mkdir(parents=True, exist_ok=True)
        partial = archive.with_name(f"{archive.name}.partial")
        _download(source, partial, progress)
        _check(source, partial)
        partial.rename(archive)
    else:
        _check(source, archive)
    return archive, sha256(archive)


def _download(source: Source, partial: Path, progress: Progress) -> None:
    start = partial.stat().st_size if partial.exists() else 0
    headers = {"Range": f"bytes={start}-"} if start else {}
    try:
        with (
            httpx.Client(timeout=TIMEOUT, follow_redirects=True) as client,
            client.stream("GET", source.url, headers=headers) as answer,
        ):
            if answer.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
                return
            answer.raise_for_status()
            # A server that does not resume sends all of it again.
            done = start if answer.status_code == httpx.codes.PARTIAL_CONTENT else 0
            total = done + int(answer.headers.get("Content-Length") or 0)
            with partial.open("ab" if done else "wb") as file:
                for chunk in answer.iter_bytes(CHUNK):
                    file.write(chunk)
                    done += len(chunk)
                    progress(source.name, done, max(total, done))
    except httpx.HTTPStatusError as error:
        raise DataError(
            f"{source.url}: {error.response.status_code} {error.response.reason_phrase}"
        ) from error
    except httpx.HTTPError as error:
        raise DataError(
            f"{source.url}: {error or type(error).__name__}. Is there a network? What came so far is kept; "
            "the same command goes on."
        ) from error


def _check(source: Source, path: Path) -> None:
    if not source.sha256:
        return
    found = sha256(path)
    if found != source.sha256:
        refused = path.with_name(f"{path.name}.refused")
        path.rename(refused)
        raise DataError(f"{refused}: SHA-256 {found}, the table says {source.sha256}; not to be used")
