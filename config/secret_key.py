"""The signing key of an embedded installation: made once, kept in an ignored file."""

import os
from pathlib import Path

from django.core.management.utils import get_random_secret_key


def load_or_create(path: Path) -> str:
    """Return the key in `path`; the first caller creates it, readable by its owner only.

    The key is written aside and linked into place, so that two processes that start together
    never read half a key and always end up with the same one.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(get_random_secret_key())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # another process was first; its key is the key
        finally:
            draft.unlink()
    return path.read_text().strip()
