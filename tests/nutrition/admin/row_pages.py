"""Pages of rows as a browser sends them back."""

from html.parser import HTMLParser
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


# Fields that say nothing unless they are chosen.
UNTOLD = ("submit", "button", "file", "checkbox", "radio")


class Filled(HTMLParser):
    """What a browser would send of the forms in a page, the empty rows to copy left out."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.sent: dict[str, Any] = {}
        self._select, self._text = "", ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take what a field says."""
        told = dict(attrs)
        name, value = told.get("name") or "", told.get("value") or ""
        if tag == "option" and self._select and "selected" in told:
            self.sent.setdefault(self._select, []).append(value)
        elif tag in ("select", "textarea"):
            self._select, self._text = (name, "") if tag == "select" else ("", name)
        elif tag == "input" and name and (told.get("type") not in UNTOLD or "checked" in told):
            self.sent[name] = value or ("on" if told.get("type") == "checkbox" else "")

    def handle_endtag(self, tag: str) -> None:
        """Leave a field."""
        if tag in ("select", "textarea"):
            self._select = self._text = ""

    def handle_data(self, data: str) -> None:
        """Take what stands in a field of several lines."""
        if self._text:
            self.sent[self._text] = data.lstrip("\n")


def filled_in(page: Any) -> dict[str, Any]:
    """The form of a page as a browser would send it."""
    sent = Filled(page.content.decode()).sent
    kept = {name: value for name, value in sent.items() if name and "__prefix__" not in name}
    return {name: value for name, value in kept.items() if value != []}


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
