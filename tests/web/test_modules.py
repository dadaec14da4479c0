"""The modules of the pages, tested by Node: `npm test`."""

import subprocess

from django.conf import settings


def test_modules_pass_their_own_tests():
    ran = subprocess.run(
        ["node", "--test", "tests/web/js/"],  # noqa: S607 - whichever Node the machine has
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "# pass 0" not in ran.stdout
