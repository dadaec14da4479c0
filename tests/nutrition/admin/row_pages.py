"""Pages of rows as a browser sends them back."""

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.nutrition.admin.food_page import told

__all__ = [
    "add", "address", "change", "errors", "filled_in", "history", "queries", "records", "revert", "told",
]  # fmt: skip


def address(row: Any, page: str = "change") -> str:
    """A page of a row."""
    return reverse(f"admin:nutrition_{row._meta.model_name}_{page}", args=[row.pk])


def filled_in(page: Any) -> dict[str, Any]:
    """The form of a page as it is shown, with its inline rows."""
    forms = [page.context["adminform"].form]
    for inline in page.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    sent: dict[str, Any] = {}
    for form in forms:
        sent |= {form.add_prefix(name): form[name].value() for name in form.fields}
    return {name: value for name, value in sent.items() if value is not None and value is not False}


def change(client: Client, row: Any, **typed: Any) -> Any:
    """Open a row's page, type, and save."""
    sent = filled_in(client.get(address(row))) | typed
    return client.post(address(row), sent, follow=True)


def add(client: Client, model: str, **typed: Any) -> Any:
    """Open the page of a new row, type, and save."""
    place = reverse(f"admin:nutrition_{model}_add")
    return client.post(place, filled_in(client.get(place)) | typed, follow=True)


def errors(page: Any) -> str:
    """What a page says is wrong."""
    form = page.context["adminform"].form
    found = [str(error) for errors in form.errors.values() for error in errors]
    for inline in page.context["inline_admin_formsets"]:
        found += [str(error) for error in inline.formset.non_form_errors()]
        found += [str(one) for row in inline.formset.errors for errors in row.values() for one in errors]
    return " ".join(found)


def history(client: Client, row: Any) -> list[str]:
    """What a row's history tells: its changes in words, the newest first."""
    page = client.get(address(row, "history"))
    assert page.status_code == 200
    return [
        f"{change.field}: {change.before} → {change.after}"
        for entry in page.context["entries"]
        for change in entry.changes
    ]


def records(row: Any) -> Any:
    """The records of a row's history, or of all rows of a model."""
    return row.history


def revert(client: Client, row: Any, record: Any) -> Any:
    """Press "Back to this" in a row's history."""
    name = f"admin:nutrition_{row._meta.model_name}_revert"
    return client.post(reverse(name, args=[row.pk, record.pk]), follow=True)


def queries(client: Client, place: str) -> int:
    """How many queries a page takes."""
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(place).status_code == 200
    return len(seen)
