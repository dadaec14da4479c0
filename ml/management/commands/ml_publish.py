"""`manage.py ml_publish BUNDLE`: a bundle becomes the release that browsers load, or is refused."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.core.files.storage import FileSystemStorage, InvalidStorageError, Storage, storages
from django.core.management.base import BaseCommand, CommandError

ROOT = Path(settings.BASE_DIR)


class Command(BaseCommand):
    help = (
        "Check a bundle (hash, golden images, floors, foods) and publish it under static/wasm/, or where"
        " --to or --storage says. The release before is kept; --rollback makes it the current one again."
    )
    requires_system_checks: ClassVar[list[str]] = []  # type: ignore[misc]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("bundle", type=Path, nargs="?", metavar="BUNDLE")
        parser.add_argument("--rollback", action="store_true", help="go back to the release before")
        parser.add_argument("--to", type=Path, default=ROOT / "static" / "wasm", metavar="DIR")
        parser.add_argument("--storage", help="a storage of the settings' STORAGES instead of a folder")
        parser.add_argument("--history", type=Path, default=ROOT / "ml" / "results" / "history.csv")

    def handle(self, *, bundle: Path | None, **options: Any) -> None:
        from ml.export.history import add_release
        from ml.export.publishing import RefusedError, current_release, publish, roll_back

        if options["rollback"] == (bundle is not None):
            raise CommandError("Give a bundle, or --rollback.")
        try:
            storage = _storage(options)
            if bundle is None:
                self.stdout.write(f"Current again: {roll_back(storage)}")
                return
            folder = publish(bundle, storage, ROOT / "fixtures")
            add_release(options["history"], folder, current_release(storage))
        except (RefusedError, InvalidStorageError, ImportError, OSError) as error:
            raise CommandError(str(error)) from error
        except Exception as error:  # what storages in a network raise has nothing in common
            if not options["storage"]:
                raise
            raise CommandError(f"storage {options['storage']}: {type(error).__name__}: {error}") from error
        self.stdout.write(f"Published: {folder}")


def _storage(options: dict[str, Any]) -> Storage:
    if options["storage"]:
        return storages[options["storage"]]
    return FileSystemStorage(location=options["to"])
