"""What the environment makes of the settings, each in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHOW = """
import json
from config import settings as s
print(json.dumps({
    "engine": s.DATABASES["default"]["ENGINE"], "options": s.DATABASES["default"].get("OPTIONS", {}),
    "cache": s.CACHES["default"]["BACKEND"], "email": s.EMAIL_BACKEND, "host": getattr(s, "EMAIL_HOST", ""),
    "key": s.SECRET_KEY, "https": s.SECURE_SSL_REDIRECT,
}))
"""
PRODUCTION = {
    "PRODUCTION": "true",
    "SECRET_KEY": "k" * 50,
    "ALLOWED_HOSTS": "platewise.example",
    "DATABASE_URL": "postgres://u:p@db/platewise",
    "CACHE_URL": "redis://cache/1",
    "EMAIL_URL": "smtp+tls://u:p@mail:587",
}


def load(tmp_path, **environment):
    """Load the settings in an environment of `environment` only."""
    run = subprocess.run(  # noqa: S603 - our own settings
        [sys.executable, "-c", SHOW],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        raise RuntimeError(run.stderr)
    return json.loads(run.stdout)


def test_without_environment_everything_is_embedded(tmp_path):
    settings = load(tmp_path)
    assert settings["engine"] == "django.db.backends.sqlite3"
    assert settings["options"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in settings["options"]["init_command"]
    assert settings["cache"].endswith("LocMemCache")
    assert settings["email"].endswith("console.EmailBackend")
    assert not settings["https"]


def test_the_embedded_key_is_made_once_and_read_by_its_owner_only(tmp_path):
    first, second = load(tmp_path), load(tmp_path)
    assert first["key"] == second["key"]
    assert len(first["key"]) >= 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_production_takes_everything_from_the_environment(tmp_path):
    settings = load(tmp_path, **PRODUCTION)
    assert settings["engine"] == "django.db.backends.postgresql"
    assert settings["cache"] == "django_redis.cache.RedisCache"
    assert (settings["email"].rsplit(".")[-1], settings["host"]) == ("EmailBackend", "mail")
    assert settings["https"]
    assert not (tmp_path / "secret_key").exists()


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"])
def test_production_does_without_no_default(tmp_path, missing):
    environment = {name: value for name, value in PRODUCTION.items() if name != missing}
    with pytest.raises(RuntimeError, match=missing):
        load(tmp_path, **environment)
