"""A bundle becomes the release that browsers load, or is refused; the release before can come back.

In the place of publishing lie `<name>-<hash>/` (a bundle, never changed once written) and `manifest.json`,
which is the current release's with two more keys: `folder`, where its files are, and `previous`, the
folders of the releases before. Everything else is written before that one file is replaced, so that who
reads it always finds a whole release.
"""

import hashlib
import json
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage

from ml.export import parity
from ml.files import write_bytes
from ml.judging.classifier import ModelError, load
from ml.judging.energy import food_ids

FILES = ("model.onnx", "manifest.json", "golden.json", "evaluation.json", "card.md")
CURRENT = "manifest.json"
KEPT = 1
"""Releases that are kept beside the current one."""
FOLDER = re.compile(r"^.+-[0-9a-f]{12}$")
NOISE = 1e-3
"""Largest difference of a logit between two machines that run the same file."""


class RefusedError(Exception):
    """A bundle is not published; the message gives every reason."""


def problems(bundle: Path, fixtures: Path) -> list[str]:
    """Return every reason why a bundle must not be published; none when it may be."""
    missing = [name for name in FILES if not (bundle / name).is_file()]
    if missing:
        return [f"{bundle}: no {', '.join(missing)}"]
    try:
        manifest = json.loads((bundle / "manifest.json").read_text(encoding="utf-8"))
        found = _wrong_file(bundle, manifest)
        if found:
            return found
        return _wrong_answers(bundle) + _wrong_figures(manifest) + _unknown_foods(manifest, fixtures)
    except (ModelError, ValueError, KeyError, TypeError) as error:
        return [f"{bundle}: {type(error).__name__}: {error}"]


def publish(bundle: Path, storage: Storage, fixtures: Path) -> str:
    """Publish a bundle and return its folder; the same bundle again changes nothing. Raises RefusedError."""
    found = problems(bundle, fixtures)
    if found:
        raise RefusedError("Nothing was published.\n" + "\n".join(f"- {each}" for each in found))
    content = {name: (bundle / name).read_bytes() for name in FILES}
    manifest = json.loads(content["manifest.json"])
    whole = hashlib.sha256(b"".join(content[name] for name in FILES)).hexdigest()
    folder = f"{manifest['name']}-{whole[:12]}"
    current = current_release(storage)
    if current.get("folder") == folder:
        return folder
    known = [each for each in (current.get("folder"), *current.get("previous", [])) if each]
    try:
        for name, each in content.items():
            _put(storage, f"{folder}/{name}", each)
        _point(storage, manifest, folder, [each for each in known if each != folder][:KEPT])
    except BaseException:
        # A full disk or Ctrl-C: half a release would stay for ever. What cannot be reached stays as it is.
        if folder not in known:
            with suppress(Exception):
                _delete(storage, folder)
        raise
    _tidy(storage)
    return folder


def roll_back(storage: Storage) -> str:
    """Make the release before the current one again and return its folder. Raises RefusedError."""
    previous = current_release(storage).get("previous", [])
    if not previous:
        raise RefusedError("There is no earlier release to go back to.")
    folder = previous[0]
    try:
        with storage.open(f"{folder}/manifest.json") as file:
            manifest = json.loads(file.read())
        with storage.open(f"{folder}/{manifest['file']}") as file:
            digest = hashlib.sha256(file.read()).hexdigest()
    except (OSError, ValueError, KeyError) as error:
        raise RefusedError(f"The release before, {folder}, cannot be read: {error}") from error
    if digest != manifest["sha256"]:
        raise RefusedError(f"The release before, {folder}, is damaged: its model has another hash.")
    _point(storage, manifest, folder, previous[1:])
    return str(folder)


def current_release(storage: Storage) -> dict[str, Any]:
    """Return the manifest of the current release; empty when nothing was ever published."""
    if not storage.exists(CURRENT):
        return {}
    with storage.open(CURRENT) as file:
        manifest: dict[str, Any] = json.loads(file.read())
    return manifest


def _wrong_file(bundle: Path, manifest: dict[str, Any]) -> list[str]:
    content = (bundle / manifest["file"]).read_bytes()
    if hashlib.sha256(content).hexdigest() != manifest["sha256"]:
        return [f"{manifest['file']} is not the file that the manifest was made for: its sha256 differs"]
    return []


def _wrong_answers(bundle: Path) -> list[str]:
    """Run the file on the golden images: another machine must get what was written down."""
    golden = json.loads((bundle / "golden.json").read_text(encoding="utf-8"))
    manifest = json.loads((bundle / "manifest.json").read_text(encoding="utf-8"))
    found = []
    if not manifest["parity"]["passed"]:
        found.append(f"torch and onnxruntime differ: {manifest['parity']}")
    wanted = np.array([row["logits"] for row in golden], np.float32)
    answers = parity.answers(load(bundle))
    if wanted.shape != answers.shape:
        return [*found, f"golden.json has the shape {wanted.shape}, the model gives {answers.shape}"]
    same = parity.compare(wanted, answers, NOISE)
    if not same["passed"]:
        found.append(
            f"the golden images get other answers: a logit differs by {same['largest_difference']:.2g}"
        )
    return found


def _wrong_figures(manifest: dict[str, Any]) -> list[str]:
    metrics, found = manifest["metrics"], []
    for limits, word, sign in ((manifest["floors"], "floor", 1), (manifest["ceilings"], "ceiling", -1)):
        for name, limit in limits.items():
            if name not in metrics:
                found.append(f"{name} was not measured, and has a {word} of {limit:g}")
            elif sign * metrics[name] < sign * limit:
                found.append(f"{name} is {metrics[name]:.4g}, the {word} is {limit:g}")
    return found


def _unknown_foods(manifest: dict[str, Any], fixtures: Path) -> list[str]:
    known = food_ids(fixtures)
    lost = [each["label"] for each in manifest["classes"] if each["food_id"] and each["food_id"] not in known]
    return [f"classes whose food is not in the food tables: {', '.join(lost)}"] if lost else []


def _point(storage: Storage, manifest: dict[str, Any], folder: str, previous: list[str]) -> None:
    pointer = manifest | {"folder": folder, "previous": previous}
    _put(storage, CURRENT, (json.dumps(pointer, indent=1, ensure_ascii=False) + "\n").encode())


def _put(storage: Storage, name: str, content: bytes) -> None:
    """Write a file as a whole: by renaming on a disk, by one PUT in object storage.

    A storage that does not write over a file keeps the old one until the new one has found room.
    """
    if isinstance(storage, FileSystemStorage):
        write_bytes(Path(storage.path(name)), content)
        return
    saved = storage.save(name, ContentFile(content))
    if saved != name:
        storage.delete(name)
        again = storage.save(name, ContentFile(content))
        storage.delete(saved)
        if again != name:
            raise OSError(f"{name} was stored as {again}")


def _tidy(storage: Storage) -> None:
    """Delete the folders of releases that are neither current nor kept."""
    current = current_release(storage)
    kept = {current["folder"], *current["previous"]}
    for folder in storage.listdir("")[0]:
        if FOLDER.match(folder) and folder not in kept:
            _delete(storage, folder)


def _delete(storage: Storage, folder: str) -> None:
    try:
        names = storage.listdir(folder)[1]
    except FileNotFoundError:
        return
    for name in names:
        storage.delete(f"{folder}/{name}")
    storage.delete(folder)
