"""The services of production: the same tests pass on PostgreSQL, and Redis keeps what it should."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# What writes to the database through the API.
SUITES = [name for name in ("accounts", "nutrition", "meals", "web") if (ROOT / "tests" / name).is_dir()]


# What asks no database, or only reads the food tables in memory, whatever database they came from.
IN_MEMORY = (
    "tests/nutrition/grading",
    "tests/nutrition/resolution",
    "tests/nutrition/yields",
    "tests/nutrition/test_everyday_names.py",
)


@pytest.mark.postgres
@pytest.mark.parametrize("suite", SUITES)
def test_suite_on_postgresql(suite):
    environment = {**os.environ, "DATABASE_URL": os.environ["TEST_POSTGRES_URL"]}
    command = [sys.executable, "-m", "pytest", "-q", "-m", "not browser", f"tests/{suite}"]
    command += [f"--ignore={path}" for path in IN_MEMORY]
    run = subprocess.run(  # noqa: S603 - our own tests
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout[-5000:]


@pytest.mark.redis
@pytest.mark.django_db
def test_throttles_count_in_redis(api, settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django_redis.cache.RedisCache",
            "LOCATION": os.environ["TEST_REDIS_URL"],
            "KEY_PREFIX": f"test-{os.getpid()}",
        }
    }
    body = {"email": "x@example.org", "password": "x"}
    codes = [api.post("/api/v1/auth/login", body).status_code for _ in range(11)]
    assert codes == [401] * 10 + [429]
