"""`manage.py ensure_demo_user` and `createsuperuser`."""

import re

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def ensure(settings, tmp_path, capsys):
    settings.VAR_DIR = tmp_path

    def run(*args):
        call_command("ensure_demo_user", *args)
        return capsys.readouterr().out

    return run


def log_in(api, printed):
    (password,) = re.findall(r"password: (\S+)", printed)
    return api.post("/api/v1/auth/login", {"email": "demo@platewise.local", "password": password})


def test_the_demo_user_can_log_in_with_what_is_printed(api, ensure):
    assert log_in(api, ensure()).status_code == 200


def test_a_second_run_changes_nothing_and_says_where_the_password_is(api, ensure, tmp_path):
    first = ensure()
    assert f"password in {tmp_path}/demo_password" in ensure()
    assert (tmp_path / "demo_password").read_text().strip() in first
    assert (tmp_path / "demo_password").stat().st_mode & 0o077 == 0
    assert log_in(api, first).status_code == 200
    assert User.objects.count() == 1


def test_reset_gives_a_new_password(api, ensure):
    first, second = ensure(), ensure("--reset")
    assert log_in(api, first).status_code == 401
    assert log_in(api, second).status_code == 200


def test_there_is_no_demo_user_in_production(ensure, settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError):
        ensure()


def test_a_superuser_of_the_command_line_needs_no_mail(api, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "made on the shell")
    call_command("createsuperuser", "--noinput", email="Root@example.org")
    answer = api.post("/api/v1/auth/login", {"email": "root@example.org", "password": "made on the shell"})
    assert answer.status_code == 200
