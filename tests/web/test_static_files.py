"""What is served of packages and of the food classifier, and how."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

RUNTIME = sorted(f"onnxruntime/{name}" for name in settings.PACKAGE_FILES["onnxruntime"][1])
COLLECT = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]


def test_of_the_runtime_only_what_is_needed_is_served():
    assert len(RUNTIME) == 3
    assert all(finders.find(name) for name in RUNTIME)
    assert finders.find("onnxruntime/ort.all.min.mjs") is None
    assert finders.find("onnxruntime/../package.json") is None


@pytest.mark.parametrize(
    ("name", "kind"),
    [("ort.wasm.min.mjs", "text/javascript"), ("ort-wasm-simd-threaded.wasm", "application/wasm")],
)
def test_the_runtime_says_what_it_is(client: Client, name: str, kind: str):
    assert client.head(f"/static/onnxruntime/{name}")["Content-Type"].startswith(kind)


def test_only_the_worker_may_run_webassembly(client: Client):
    policy = client.head("/static/js/recognition/worker.js")["Content-Security-Policy"]
    assert "'wasm-unsafe-eval'" in policy
    assert "connect-src 'self'" in policy
    assert not client.head("/static/js/recognition/classifier.js").has_header("Content-Security-Policy")


def test_a_release_is_kept_for_ever_and_its_manifest_is_not(client: Client):
    manifest = json.loads((settings.BASE_DIR / "static" / "wasm" / "manifest.json").read_text())
    model = client.head(f"/static/wasm/{manifest['folder']}/{manifest['file']}")
    assert "immutable" in model["Cache-Control"]
    assert "immutable" not in client.head("/static/wasm/manifest.json")["Cache-Control"]


def test_production_collects_all_of_it_under_hashed_names(tmp_path: Path):
    environment = {
        "PATH": os.environ["PATH"],
        "PRODUCTION": "true",
        "SECRET_KEY": "k" * 50,
        "ALLOWED_HOSTS": "platewise.example",
        "DATABASE_URL": f"sqlite:///{tmp_path}/none.sqlite3",
        "STATIC_ROOT": str(tmp_path / "static"),
    }
    subprocess.run(COLLECT, cwd=settings.BASE_DIR, env=environment, check=True, timeout=600)  # noqa: S603
    hashed = json.loads((tmp_path / "static" / "staticfiles.json").read_text())["paths"]
    for name in (*RUNTIME, "js/recognition/worker.js", "wasm/manifest.json"):
        assert (tmp_path / "static" / hashed[name]).is_file()
        assert hashed[name] != name
    packed = tmp_path / "static" / f"{hashed['onnxruntime/ort-wasm-simd-threaded.wasm']}.gz"
    assert packed.stat().st_size < 4_500_000
