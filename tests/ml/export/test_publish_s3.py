"""Publishing to object storage that speaks S3: a server of moto's, on this machine."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3  # type: ignore[import-untyped]
import pytest
from django.core.management import CommandError, call_command
from moto.server import ThreadedMotoServer

from tests.ml.export.test_publish import changed

pytestmark = pytest.mark.ml
BUCKET = "models"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a server with one bucket."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(params=[True, False], ids=["writes over", "never writes over"])
def published(
    request: pytest.FixtureRequest, server: str, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Any:
    """Publish into an empty bucket by the command, and return the bucket."""
    for name, value in (
        ("ACCESS_KEY_ID", "any"),
        ("SECRET_ACCESS_KEY", "any"),
        ("DEFAULT_REGION", "us-east-1"),
    ):
        monkeypatch.setenv(f"AWS_{name}", value)
    bucket = boto3.resource("s3", endpoint_url=server).Bucket(BUCKET)
    bucket.create()
    options = {
        "bucket_name": BUCKET,
        "endpoint_url": server,
        "location": "wasm",
        "file_overwrite": request.param,
    }
    at = {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
    away = at | {"OPTIONS": options | {"bucket_name": "elsewhere"}}
    settings.STORAGES = settings.STORAGES | {"models": at, "elsewhere": away}
    yield bucket
    bucket.objects.delete()
    bucket.delete()


def command(*arguments: str, history: Path) -> str:
    """Call the command and return what it prints."""
    out = io.StringIO()
    call_command("ml_publish", *arguments, "--history", str(history / "history.csv"), stdout=out)
    return out.getvalue()


def test_a_release_goes_to_s3_and_the_one_before_comes_back(
    bundle: Path, published: Any, tmp_path: Path
) -> None:
    second = changed(bundle, tmp_path / "2", lambda manifest: manifest.update(title="2"))
    third = changed(bundle, tmp_path / "3", lambda manifest: manifest.update(title="3"))
    said = [command(str(each), "--storage", "models", history=tmp_path) for each in (bundle, second, third)]
    folders = [each.removeprefix("Published: ").strip() for each in said]
    keys = {each.key for each in published.objects.all()}
    assert {key.split("/")[1] for key in keys} == {"manifest.json", *folders[1:]}
    assert len(keys) == 1 + 2 * 5
    assert folders[1] in command("--rollback", "--storage", "models", history=tmp_path)
    current = json.loads(published.Object("wasm/manifest.json").get()["Body"].read())
    assert (current["folder"], current["title"]) == (folders[1], "2")


def test_a_bucket_that_is_not_there_is_told(bundle: Path, published: Any, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"storage elsewhere: NoSuchBucket: "):
        command(str(bundle), "--storage", "elsewhere", history=tmp_path)
    assert not (tmp_path / "history.csv").exists()
