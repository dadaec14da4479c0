"""Writes that are delivered more than once: the first is carried out, the others get its answer."""

import hashlib
import json
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from common.errors import Conflict
from meals.models import Operation

KEPT_FOR = timedelta(days=90)


@transaction.atomic
def claim(*, user: User, operation_id: UUID, method: str, path: str, payload: Any) -> Operation:
    """Return the operation: without a status when it is this caller's to carry out, else with the answer.

    To be called inside the transaction of the write, so that a write that fails leaves no claim. A second
    delivery at the same time waits here for the first to commit. Raises Conflict when the id stands for
    another write.
    """
    request = {"method": method, "path": path, "payload_sha256": _digest(payload)}
    operation, is_new = Operation.objects.get_or_create(
        user=user, operation_id=operation_id, defaults=request
    )
    if not is_new and any(getattr(operation, name) != value for name, value in request.items()):
        raise Conflict("This Idempotency-Key was used for another request.")
    return operation


@transaction.atomic
def finish(*, operation: Operation, status: int, body: Any) -> None:
    """Keep the answer of the write: HTTP ``status`` and JSON ``body``."""
    operation.status, operation.body = status, body
    operation.save(update_fields=["status", "body"])


@transaction.atomic
def purge_operations() -> int:
    """Delete the operations older than 90 days and return how many there were."""
    deleted, _ = Operation.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()
    return deleted


def _digest(payload: Any) -> str:
    """Return the sha256 of the payload's JSON, in which neither spaces nor the order of keys matter."""
    text = json.dumps(payload, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
