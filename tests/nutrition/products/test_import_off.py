"""`manage.py import_off`: whole batches, once, resumed; what is wrong is kept with its reason."""

import gzip
import json
import random
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from nutrition.products import importing, storing
from nutrition.products.models import Product, ProductImport, RejectedProduct
from tests.nutrition.products.files import BISCUITS, CODE, record, row, write_export, write_parquet

pytestmark = pytest.mark.django_db
CODES = ("3017620422003", "5000159461122", "8076800195057", "4008400202037", "7622210449283")


def import_off(path, **options):
    out = StringIO()
    call_command("import_off", str(path), json=True, stdout=out, **options)
    return json.loads(out.getvalue())


def the_product(**fields) -> Any:
    return Product.objects.get(**fields)


def counts(report):
    return [report[name] for name in ("read", "inserted", "updated", "unchanged", "superseded")]


@pytest.fixture
def small_batches(monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 2)


def test_a_product_is_stored_with_all_that_is_told(tmp_path):
    told = {
        "brands": "Ann's",
        "serving_size": "2 biscuits (25 g)",
        "serving_quantity": "25",
        "nova_group": "4",
    }
    told |= {"countries_tags": "en:united-states", "allergens": "en:milk,en:gluten", "nutriscore_grade": "d"}
    import_off(write_export(tmp_path / "off.csv", [row(**told)]), release=date(2026, 4, 1))
    product = the_product()
    assert (product.gtin, product.name, product.brand) == (int(CODE), "Butter biscuits", "Ann's")
    assert (product.serving_g, product.serving_ml, product.nova_group) == (25, None, 4)
    assert (product.carbohydrate_total_g, product.carbohydrate_available_g) == (65, None)
    assert (product.carbohydrate_basis, product.carbohydrate_basis_from) == ("total", "country")
    assert (product.energy_kcal, product.energy_kj, product.sodium_mg) == (480, 2008, 320)
    assert product.modified_at.isoformat() == "2023-11-14T22:13:20+00:00"
    assert (product.release, product.told_nutriscore_grade) == (date(2026, 4, 1), "d")


def test_what_is_not_told_is_unknown_and_not_zero(tmp_path):
    import_off(write_export(tmp_path / "off.csv", [row(figures={"fat": 0})]))
    product = the_product()
    assert (product.fat_g, product.sugars_g, product.iron_mg) == (0, None, None)


def test_the_same_file_again_changes_nothing(tmp_path):
    path = write_export(tmp_path / "off.csv.gz", [row(code) for code in CODES])
    assert counts(import_off(path)) == [5, 5, 0, 0, 0]
    assert counts(import_off(path)) == [5, 0, 0, 5, 0]


def test_a_later_edit_updates_and_an_earlier_one_does_not(tmp_path):
    import_off(write_export(tmp_path / "a.csv", [row(product_name="New", last_modified_t=1_700_000_002)]))
    earlier = [row(product_name="Old", last_modified_t=1_700_000_001)]
    assert counts(import_off(write_export(tmp_path / "b.csv", earlier))) == [1, 0, 0, 0, 1]
    later = [row(product_name="Newest", last_modified_t=1_700_000_003)]
    assert counts(import_off(write_export(tmp_path / "c.csv", later))) == [1, 0, 1, 0, 0]
    assert the_product().name == "Newest"


def test_two_rows_of_one_number_are_one_product_by_the_later_edit(tmp_path):
    rows = [
        row("0036000291452", product_name="Later", last_modified_t=1_700_000_009),
        row("036000291452", product_name="Earlier", last_modified_t=1_700_000_001),
    ]
    assert counts(import_off(write_export(tmp_path / "off.csv", rows))) == [2, 1, 0, 0, 1]
    assert the_product().name == "Later"


def test_the_parquet_file_and_the_export_give_the_same_product(tmp_path):
    import_off(write_export(tmp_path / "off.csv", [row()]))
    names: dict[str, Any] = {"product_name": [{"lang": "main", "text": "Butter biscuits"}]}
    assert counts(import_off(write_parquet(tmp_path / "off.parquet", [record(**names)]))) == [1, 0, 0, 1, 0]


def test_a_row_that_cannot_be_is_kept_with_its_reason_and_forgotten_once_it_is_right(tmp_path):
    wrong = row(figures=BISCUITS | {"sugars": 70})
    report = import_off(write_export(tmp_path / "off.csv", [wrong, row("3017620422004"), row("")]))
    assert report["rejected"] == {"sugars_above_carbohydrate": 1, "gtin_check_digit": 1, "gtin_empty": 1}
    kept = dict(RejectedProduct.objects.values_list("code", "reason"))
    reasons = {CODE: "sugars_above_carbohydrate", "3017620422004": "gtin_check_digit", "row 3": "gtin_empty"}
    assert kept == reasons
    assert "Butter biscuits" in RejectedProduct.objects.get(code=CODE).row
    import_off(write_export(tmp_path / "mended.csv", [row()]))
    assert not RejectedProduct.objects.filter(code=CODE).exists()
    assert the_product().sugars_g == 25


def test_a_rejected_row_leaves_the_product_that_was_stored(tmp_path):
    import_off(write_export(tmp_path / "off.csv", [row()]))
    wrong = row(figures=BISCUITS | {"sugars": 70}, last_modified_t=1_700_000_009)
    import_off(write_export(tmp_path / "wrong.csv", [wrong]))
    assert the_product().sugars_g == 25


def test_doubts_are_counted_and_kept_with_the_product(tmp_path):
    rows = [row(figures={}), row("20000011"), row(CODES[1], figures=BISCUITS | {"energy-kcal": 2008})]
    report = import_off(write_export(tmp_path / "off.csv", rows))
    assert report["flagged"] == {"no_nutrition": 1, "store_number": 1, "kj_in_kcal": 1}
    assert the_product(gtin=int(CODES[1])).flags == "kj_in_kcal"


def test_a_row_with_neither_name_nor_nutrients_is_refused(tmp_path):
    report = import_off(write_export(tmp_path / "off.csv", [row(product_name="", figures={})]))
    assert report["rejected"] == {"nothing_known": 1}


def test_texts_are_cleaned_and_cut(tmp_path):
    told = {
        "product_name": f"Salt &amp;  vinegar {'x' * 300}",
        "ingredients_text": "a\x00b",
        "quantity": " 1 l ",
    }
    import_off(write_export(tmp_path / "off.csv", [row(**told)]))
    product = the_product()
    assert product.name.startswith("Salt & vinegar x")
    assert (len(product.name), product.ingredients, product.quantity) == (200, "ab", "1 l")


@pytest.mark.parametrize("layout", ["csv", "csv.gz", "parquet"])
def test_an_import_that_was_killed_goes_on_behind_its_last_batch(
    tmp_path, small_batches, monkeypatch, layout
):
    path = tmp_path / f"off.{layout}"
    if layout == "parquet":
        write_parquet(path, [record(code) for code in CODES], row_group=3)
    else:
        write_export(path, [row(code) for code in CODES])
    stored = []

    def die_in_the_second_batch(taken, release):
        found = storing.store(taken, release)
        stored.append(len(taken))
        if len(stored) == 2:
            raise KeyboardInterrupt
        return found

    monkeypatch.setattr(importing, "store", die_in_the_second_batch)
    with pytest.raises(KeyboardInterrupt):
        import_off(path)
    assert Product.objects.count() == 2
    report = import_off(path)
    assert (report["resumed_at"], counts(report)) == (2, [5, 5, 0, 0, 0])
    assert stored == [2, 2, 2, 1]
    assert ProductImport.objects.get().finished_at


def test_a_file_that_breaks_off_keeps_what_was_read_and_says_so(tmp_path, small_batches):
    chance = random.Random(1)
    rows = [row(code, url=chance.randbytes(50_000).hex()) for code in CODES * 3]
    whole = write_export(tmp_path / "off.csv.gz", rows)
    whole.write_bytes(whole.read_bytes()[:-60])
    with pytest.raises(CommandError, match="breaks off"):
        import_off(whole)
    assert Product.objects.count() == 5
    mark = ProductImport.objects.get()
    assert (mark.rows_done, mark.finished_at) == (12, None)


def test_a_limit_tries_the_first_rows_and_notes_nothing(tmp_path):
    path = write_export(tmp_path / "off.csv", [row(code) for code in CODES])
    assert counts(import_off(path, limit=2)) == [2, 2, 0, 0, 0]
    assert not ProductImport.objects.exists()
    assert counts(import_off(path)) == [5, 3, 0, 2, 0]


def test_another_kind_of_file_is_refused_with_what_it_lacks(tmp_path):
    path = tmp_path / "other.csv.gz"
    path.write_bytes(gzip.compress(b"barcode_id,product_name\n1,x\n"))
    with pytest.raises(CommandError, match=r"other.csv.gz: .* no column code"):
        import_off(path)
    assert not Product.objects.exists()


def test_the_summary_is_for_people(tmp_path):
    out = StringIO()
    path = write_export(tmp_path / "off.csv", [row(), row("1"), row("96385074", figures={})])
    call_command("import_off", str(path), stdout=out)
    text = out.getvalue()
    assert "Open Food Facts export (CSV)" in text
    assert "Its number has not 8, 12, 13 or 14 digits." in text
    assert "Its nutrients are not known." in text
