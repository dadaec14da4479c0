"""Every layout gives the same thing: photos with a label, a split and an id."""

import gzip
import json

import numpy as np
import pytest

from ml.data.photo import DataError
from ml.data.readers import layout_of, read
from tests.ml.data.small_sets import class_folders, jpeg, parquet, photos_of, problems_of, put, tar


def told(root):
    return [(photo.id, photo.label, photo.split) for photo in photos_of(root)]


@pytest.fixture
def food101(tmp_path):
    put(tmp_path / "images/pizza/11.jpg", jpeg(1))
    put(tmp_path / "images/pizza/12.jpg", jpeg(2))
    put(tmp_path / "images/sushi/21.jpg", jpeg(3))
    return tmp_path


def test_food_101_with_its_text_lists(food101):
    put(food101 / "meta/train.txt", "pizza/11\nsushi/21\n")
    put(food101 / "meta/test.txt", "pizza/12\n")
    assert told(food101) == [("11", "pizza", "train"), ("21", "sushi", "train"), ("12", "pizza", "test")]
    assert read(food101, "set").total == 3


def test_food_101_with_its_json_lists(food101):
    put(food101 / "meta/train.json", json.dumps({"pizza": ["pizza/11"], "sushi": ["sushi/21"]}))
    assert told(food101) == [("11", "pizza", "train"), ("21", "sushi", "train")]


def test_food_101_names_a_listed_photo_that_is_not_there(food101):
    put(food101 / "meta/train.txt", "pizza/11\npizza/404\nsushi/21\n")
    assert problems_of(food101) == [("pizza/404", "unreadable")]


def test_food_101_lists_cannot_lead_out_of_the_folder(food101):
    put(food101 / "meta/train.txt", "../secret\n")
    with pytest.raises(DataError, match=r"train.txt: '../secret'"):
        photos_of(food101)


def test_parquet_with_a_split_column(tmp_path):
    rows = [
        {"id": "a", "label": "pizza", "split": "train", "image": jpeg(1)},
        {"id": "b", "label": "sushi", "split": "val", "image": jpeg(2)},
    ]
    parquet(tmp_path / "train-00000-of-00001.parquet", rows)
    assert told(tmp_path) == [("a", "pizza", "train"), ("b", "sushi", "val")]


def test_hugging_faces_parquet_has_numbered_labels_and_a_struct(tmp_path):
    features = {"info": {"features": {"label": {"names": ["pizza", "sushi"], "_type": "ClassLabel"}}}}
    rows = [
        {"label": 1, "image": {"bytes": jpeg(1), "path": "one.jpg"}},
        {"label": 0, "image": {"bytes": jpeg(2), "path": None}},
        {"label": 7, "image": {"bytes": jpeg(3), "path": "three.jpg"}},
    ]
    metadata = {b"huggingface": json.dumps(features).encode()}
    parquet(tmp_path / "data/validation-00000-of-00001.parquet", rows, metadata)
    assert told(tmp_path) == [
        ("one.jpg", "sushi", "val"),
        ("validation-00000-of-00001.parquet:1", "pizza", "val"),
    ]
    assert problems_of(tmp_path) == [("three.jpg", "no_label")]


def test_parquet_without_its_columns_is_refused_by_name(tmp_path):
    parquet(tmp_path / "a.parquet", [{"picture": b"x", "label": "pizza"}])
    with pytest.raises(DataError, match=r"a.parquet: no column image"):
        photos_of(tmp_path)


def test_a_broken_parquet_is_refused_by_name(tmp_path):
    put(tmp_path / "a.parquet", b"not parquet")
    with pytest.raises(DataError, match="Parquet magic bytes not found"):
        read(tmp_path, "set")


def test_a_tar_with_an_index_beside_it(tmp_path):
    tar(tmp_path / "set.tar", {"train/pizza/1.jpg": jpeg(1), "val/sushi/2.jpg": jpeg(2)})
    index = (
        "path,class,split\ntrain/pizza/1.jpg,pizza,train\nval/sushi/2.jpg,sushi,train\nval/x/3.jpg,x,val\n"
    )
    put(tmp_path / "index.csv", index)
    assert told(tmp_path) == [("train/pizza/1.jpg", "pizza", "train"), ("val/sushi/2.jpg", "sushi", "train")]
    assert problems_of(tmp_path) == [("val/x/3.jpg", "unreadable")]


def test_a_tar_without_an_index_says_it_by_its_folders(tmp_path):
    tar(tmp_path / "set.tar", {"test/pizza/1.jpg": jpeg(1), "./validation/sushi/2.jpg": jpeg(2)})
    assert told(tmp_path) == [
        ("test/pizza/1.jpg", "pizza", "test"),
        ("validation/sushi/2.jpg", "sushi", "val"),
    ]


def test_class_folders_without_a_split(tmp_path):
    class_folders(tmp_path, ["pizza", "sushi"], each=1)
    assert told(tmp_path) == [("pizza/0.jpg", "pizza", ""), ("sushi/0.jpg", "sushi", "")]


def test_an_empty_class_folder_is_named(tmp_path):
    class_folders(tmp_path, ["pizza"], each=1)
    (tmp_path / "sushi").mkdir()
    assert problems_of(tmp_path) == [("sushi", "empty_class")]


def test_the_grocery_stores_own_layout(tmp_path):
    heading = "Class Name (str),Class ID (int),Coarse Class Name (str),Coarse Class ID (int)\n"
    put(tmp_path / "dataset/classes.csv", f"{heading}Kiwi,7,Kiwi,3\nLemon,8,Lemon,4\n")
    put(tmp_path / "dataset/train.txt", "train/Fruit/Kiwi/Kiwi_001.jpg, 7, 3\n")
    put(tmp_path / "dataset/test.txt", "test/Fruit/Lemon/Lemon_001.jpg, 8, 4\ntest/x.jpg, 99, 1\n")
    put(tmp_path / "dataset/train/Fruit/Kiwi/Kiwi_001.jpg", jpeg(1))
    put(tmp_path / "dataset/test/Fruit/Lemon/Lemon_001.jpg", jpeg(2))
    assert told(tmp_path) == [
        ("train/Fruit/Kiwi/Kiwi_001.jpg", "Kiwi", "train"),
        ("test/Fruit/Lemon/Lemon_001.jpg", "Lemon", "test"),
    ]
    assert problems_of(tmp_path) == [("test/x.jpg", "no_class")]


def test_ecustfd_gives_a_photo_for_each_food_on_the_plate_and_none_for_the_coin(tmp_path):
    tar(tmp_path / "photos.tar", {"images/mix001S(1).jpg": jpeg(1, (200, 100))})
    heading = "image,item,label,xmin,ymin,xmax,ymax\n"
    boxes = "mix001S(1).jpg,mix001,{},{},20,{},70\n"
    rows = "".join(boxes.format(*row) for row in (("apple", 10, 60), ("coin", 70, 90), ("pear", 100, 180)))
    put(tmp_path / "boxes.csv", heading + rows)
    apple, pear = photos_of(tmp_path)
    assert (apple.label, apple.box, apple.group) == ("apple", (5.0, 15.0, 65.0, 75.0), "mix001")
    assert (pear.label, pear.id) == ("pear", "mix001S(1).jpg#2")


def test_ecustfd_in_its_publishers_layout(tmp_path):
    box = "<bndbox><xmin>10</xmin><ymin>10</ymin><xmax>60</xmax><ymax>60</ymax></bndbox>"
    food = f"<object><name>apple</name>{box}</object><object><name>coin</name>{box}</object>"
    xml = f"<annotation><filename>apple001T(2).JPG</filename>{food}</annotation>"
    put(tmp_path / "Annotations/apple001T(2).xml", xml)
    put(tmp_path / "JPEGImages/apple001T(2).JPG", jpeg(1, (100, 100)))
    (photo,) = photos_of(tmp_path)
    assert (photo.label, photo.group, photo.box) == ("apple", "apple001", (5.0, 5.0, 65.0, 65.0))


def test_uecfood_gives_a_photo_for_each_box(tmp_path):
    put(tmp_path / "category.txt", "id\tname\n1\trice\n2\teels on rice\n3\tpilaf\n")
    put(tmp_path / "1/bb_info.txt", "img x1 y1 x2 y2\n5 0 0 40 40\n5 10 10 48 48\n")
    put(tmp_path / "2/bb_info.txt", "img x1 y1 x2 y2\n6 0 0 40 40\n")
    put(tmp_path / "1/5.jpg", jpeg(1))
    photos = photos_of(tmp_path)
    assert [(photo.id, photo.label, photo.group) for photo in photos] == [
        ("1/5#1", "rice", "5"),
        ("1/5#2", "rice", "5"),
    ]
    assert problems_of(tmp_path) == [("3", "empty_class"), ("2/6#1", "unreadable")]


def test_only_photos_whose_owner_agreed_are_read(tmp_path):
    put(tmp_path / "a.jpg", jpeg(1))
    days = ("2026-05-01", "", "2999-01-01", "yes")
    rows = "".join(f"a.jpg,3231,{day}\n" for day in days) + "../a.jpg,3231,2026-05-01\n"
    put(tmp_path / "photos.csv", f"file,food_id,consented_on\n{rows}")
    assert told(tmp_path) == [("a.jpg", "3231", "")]
    assert problems_of(tmp_path) == [
        ("a.jpg", "no_consent"),
        ("a.jpg", "no_consent"),
        ("a.jpg", "no_consent"),
        ("../a.jpg", "unreadable"),
    ]


def test_food_101s_own_archive_is_not_taken_for_folders(tmp_path):
    photos = {
        "food-101/images/pizza/1.jpg": jpeg(1),
        "food-101/meta/train.txt": b"",
        "food-101/meta/test.txt": b"x",
    }
    tar(tmp_path / "food-101.tar.gz", photos)
    with pytest.raises(DataError, match="holds Food-101 with its own lists; unpack it first"):
        read(tmp_path, "set")


def test_an_archive_that_is_broken_inside_is_refused_by_name(tmp_path):
    noise = np.random.default_rng(1).integers(0, 256, 200_000, np.uint8).tobytes()
    content = bytearray(gzip.compress(tar(tmp_path / "whole", {"pizza/1.jpg": noise}).read_bytes()))
    content[len(content) // 2 :: 97] = bytes(len(content[len(content) // 2 :: 97]))
    put(tmp_path / "set/a.tar.gz", bytes(content))
    with pytest.raises(DataError, match=r"a\.tar\.gz"):
        photos_of(tmp_path / "set")


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({"photos.csv": b"file,food_id\n"}, r"photos\.csv: no column consented_on"),
        ({"photos.csv": "file,food_id,consented_on\nö.jpg".encode("latin-1")}, r"photos\.csv: 'utf-8' codec"),
        ({"boxes.csv": b"image,label,xmin,ymin,xmax,ymax\na.jpg,apple,1,2,x,4\n"}, "a box of 1, 2, x, 4"),
        ({"classes.csv": b"a,b\n", "train.txt": b""}, r"classes\.csv: no column Class ID"),
        ({"category.txt": b"id name\n"}, "no line with a number and a name"),
    ],
)
def test_a_publishers_table_that_cannot_be_read_is_named(tmp_path, files, why):
    for name, content in files.items():
        put(tmp_path / name, content)
    with pytest.raises(DataError, match=why):
        photos_of(tmp_path)


def test_a_curators_table_from_a_spreadsheet_is_read(tmp_path):
    put(tmp_path / "a.jpg", jpeg(1))
    put(tmp_path / "photos.csv", "\ufefffile,food_id,consented_on\r\na.jpg,3231,2026-05-01\r\nb.jpg\r\n")
    assert told(tmp_path) == [("a.jpg", "3231", "")]
    assert problems_of(tmp_path) == [("b.jpg", "no_consent")]


def test_what_is_no_data_set_is_refused(tmp_path):
    put(tmp_path / "notes.txt", "nothing here")
    with pytest.raises(DataError, match="no layout that is known"):
        layout_of(tmp_path)
    with pytest.raises(DataError, match="there is no such file or folder"):
        layout_of(tmp_path / "elsewhere")
