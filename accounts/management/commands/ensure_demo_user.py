"""`manage.py ensure_demo_user`: someone to log in as, on an embedded installation."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.services import ensure_demo_user

EMAIL = "demo@platewise.local"


class Command(BaseCommand):
    """Make the demo user once, with a password of chance."""

    help = "Create the demo user and print the password; a user that is there stays as it is."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --reset."""
        parser.add_argument("--reset", action="store_true", help="Give the demo user a new password.")

    def handle(self, *args: Any, reset: bool, **options: Any) -> None:
        """Create the user and keep the password in a file that only its owner reads."""
        if settings.PRODUCTION:
            raise CommandError("There is no demo user in production.")
        note = Path(settings.VAR_DIR) / "demo_password"
        password = ensure_demo_user(email=EMAIL, reset=reset)
        if password:
            note.touch(mode=0o600)
            note.write_text(password + "\n")
            self.stdout.write(f"Demo user: {EMAIL}, password: {password} (kept in {_short(note)})")
        elif note.exists():
            self.stdout.write(f"Demo user: {EMAIL}, password in {_short(note)}")
        else:
            self.stdout.write(f"Demo user: {EMAIL}; ensure_demo_user --reset gives it a new password")


def _short(path: Path) -> Path:
    return path.relative_to(settings.BASE_DIR) if path.is_relative_to(settings.BASE_DIR) else path
