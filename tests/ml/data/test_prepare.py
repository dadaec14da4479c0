"""Data sets become one pack: complete, the same each time, with nothing held out seen in training."""

import csv
import json

import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest
from PIL import Image

from ml.classes import read_classes
from ml.data.duplicates import near_duplicates, strictest_splits
from ml.data.labels import TABLE, LabelsError, read_labels
from ml.data.pack import digest_of, open_pack
from ml.data.parts import Row, write_rows
from ml.data.photo import DataError
from ml.data.prepare import Settings, data_sets, prepare
from tests.ml.data.small_sets import class_folders, encoded, jpeg, parquet, picture, put, tar

PARTS = ["part-00000.parquet", "part-00001.parquet"]


@pytest.fixture
def make(tmp_path):
    """A function that makes a pack of data and opens it."""

    def run(*data, out="pack", workers=1, only=(), tables=(TABLE,), **settings):
        sets = data_sets([str(each) for each in data], only)
        target = tmp_path / out
        prepare(
            sets,
            target,
            read_labels(tables),
            Settings(**settings),
            workers=workers,
            progress=lambda what, done, total: None,
        )
        return open_pack(target)

    return run


def told(pack):
    return [(row["id"], row["class"], row["split"]) for row in pack.rows()]


def photo(number, split, label="pizza", **more):
    return {"id": f"{number}", "label": label, "split": split, "image": jpeg(number), **more}


def test_a_pack_holds_photos_classes_and_terms(make, tmp_path):
    data = class_folders(tmp_path / "food101_mine", ["pizza", "sushi"], each=2)
    pack = make(data)
    assert [(each.label, each.food_id) for each in pack.classes] == [("pizza", 3231), ("sushi", 3576)]
    assert read_classes(pack.path / "classes.csv") == pack.classes
    rows = list(pack.rows())
    assert [(row["id"], row["width"], row["source"]) for row in rows[:1]] == [
        ("food101:pizza/0", 48, "food101_mine")
    ]
    assert rows[0]["image"] == (data / "pizza/0.jpg").read_bytes()
    assert pack.about["sets"][0]["allowed_use"] == pack.about["allowed_use"] == "research"
    assert pack.about["photos"] == 4


def test_the_same_data_give_the_same_pack(make, tmp_path):
    data = class_folders(tmp_path / "mine", ["pizza", "sushi"], each=5)
    one, other = make(data, out="one"), make(data, out="other", workers=2)
    assert one.about["digest"] == other.about["digest"] == digest_of(one)
    assert one.shards[0].read_bytes() == other.shards[0].read_bytes()


def test_another_photo_gives_another_digest(make, tmp_path):
    data = class_folders(tmp_path / "mine", ["pizza"], each=5)
    one = make(data, out="one")
    put(data / "pizza/0.jpg", jpeg(77))
    assert make(data, out="other").about["digest"] != one.about["digest"]


def test_an_unknown_label_is_refused_by_name(make, tmp_path):
    data = class_folders(tmp_path / "mine", ["pizza", "unobtainium", "vaporware"], each=1)
    with pytest.raises(LabelsError, match="unobtainium, vaporware"):
        make(data)
    assert not (tmp_path / "pack").exists()


def test_an_unknown_label_can_be_skipped_and_is_counted(make, tmp_path):
    pack = make(class_folders(tmp_path / "mine", ["pizza", "unobtainium"], each=3), skip_unknown=True)
    assert (pack.about["photos"], pack.about["unusable"]) == (3, {"unknown_label": 3})
    assert {row["detail"] for row in pack.problems()} == {"unobtainium"}


def test_every_bad_file_is_named_and_skipped(make, tmp_path):
    data = class_folders(tmp_path / "mine", ["pizza"], each=1)
    put(data / "pizza/cut.jpg", jpeg(1, (300, 300))[:3000])
    put(data / "pizza/dot.png", encoded(Image.new("RGB", (1, 1)), "PNG"))
    put(data / "pizza/empty.jpg", b"")
    put(data / "pizza/text.jpg", "no photo")
    put(data / "pizza/cmyk.jpg", encoded(picture(9).convert("CMYK"), "JPEG"))
    (data / "sushi").mkdir()
    pack = make(data)
    assert {(row["id"], row["problem"], row["kept"]) for row in pack.problems()} == {
        ("mine:pizza/cut.jpg", "truncated", "no"),
        ("mine:pizza/dot.png", "too_small", "no"),
        ("pizza/empty.jpg", "unreadable", "no"),
        ("mine:pizza/text.jpg", "not_an_image", "no"),
        ("mine:pizza/cmyk.jpg", "cmyk", "yes"),
        ("sushi", "empty_class", "no"),
    }
    assert pack.about["photos"] == 2
    assert pack.about["unusual"] == {"cmyk": 1}


def test_a_training_photo_that_looks_like_a_held_out_one_goes(make, tmp_path):
    twin = {**photo(1, "train"), "id": "twin", "image": jpeg(1, (96, 96), quality=60)}
    rows = [photo(1, "val"), twin, photo(2, "train"), photo(3, "test")]
    parquet(tmp_path / "sharp_food/a.parquet", rows)
    pack = make(tmp_path / "sharp_food")
    assert told(pack) == [
        ("sharp_food:1", "pizza", "val"),
        ("sharp_food:2", "pizza", "train"),
        ("sharp_food:3", "pizza", "test"),
    ]
    (dropped,) = pack.dropped()
    assert (dropped["id"], dropped["kept_id"]) == ("sharp_food:twin", "sharp_food:1")
    assert dropped["bits"] <= 16


def test_the_official_id_holds_all_copies_of_a_photo_out(make, tmp_path):
    parquet(tmp_path / "data/food101_64px/train.parquet", [photo(1, "train"), photo(2, "train")])
    tar(tmp_path / "data/food101_10classes/a.tar", {"val/pizza/1.jpg": jpeg(50)})
    pack = make(tmp_path / "data")
    assert told(pack) == [
        ("food101:pizza/1", "pizza", "val"),
        ("food101:pizza/1", "pizza", "val"),
        ("food101:pizza/2", "pizza", "train"),
    ]
    assert pack.about["moved"] == 1


def test_with_a_photo_its_other_sizes_go_too():
    bits = [b"\x0f" * 32, b"\x0f" * 31 + b"\x0e", b"\xff" * 32]
    pairs = near_duplicates(["held", "open", "open"], ["val", "train", "train"], bits)
    assert [(pair.dropped, pair.bits) for pair in pairs] == [(1, 1), (2, 1)]


def test_the_most_held_out_split_of_an_id_is_that_of_all():
    assert strictest_splits(["a", "a", "b"], ["train", "test", "val"]) == ["test", "test", "val"]


def test_where_the_publisher_has_no_val_split_it_is_drawn_from_the_name(make, tmp_path):
    data = class_folders(tmp_path / "mine", ["pizza"], each=60)
    splits = {row[0]: row[2] for row in told(make(data))}
    assert 1 <= list(splits.values()).count("val") <= 15
    (data / "pizza/0.jpg").unlink()
    again = {row[0]: row[2] for row in told(make(data, out="again"))}
    assert again.items() <= splits.items()


def test_a_run_that_was_stopped_goes_on(make, tmp_path):
    data = class_folders(tmp_path / "mine", ["pizza", "unobtainium"], each=4)
    with pytest.raises(LabelsError):
        make(data, part=2)
    left = tmp_path / ".pack.partial"
    assert sorted(path.name for path in left.iterdir()) == ["key.json", *PARTS[:2]]
    marked = [Row(f"mine:{n}", "pizza", "train", "mine", 48, 48, jpeg(900 + n)) for n in range(2)]
    write_rows(left / PARTS[0], marked)
    pack = make(data, part=2, skip_unknown=True)
    assert [row[0] for row in told(pack)] == ["mine:0", "mine:1", "mine:pizza/2.jpg", "mine:pizza/3.jpg"]
    assert not left.exists()
    assert not list(pack.path.glob("part-*"))


def test_a_stopped_run_gives_the_pack_of_one_that_was_not(make, tmp_path):
    data = class_folders(tmp_path / "mine", ["pizza", "unobtainium"], each=5)
    whole = make(data, out="whole", skip_unknown=True)
    with pytest.raises(LabelsError):
        make(data, part=2)
    pack = make(data, part=2, skip_unknown=True)
    assert pack.about["digest"] == whole.about["digest"]
    assert pack.shards[0].read_bytes() == whole.shards[0].read_bytes()


def table(path, *rows):
    heading = "label_set,label,class,kind,name,coarse,food_id,fit,note\n"
    return put(path, heading + "".join(f"classes,{row},same,\n" for row in rows))


def test_a_stopped_run_goes_on_with_labels_that_were_added_and_not_with_other_ones(make, tmp_path):
    data = class_folders(tmp_path / "mine", ["a", "unobtainium"], each=2)
    one = table(tmp_path / "one.csv", "a,aubergine,food,aubergine,,3231")
    with pytest.raises(LabelsError):
        make(data, part=1, tables=[one])
    begun = (tmp_path / ".pack.partial" / PARTS[0]).stat().st_mtime_ns
    with pytest.raises(LabelsError):
        make(data, part=1, tables=[one, table(tmp_path / "more.csv", "b,beer,food,beer,,3576")])
    assert (tmp_path / ".pack.partial" / PARTS[0]).stat().st_mtime_ns == begun
    other = table(tmp_path / "other.csv", "a,apricot,food,apricot,,3231")
    pack = make(data, part=1, tables=[other], skip_unknown=True)
    assert {row[1] for row in told(pack)} == {"apricot"}


def test_a_full_disk_leaves_no_pack_and_the_next_call_goes_on(make, tmp_path, small_files):
    data = class_folders(tmp_path / "mine", ["pizza", "sushi"], each=30)
    largest = max(path.stat().st_size for path in data.rglob("*.jpg"))
    with small_files(40 * largest), pytest.raises(OSError, match="File too large"):
        make(data, part=10)
    left = sorted(path.name for path in (tmp_path / ".pack.partial").glob("*.parquet"))
    assert left == [f"part-{number:05}.parquet" for number in range(6)]
    assert not (tmp_path / "pack").exists()
    assert make(data, part=10).about["photos"] == 60


def test_a_pack_without_a_photo_is_none(make, tmp_path):
    put(tmp_path / "mine/pizza/text.jpg", "no photo")
    with pytest.raises(DataError, match=r"no photo could be used: mine:pizza/text\.jpg: not_an_image"):
        make(tmp_path / "mine")
    assert not (tmp_path / "pack").exists()


def test_what_a_stopped_run_left_of_other_data_is_not_used(make, tmp_path):
    partial = tmp_path / ".pack.partial"
    put(partial / "key.json", json.dumps({"side": 5}))
    put(partial / "part-00000.parquet", b"of another run")
    assert make(class_folders(tmp_path / "mine", ["pizza"], each=2)).about["photos"] == 2


def test_an_existing_pack_is_not_written_over(make, tmp_path):
    data = class_folders(tmp_path / "mine", ["pizza"], each=1)
    make(data)
    with pytest.raises(DataError, match="exists already"):
        make(data)


def test_a_folder_of_data_sets_stands_for_all_of_them(tmp_path):
    class_folders(tmp_path / "food101_a", ["pizza"], each=1)
    class_folders(tmp_path / "not_food_b", ["not_food"], each=1)
    put(tmp_path / "notes/readme.txt", "no data set")
    assert [each.name for each in data_sets([str(tmp_path)])] == ["food101_a", "not_food_b"]
    assert [each.name for each in data_sets([str(tmp_path)], ["not_food_b"])] == ["not_food_b"]
    with pytest.raises(DataError, match="no data set nothing; there are food101_a, not_food_b"):
        data_sets([str(tmp_path)], ["nothing"])


def test_a_class_that_is_called_like_a_data_set_is_none(tmp_path):
    class_folders(tmp_path / "mine", ["not_food", "pizza"], each=1)
    assert [each.name for each in data_sets([str(tmp_path / "mine")])] == ["mine"]


def test_a_data_set_can_be_named(tmp_path):
    class_folders(tmp_path / "download", ["Kiwi"], each=1)
    (named,) = data_sets([f"grocery_store={tmp_path / 'download'}"])
    assert (named.name, named.source.licence) == ("grocery_store", "MIT")


def test_the_tables_of_a_pack_can_be_read_by_anything(make, tmp_path):
    pack = make(class_folders(tmp_path / "mine", ["not_food"], each=1))
    with (pack.path / "classes.csv").open() as file:
        assert list(csv.DictReader(file)) == [
            {"class": "not_food", "kind": "not_food", "food_id": "", "name": "not food", "coarse": ""}
        ]
    assert pq.read_schema(pack.shards[0]).names == [
        "id",
        "class",
        "split",
        "source",
        "width",
        "height",
        "image",
    ]


def test_what_is_no_pack_is_refused(tmp_path):
    with pytest.raises(DataError, match="no pack; ml_prepare makes one"):
        open_pack(tmp_path)
    put(tmp_path / "pack.json", '{"format": 99}')
    with pytest.raises(DataError, match="a pack of format 99"):
        open_pack(tmp_path)
