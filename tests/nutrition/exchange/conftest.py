"""A curator at the import's pages, with two foods, their names and measures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from nutrition.curation.exchange.files import read_table, write_csv
from nutrition.curation.exchange.plan import Plan
from nutrition.models import Alias, Category, Food, Portion, Preparation
from tests.conftest import MakeUser
from tests.meals.factories import make_food


@dataclass
class Desk:
    """What a curator does with files of one table."""

    client: Client
    page: str

    def export(self, file_format: int = 0, query: str = "") -> bytes:
        """The table as a file: CSV, or with 1 a workbook."""
        response = self.client.post(
            f"{self.page}export/{query}", {"format": str(file_format), "resource": "0"}
        )
        assert response.status_code == 200, response.content
        return bytes(response.content)

    def look(self, data: bytes | str, name: str = "table.csv") -> Any:
        """What the page says to a file."""
        data = data.encode() if isinstance(data, str) else data
        form = {"format": "0", "resource": "0", "import_file": SimpleUploadedFile(name, data)}
        response = self.client.post(f"{self.page}import/", form)
        assert response.status_code == 200
        return response

    def plan(self, data: bytes | str, name: str = "table.csv") -> Plan:
        """What a file would change."""
        page: Any = self.look(data, name)
        assert "result" in page.context, page.context["form"].errors
        plan: Plan = page.context["result"]
        return plan

    def refusal(self, data: bytes | str, name: str = "table.csv") -> str:
        """Why a file cannot be read."""
        page: Any = self.look(data, name)
        return " ".join(page.context["form"].errors["import_file"])

    def problems(self, data: bytes | str, name: str = "table.csv") -> list[str]:
        """What is wrong with a file."""
        return [str(problem) for problem in self.plan(data, name).problems_shown]

    def store(self, data: bytes | str, name: str = "table.csv") -> Any:
        """Look at a file and confirm it."""
        page: Any = self.look(data, name)
        return self.confirm(page)

    def confirm(self, page: Any, **more: str) -> Any:
        """Confirm what was looked at."""
        form = page.context["confirm_form"].initial | {"format": "0", "resource": "0"} | more
        return self.client.post(f"{self.page}process_import/", form, follow=True)


def edited(data: bytes, change: Callable[[dict[str, str]], dict[str, str] | None]) -> bytes:
    """An exported CSV with rows changed by column, or left out."""
    table = read_table(data)
    rows: list[Sequence[str]] = []
    for _, cells in table.rows:
        row = change(dict(zip(table.header, cells, strict=True)))
        if row is not None:
            rows.append([row[name] for name in table.header])
    return write_csv(table.header, rows)


@pytest.fixture
def curator(make_user: MakeUser) -> User:
    user = make_user("dora@example.org", is_staff=True)
    names = ("food", "alias", "portion", "preparation")
    codes = [f"{act}_{name}" for name in names for act in ("view", "add", "change")]
    user.user_permissions.add(*Permission.objects.filter(codename__in=codes))
    return user


@pytest.fixture
def curators_client(client: Client, curator: User) -> Client:
    client.force_login(curator)
    return client


@pytest.fixture
def foods_desk(curators_client: Client) -> Desk:
    return Desk(curators_client, "/admin/nutrition/food/")


@pytest.fixture
def aliases_desk(curators_client: Client) -> Desk:
    return Desk(curators_client, "/admin/nutrition/alias/")


@pytest.fixture
def portions_desk(curators_client: Client) -> Desk:
    return Desk(curators_client, "/admin/nutrition/portion/")


@pytest.fixture
def preparations_desk(curators_client: Client) -> Desk:
    return Desk(curators_client, "/admin/nutrition/preparation/")


@pytest.fixture
def rice(own_catalog: None, db: None) -> Food:
    return make_food("Rice, boiled", energy_kcal=130.0, protein_g=2.7)


@pytest.fixture
def carrot(rice: Food) -> Food:
    food = make_food("Carrot, raw", energy_kcal=41.0, fibre_g=2.8)
    Alias.objects.create(food=food, text="carrots", origin="release", source="sr28")
    Portion.objects.create(
        food=food,
        label="1 medium",
        grams=61,
        is_usual=True,
        source="sr28",
        loaded_grams=61,
        loaded_usual=True,
    )
    return food


@pytest.fixture
def fried(rice: Food) -> Preparation:
    method = Preparation.objects.create(slug="fried", name="Fried", words=["fried"], source="a cook")
    method.applies_to.set(Category.objects.all())
    return method
