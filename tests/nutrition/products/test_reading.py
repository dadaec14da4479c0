"""The layouts of Open Food Facts read to the same products."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutrition.products.importing import open_source
from nutrition.products.parquet_files import in_seven_digits
from nutrition.products.rows import Malformed, RawProduct, UnreadableFileError
from tests.nutrition.products.files import BISCUITS, CODE, record, row, write_export, write_parquet

RESULTS = (
    "code\tlc\tproduct_name_de\tproduct_name_en\tserving_size\tnutrition_data_per\tobsolete"
    "\tfat_value\tfat_unit\tproteins_value\tproteins_unit\tsalt_value\tsalt_unit\tenergy_value\tenergy_unit"
    "\tvitamin-a_value\tvitamin-a_unit\toff:nutriscore_grade"
)


def products(path, skip=0):
    return list(open_source(path).rows(skip))


def results(tmp_path, *lines):
    path = tmp_path / "results.csv"
    path.write_text("\n".join([RESULTS, *lines]) + "\n", encoding="utf-8")
    return products(path)


@pytest.mark.parametrize("name", ["export.csv", "export.csv.gz"])
def test_the_export_is_read_by_its_columns(tmp_path, name):
    (product,) = products(write_export(tmp_path / name, [row(brands="Ann's", nova_group="4")]))
    assert (product.code, product.name, product.brand) == (CODE, "Butter biscuits", "Ann's")
    assert product.amounts == BISCUITS


def test_quotes_are_ordinary_letters_in_the_export(tmp_path):
    rows = [row(product_name='12" pizza "special'), row("96385074")]
    first, second = products(write_export(tmp_path / "export.csv", rows))
    assert (first.name, second.code) == ('12" pizza "special', "96385074")


def test_a_line_with_too_few_columns_is_told_and_the_next_is_read(tmp_path):
    path = write_export(tmp_path / "export.csv", [row()], more=b"123\tbroken\n")
    first, second = products(path)
    assert isinstance(first, RawProduct)
    assert isinstance(second, Malformed)
    assert (second.code, second.why) == ("123", "2 columns instead of 41")


def test_bytes_that_are_no_text_do_not_stop_it(tmp_path):
    line = b"\t".join([b"96385074", *[b"\xff\xfe\x00"] * 40])
    first, second = products(write_export(tmp_path / "export.csv", [row()], more=line + b"\n"))
    assert (first.code, second.code) == (CODE, "96385074")


def test_a_line_without_an_end_is_cut_into_pieces_that_are_refused(tmp_path):
    path = write_export(tmp_path / "export.csv", [row()], more=b"x" * (3 << 20))
    first, *others = products(path)
    assert first.code == CODE
    assert all(isinstance(other, Malformed) for other in others)
    assert len(others) == 3


def test_rows_are_skipped(tmp_path):
    rows = [row(str(code)) for code in range(10)]
    exported = products(write_export(tmp_path / "export.csv.gz", rows), skip=7)
    assert [product.code for product in exported] == ["7", "8", "9"]


@pytest.mark.parametrize("skip", [0, 1, 4, 5, 9, 10, 12])
def test_rows_of_the_parquet_file_are_skipped_in_whole_groups_and_within_one(tmp_path, skip):
    path = write_parquet(tmp_path / "food.parquet", [record(str(n)) for n in range(12)], row_group=5)
    assert [product.code for product in products(path, skip)] == [str(n) for n in range(skip, 12)]


def test_the_parquet_file_says_the_same(tmp_path):
    tags: dict[str, Any] = {
        "categories_tags": ["en:snacks", "en:biscuits"],
        "ingredients_tags": ["en:beef", "en:salt"],
    }
    path = write_parquet(tmp_path / "food.parquet", [record(lang="fr", obsolete=True, nova_group=4, **tags)])
    (product,) = products(path)
    assert (product.name, product.language, product.obsolete) == ("Biscuits au beurre", "fr", True)
    assert (product.categories, product.red_meat, product.nova_group) == ("en:snacks,en:biscuits", True, "4")
    assert product.amounts == BISCUITS


def test_a_figure_without_an_amount_is_unknown(tmp_path):
    path = write_parquet(tmp_path / "food.parquet", [record(figures={"fat": None, "sugars": 0.0})])
    assert products(path)[0].amounts == {"sugars": 0.0}


def test_rows_of_the_parquet_file_keep_their_own_figures(tmp_path):
    records = [record(figures={"fat": float(n)} if n % 3 else {}) for n in range(50)]
    read = products(write_parquet(tmp_path / "food.parquet", records))
    assert [product.amounts.get("fat") for product in read] == [n if n % 3 else None for n in range(50)]


@given(
    st.decimals(0, 9_999_999, places=4).filter(lambda amount: len(amount.normalize().as_tuple().digits) < 8)
)
def test_single_precision_is_read_back_to_the_decimal_that_was_stored(amount):
    stored = np.array([float(amount)], dtype=np.float32)
    assert in_seven_digits(stored).tolist() == [float(amount)]


def test_what_is_no_amount_stays_so():
    odd = np.array([0.0, float("inf"), float("nan"), -1.5, 3e9, 1e-30], dtype=np.float32)
    read = in_seven_digits(odd).tolist()
    assert read[:2] == [0.0, float("inf")]
    assert np.isnan(read[2])
    assert read[3] == -1.5
    assert read[4:] == pytest.approx([3e9, 1e-30], abs=1e-29)


def test_downloaded_results_are_brought_to_100_g_and_grams(tmp_path):
    texts = [CODE, "en", "Kekse", '"Two ""best"" biscuits"', "25 g", "serving", "1"]
    figures = ["5", "g", "2", "", "500", "mg", "120", "kcal", "9", "% DV"]
    line = "\t".join([*texts, *figures, "e"])
    (product,) = results(tmp_path, line)
    assert (product.name, product.obsolete) == ('Two "best" biscuits', True)
    assert product.amounts == pytest.approx({"fat": 20, "proteins": 8, "salt": 2, "energy": 2008.32})
    assert product.doubts == ("unit_unclear",)


def test_figures_per_serving_of_unknown_weight_are_unknown(tmp_path):
    (product,) = results(tmp_path, f"{CODE}\tde\tKekse\t\t2 pieces\tserving\t\t5\tg" + "\t" * 9)
    assert (product.name, product.amounts, product.doubts) == ("Kekse", {}, ("per_serving_unknown",))


def test_an_empty_or_missing_file_is_refused(tmp_path):
    (tmp_path / "empty.csv").touch()
    for name, words in (("empty.csv", "empty"), ("none.csv", "no file")):
        with pytest.raises(UnreadableFileError, match=words):
            open_source(tmp_path / name)


@pytest.mark.parametrize(
    "content", [b"barcode_id,product_name\n1,x\n", b"\x1f\x8b\x08\x00broken", b"PAR1xxxxPAR1"]
)
def test_another_kind_of_file_is_refused(tmp_path, content):
    path = tmp_path / "other"
    path.write_bytes(content)
    with pytest.raises(UnreadableFileError):
        open_source(path)


def test_a_parquet_file_of_something_else_names_what_it_lacks(tmp_path):
    import pyarrow as pa  # type: ignore[import-untyped]
    import pyarrow.parquet as pq  # type: ignore[import-untyped]

    pq.write_table(pa.table({"code": ["1"]}), tmp_path / "other.parquet")
    with pytest.raises(UnreadableFileError, match="no column nutriments, product_name"):
        open_source(tmp_path / "other.parquet")


def test_figures_in_another_shape_are_refused(tmp_path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(
        pa.table({"code": ["1"], "product_name": ["x"], "nutriments": ["{}"]}), tmp_path / "o.parquet"
    )
    with pytest.raises(UnreadableFileError, match="no list of figures"):
        open_source(tmp_path / "o.parquet")


@pytest.mark.parametrize("place", [0.3, 0.6])
def test_a_damaged_parquet_file_is_told(tmp_path, place):
    path = write_parquet(tmp_path / "food.parquet", [record(str(n), lang="en") for n in range(3_000)])
    content = bytearray(path.read_bytes())
    start = int(len(content) * place)
    content[start : start + 4_000] = b"\x99" * 4_000
    path.write_bytes(content)
    with pytest.raises(UnreadableFileError):
        products(path)
