"""The pages of releases: bringing one in, its changes, and deciding on them."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from nutrition.curation import releases
from nutrition.curation.models import ReleaseBatch, ReleaseChange
from nutrition.curation.release_review import review
from nutrition.curation.release_upload import unzipped
from nutrition.curation.rights import give_rights
from nutrition.fixtures import BrokenFixtureError
from nutrition.models import Food, FoodRevision
from tests.conftest import MakeUser
from tests.nutrition.curating import revise_food
from tests.nutrition.small_release import alias, food, load, portion, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_catalog")]

BATCHES = "/admin/nutrition/releasebatch/"
CHANGES = "/admin/nutrition/releasechange/"
BEET = food(2, name="Beet")

As = Callable[[str], Client]


@pytest.fixture
def log_in(make_user: MakeUser) -> As:
    """Return a function that logs somebody of a group in."""

    def log(group: str = "staff") -> Client:
        give_rights()
        user = make_user(f"{group.replace(' ', '.')}@example.org", is_staff=True)
        user.groups.add(Group.objects.get(name=group))
        client = Client()
        client.force_login(user)
        return client

    return log


@pytest.fixture
def batch(tmp_path: Path) -> ReleaseBatch:
    """A release that changes the carrot, adds a leek and lacks the beet."""
    write(tmp_path, [food(), BEET], portions=[portion()], aliases=[alias("carotte")])
    load(tmp_path)
    write(
        tmp_path,
        [food(energy_kcal=36.9, fibre_g=3.1), food(3, name="Leek")],
        portions=[portion()],
        aliases=[alias("carotte")],
    )
    found = review(directory=tmp_path, by=None, name="SR29").batch
    assert found is not None
    return found


def live(food_id: int = 1) -> Any:
    """What stands of a food."""
    return FoodRevision.objects.get(live_for=food_id)


def change(food_id: int = 1) -> ReleaseChange:
    return ReleaseChange.objects.get(food_number=food_id)


def told(response: Any) -> str:
    """The page's text."""
    text: str = response.content.decode()
    return text


def zipped(directory: Path, prefix: str = "") -> SimpleUploadedFile:
    """A zip of the tables in a directory."""
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for path in directory.glob("*.csv"):
            archive.write(path, f"{prefix}{path.name}")
    return SimpleUploadedFile("sr29.zip", data.getvalue(), "application/zip")


def test_the_list_tells_how_far_each_release_is(log_in, batch):
    page = told(log_in().get(BATCHES))
    assert "SR29" in page
    assert "0 of 3" in page


def test_a_row_says_what_changes_by_how_much(log_in, batch):
    page = told(log_in().get(f"{CHANGES}?batch={batch.pk}"))
    assert "Energy 41 → 36.9 kcal, −10\u00a0%; 1 more" in page
    assert "No longer in the tables" in page
    assert "41 kcal, 2 nutrients" in page


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ("kind=added", {"Leek"}),
        ("kind=vanished", {"Beet"}),
        ("conflicts=no", {"Carrot", "Leek", "Beet"}),
        ("conflicts=yes", set()),
        ("larger=10", {"Carrot"}),
        ("larger=25", set()),
        ("state=accepted", set()),
        ("q=lee", {"Leek"}),
    ],
)
def test_changes_are_found_by_what_they_are(log_in, batch, wanted, names):
    response = log_in().get(f"{CHANGES}?batch={batch.pk}&{wanted}")
    assert {row.name for row in response.context["cl"].result_list} == names


def test_conflicts_come_first_and_then_what_changes_most(log_in, batch):
    ReleaseChange.objects.filter(food_number=3).update(conflicts=1)
    response = log_in().get(f"{CHANGES}?batch={batch.pk}")
    assert [row.name for row in response.context["cl"].result_list] == ["Leek", "Carrot", "Beet"]


def test_a_rows_button_accepts_it(log_in, batch):
    response = log_in().post(f"{CHANGES}?batch={batch.pk}", {"decide": f"accept:{change().pk}"}, follow=True)
    assert live().energy_kcal == 36.9
    assert "Accepted." in told(response)
    assert change().decided_by == User.objects.get()


def test_what_is_ticked_is_declined(log_in, batch):
    ticked = [change().pk, change(2).pk]
    sent = {"action": "decline_selected", "_selected_action": ticked, "index": 0}
    response = log_in().post(f"{CHANGES}?batch={batch.pk}", sent, follow=True)
    assert "Declined 2 changes." in told(response)
    assert (live().energy_kcal, live(2).state) == (41, "imported")


def test_the_comparison_shows_all_sides_with_units_and_sources(log_in, batch, make_user):
    revise_food(food=Food.objects.get(pk=1), by=make_user(), fibre_g=3.0)
    page = told(log_in().get(f"{CHANGES}{change().pk}/change/"))
    for text in ("2.8 g", "3 g", "3.1 g", "36.9 kcal", "SR28, 28", "curator", "−10 %", "conflict", "ours"):
        assert text in page
    assert "has changed since this release was brought in" in page


def test_a_decided_change_tells_where_the_figures_were_from_then(log_in, batch, tmp_path):
    write(tmp_path, [food(fibre_g=3.1, release="29"), BEET], portions=[portion()], aliases=[alias("carotte")])
    review(directory=tmp_path, by=None)
    releases.accept(changes=[change().pk], by=None)
    page = told(log_in().get(f"{CHANGES}{change().pk}/change/"))
    assert "SR28, 28<" in page
    assert "SR28, 29<" in page
    assert "Stood after" in page


def test_after_a_decision_the_next_open_change_is_shown(log_in, batch):
    response = log_in().post(f"{CHANGES}{change().pk}/change/", {"decide": "accept"})
    assert response["Location"] == f"{CHANGES}{change(3).pk}/change/"
    assert live().fibre_g == 3.1


def test_their_figures_can_be_taken_in_a_conflict(log_in, batch, make_user):
    revise_food(food=Food.objects.get(pk=1), by=make_user(), fibre_g=3.0)
    client, address = log_in(), f"{CHANGES}{change().pk}/change/"
    response = client.post(address, {"decide": "accept"}, follow=True)
    assert "now clash" in told(response)
    assert live().fibre_g == 3.0
    client.post(address, {"decide": "theirs"})
    assert live().fibre_g == 3.1


def test_the_second_to_decide_is_told_who_was_first(log_in, batch, make_user):
    ann = make_user()
    releases.accept(changes=[change().pk], by=ann)
    response = log_in().post(f"{CHANGES}{change().pk}/change/", {"decide": "decline"}, follow=True)
    assert "accepted by ann@example.org" in told(response)
    assert change().state == "accepted"


@pytest.mark.parametrize("how", ["all", "decline"])
def test_everything_is_decided_on_step_by_step(log_in, batch, monkeypatch, how):
    monkeypatch.setattr(releases, "CHUNK", 2)
    client, address = log_in(), f"{BATCHES}{batch.pk}/{how}/"
    assert "3 changes" in told(client.get(address))
    assert batch.changes.filter(state="open").count() == 3
    first = client.post(address)
    assert "2 of 3" in told(first)
    fields = {name: getattr(first.context["progress"], name) for name in ("after", "done", "total")}
    assert batch.changes.filter(state="open").count() == 1
    second = client.post(address, fields)
    assert "All 3 decided" in told(second)
    end = client.post(address, {"done": 3, "next": "grade"}, follow=True)
    assert "3 decided. Everything of this release is decided." in told(end)
    assert live().energy_kcal == (36.9 if how == "all" else 41)


def test_a_release_is_brought_in_as_a_zip(log_in, batch, tmp_path):
    write(tmp_path, [food(fibre_g=9), BEET], portions=[portion()], aliases=[alias("carotte")])
    client = log_in()
    response = client.post(f"{BATCHES}add/", {"tables": zipped(tmp_path, "sr30/"), "name": ""}, follow=True)
    page = told(response)
    assert "Brought in. Nothing of it is live until you accept it." in page
    assert "What was undecided of “SR29” is withdrawn." in page
    assert ReleaseBatch.objects.get().name == "sr29"
    again = client.post(f"{BATCHES}add/", {"tables": zipped(tmp_path)}, follow=True)
    assert "These tables wait here already." in told(again)


def test_a_zip_with_broken_tables_is_named_and_nothing_is_stored(log_in, batch, tmp_path):
    write(tmp_path, [food(category="nowhere")])
    response = log_in().post(f"{BATCHES}add/", {"tables": zipped(tmp_path)})
    assert response.status_code == 400
    assert "there is no category &#x27;nowhere&#x27;" in told(response)
    assert ReleaseBatch.objects.get() == batch


@pytest.mark.parametrize(
    ("names", "problem"),
    [
        (["../foods_sr28.csv"], "outside of it"),
        (["/etc/foods_sr28.csv"], "outside of it"),
        (["C:\\foods_sr28.csv"], "outside of it"),
        (["a/foods_sr28.csv", "b/portions.csv"], "several folders"),
        ([f"notes{number}.txt" for number in range(101)], "at most 100"),
        (["notes.txt"], "there is no foods_"),
    ],
)
def test_a_zip_that_is_no_release_is_refused(log_in, names, problem):
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    response = log_in().post(f"{BATCHES}add/", {"tables": SimpleUploadedFile("a.zip", data.getvalue())})
    assert response.status_code == 400
    assert problem in told(response)


def test_a_zip_that_unpacks_to_too_much_is_refused(log_in):
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("foods_sr28.csv", b"0" * 100_000_001)
    response = log_in().post(f"{BATCHES}add/", {"tables": SimpleUploadedFile("a.zip", data.getvalue())})
    assert "larger than 100 MB" in told(response)


@given(st.binary(max_size=400))
def test_bytes_that_are_no_zip_are_named(data):
    with pytest.raises(BrokenFixtureError), unzipped(BytesIO(data), len(data)):
        pass


MAY_LOOK = {"dietitian": 200, "senior dietitian": 200, "staff": 200}
MAY_DECIDE = {"dietitian": 403, "senior dietitian": 302, "staff": 302}
MAY_LOAD = {"dietitian": 403, "senior dietitian": 403, "staff": 200}


@pytest.mark.parametrize("group", ["dietitian", "senior dietitian", "staff"])
def test_who_may_do_what(log_in, batch, group):
    client, pk = log_in(group), change().pk
    for address in (BATCHES, f"{CHANGES}?batch={batch.pk}", f"{CHANGES}{pk}/change/"):
        assert client.get(address).status_code == MAY_LOOK[group]
    assert client.get(f"{BATCHES}add/").status_code == MAY_LOAD[group]
    statuses = [
        client.post(f"{CHANGES}?batch={batch.pk}", {"decide": f"decline:{pk}"}).status_code,
        client.post(f"{CHANGES}{change(2).pk}/change/", {"decide": "decline"}).status_code,
        client.post(f"{BATCHES}{batch.pk}/all/", {"next": "grade"}).status_code,
    ]
    assert statuses == [MAY_DECIDE[group]] * 3
    assert (change().state == "declined") == (MAY_DECIDE[group] == 302)


def test_nobody_is_let_in_who_is_not_logged_in(batch, client):
    for address in (BATCHES, f"{CHANGES}?batch={batch.pk}", f"{BATCHES}{batch.pk}/all/"):
        assert client.post(address, {"decide": f"accept:{change().pk}"}).status_code == 302
    assert change().state == "open"


def test_looking_at_a_change_decides_nothing(log_in, batch):
    log_in().get(f"{CHANGES}{change().pk}/change/?decide=accept")
    assert change().state == "open"


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_lists_and_comparisons_take_as_many_queries_for_many_rows(log_in, batch, tmp_path):
    client = log_in()
    addresses = (BATCHES, f"{CHANGES}?batch={batch.pk}", f"{CHANGES}{change().pk}/change/")
    few = [queries(client, address) for address in addresses]
    ReleaseChange.objects.bulk_create(
        ReleaseChange(
            batch=batch, food_number=100 + number, name=f"Food {number}", kind="changed",
            differences=change().differences, state="accepted", decided_by=User.objects.get(),
        )
        for number in range(100)
    )  # fmt: skip
    assert [queries(client, address) for address in addresses] == few
    assert max(few) <= 15
