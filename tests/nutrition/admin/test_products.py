"""Packaged foods and their imports in the admin: found by an index, and only looked at."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from nutrition.admin.product_search import products_found
from nutrition.products.gtin import check_digit
from nutrition.products.models import Product, ProductImport, RejectedProduct
from tests.nutrition.admin.row_pages import address, queries

PRODUCTS, REJECTED = "/admin/nutrition/product/", "/admin/nutrition/rejectedproduct/"
RELEASE = date(2026, 4, 1)


def a_product(gtin: int, name: str = "Spread", **columns: object) -> Product:
    return Product.objects.create(gtin=gtin, name=name, release=RELEASE, fingerprint=0, **columns)


@pytest.fixture
def spread(db: None) -> Product:
    return a_product(
        3017620422003, "Nutella", brand="Ferrero", energy_kcal=539.0, energy_kj=2252.0, sugars_g=56.3,
        flags="no_nutrition,energies_disagree", told_nutriscore_grade="e", allergens="en:milk,en:nuts",
        serving="15 g", serving_g=15.0,
    )  # fmt: skip


def found(client, typed, place=PRODUCTS):
    return [row.pk for row in client.get(place, {"q": typed}).context["cl"].result_list]


@pytest.mark.parametrize(
    "typed",
    [
        "3017620422003",
        "03017620422003",
        "3 017620-422003",
        "301762",
        "3017620422",
        "0301762",
        "nutella",
        "NUT",
    ],
)
def test_a_product_is_found_by_its_number_and_by_how_its_name_begins(spread, dora, logged_in, typed):
    a_product(96385074, "Other")
    assert found(logged_in(dora), typed) == [spread.pk]


@pytest.mark.parametrize(
    ("gtin", "typed"),
    [(96385074, "96385074"), (96385074, "00000096385074"), (12345670, "123456"),
     (36000291452, "036000291452"), (36000291452, "0036000291452"), (42100005264, "04252614"),
     (15400141288763, "15400141288763")],
)  # fmt: skip
def test_all_spellings_lead_to_it(dora, logged_in, gtin, typed):
    product = a_product(gtin)
    assert found(logged_in(dora), typed) == [product.pk]


@pytest.mark.parametrize("typed", ["3017620422004", "ella", "3017", "%", "_", "'", "9" * 60, "家"])
def test_what_is_not_there_is_not_found(spread, dora, logged_in, typed):
    assert found(logged_in(dora), typed) == []


@pytest.mark.django_db
@given(st.integers(1, 10**12 - 1), st.integers(6, 12))
def test_every_beginning_of_a_number_covers_it(body, length):
    digits = f"{body:012d}"
    Product.objects.all().delete()
    product = a_product(int(f"{digits}{check_digit(digits)}"))
    for spelt in (f"{product.gtin:013d}", f"{product.gtin:014d}"):
        assert product in products_found(Product.objects.all(), spelt[:length])


@pytest.mark.parametrize("typed", ["", "301762", "3017620422003", "nutella"])
def test_no_search_reads_the_whole_table_or_counts_it(spread, dora, logged_in, typed):
    client = logged_in(dora)
    with CaptureQueriesContext(connection) as seen:
        client.get(PRODUCTS, {"q": typed})
    asked = [query["sql"] for query in seen if 'FROM "nutrition_product"' in query["sql"]]
    assert asked
    assert not any("COUNT(" in sql for sql in asked)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            plans = [
                row[3] for sql in asked for row in cursor.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()
            ]
        assert all("USING" in plan for plan in plans if plan.startswith(("SCAN", "SEARCH"))), plans


def test_a_product_tells_its_label_with_units_its_doubts_in_words_and_its_source(spread, dora, logged_in):
    page = logged_in(dora).get(address(spread)).content.decode()
    assert "56.3&nbsp;g" in page
    assert "2,252&nbsp;kJ" in page
    assert "Its nutrients are not known." in page
    assert "Open Food Facts" in page
    assert "ODbL" in page or "Open Database License" in page
    assert "milk, nuts" in page


def test_rejected_rows_are_found_by_code_and_by_reason(dora, logged_in):
    for code, reason in (("3017620422004", "gtin_check_digit"), ("row 7", "malformed")):
        RejectedProduct.objects.create(code=code, reason=reason, detail="x", row="x", release=RELEASE)
    client = logged_in(dora)
    assert found(client, "301762", REJECTED) == [RejectedProduct.objects.get(reason="gtin_check_digit").pk]
    assert found(client, "row", REJECTED) == [RejectedProduct.objects.get(reason="malformed").pk]
    page = client.get(REJECTED, {"reason": "malformed"})
    assert [row.code for row in page.context["cl"].result_list] == ["row 7"]
    assert "The row cannot be read." in page.content.decode()


def test_an_import_tells_how_far_it_is(dora, logged_in):
    ProductImport.objects.create(
        file_name="off.csv", file_digest="x", layout="export", release=RELEASE, rows_done=1_200_000,
        counts={"inserted": 1_150_000, "rejected": {"malformed": 3}},
    )  # fmt: skip
    page = logged_in(dora).get("/admin/nutrition/productimport/").content.decode()
    assert "1,200,000" in page
    assert "under way" in page
    assert "inserted 1,150,000" in page
    assert "rejected: malformed 3" in page


def test_nobody_writes_here(spread, root, logged_in):
    client = logged_in(root)
    for place in (address(spread), address(spread, "delete"), reverse("admin:nutrition_product_add")):
        assert client.post(place, {"name": "Mine", "post": "yes"}).status_code == 403
    assert Product.objects.get().name == "Nutella"


@pytest.fixture
def root(make_user):
    return make_user("root@example.org", is_staff=True, is_superuser=True)


def test_the_queries_do_not_grow(spread, dora, logged_in):
    client = logged_in(dora)
    places = (PRODUCTS, PRODUCTS + "?q=nut", address(spread), REJECTED)
    few = [queries(client, place) for place in places]
    for number in range(50):
        a_product(1000 + number, f"Nut {number}", flags="no_name")
        RejectedProduct.objects.create(
            code=f"{number}", reason="malformed", detail="", row="", release=RELEASE
        )
    assert [queries(client, place) for place in places] == few
    assert max(few) <= 15
