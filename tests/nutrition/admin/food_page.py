"""A food's page as a browser sends it back."""

from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from nutrition.models import Food

NO_ROWS = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": "1000"}


def address(food: Food) -> str:
    """Where the food's page is."""
    return reverse("admin:nutrition_food_change", args=[food.pk])


def filled_in(client: Client, food: Food | None, **typed: Any) -> dict[str, Any]:
    """The form of a food's page as it is shown, with what is typed over it."""
    page: Any = client.get(address(food) if food else reverse("admin:nutrition_food_add"))
    form = page.context["adminform"].form
    sent = {name: form[name].value() for name in form.fields}
    sent = {name: ", ".join(value) if isinstance(value, list) else value for name, value in sent.items()}
    for inline in page.context["inline_admin_formsets"]:
        for row in [inline.formset.management_form, *inline.formset.initial_forms]:
            sent |= {row.add_prefix(name): row[name].value() for name in row.fields}
            kept = [name for name in row.fields if row.fields[name].show_hidden_initial]
            sent |= {row.add_initial_prefix(name): str(row[name].initial) for name in kept}
    sent = {name: value for name, value in sent.items() if value is not None and value is not False}
    return sent | typed


def save(client: Client, food: Food, **typed: Any) -> HttpResponse:
    """Open a food's page, type, and save."""
    sent = filled_in(client, food, **typed)
    answer: Any = client.post(address(food), sent, follow=True)
    return answer  # type: ignore[no-any-return]


def told(answer: Any) -> str:
    """The messages of an answer."""
    return " ".join(str(message) for message in answer.context["messages"])
