"""The rules of distilling, on single descriptions."""

import pytest

from nutrition.distil.categories import category_of
from nutrition.distil.labels import allergens_of, diets_of, nutrient_tags_of
from nutrition.distil.names import name_of, synonyms_of
from nutrition.distil.selection import is_kept, one_a_cut, same_foods
from nutrition.distil.source_tables import Ingredient, Key, Source
from nutrition.nutrients import KEYS


def source(description: str, key: Key = ("sr28", "1"), group: str = "1100", **fields) -> Source:
    values = dict.fromkeys(KEYS) | fields.pop("nutrients", {})
    plain: dict = {
        "synonyms": "",
        "manufacturer": "",
        "ndb_number": "",
        "refuse_percent": None,
        "derivations": {},
    }
    return Source(
        key=key, release="1", description=description, group_code=group, nutrients=values, **(plain | fields)
    )


def made_of(key: Key, description: str) -> Ingredient:
    return Ingredient(key, description, 100, has_retention=False, moisture_change_percent=0)


@pytest.mark.parametrize(
    ("description", "name"),
    [
        ("Milk, NFS", "Milk"),
        ("Broccoli, NS as to form, cooked", "Broccoli, cooked"),
        ("Green beans, fresh, cooked, fat added, NS as to fat type", "Green beans, fresh, cooked, fat added"),
        (
            'Beef, flank, steak, separable lean only, trimmed to 0" fat, choice, raw',
            "Beef, flank, steak, lean only, raw",
        ),
        ("Chicken, broilers or fryers, breast, meat only, raw", "Chicken, breast, meat only, raw"),
        ("salad of leaves", "Salad of leaves"),
    ],
)
def test_names(description, name):
    assert name_of(source(description)) == name


@pytest.mark.parametrize(
    ("description", "common", "synonyms"),
    [
        ("Coriander (cilantro) leaves, raw", "", ["cilantro leaves, raw"]),
        ("Carambola, (starfruit), raw", "", ["starfruit, raw"]),
        ("Frankfurter, beef", "hot dog, wiener", ["hot dog", "wiener"]),
        ("Beef, rib", "URMIS #1864", []),
        ("Milk, reduced fat (2%)", "", []),
        ("Crackers (includes oyster, soda)", "", []),
    ],
)
def test_synonyms(description, common, synonyms):
    assert list(synonyms_of(source(description, synonyms=common))) == synonyms


def test_a_restaurants_dish_is_called_after_it():
    dish = source("Cheeseburger (McDonalds)", ("fndds", "1"))
    assert list(synonyms_of(dish)) == ["McDonalds Cheeseburger"]


def test_in_meat_parentheses_hold_parts_of_the_cut():
    assert not list(synonyms_of(source("Pork, loin (chops), raw", group="1000")))


@pytest.mark.parametrize(
    ("description", "fields", "kept"),
    [
        ("Broccoli, raw", {}, True),
        ("Cookies, FANCY brand, soft", {"manufacturer": "A Bakery"}, True),
        ("Applesauce, canned (includes USDA commodity)", {}, True),
        ("Hamburger, single", {"group": "2100"}, True),
        ("Soup, tomato, condensed", {"group": "0600"}, False),
        ("Waffles, frozen, unprepared", {"group": "1800"}, False),
        ("Asparagus, frozen, unprepared", {"group": "1100"}, True),
        ("Beans, Dry, Red (0% moisture)", {}, False),
        ("Cookies, FANCY brand, soft", {"key": ("fndds", "1")}, True),
    ],
)
def test_what_is_kept(description, fields, kept):
    assert is_kept(source(description, **fields)) is kept


def test_of_cuts_that_differ_in_grade_and_trim_the_most_general_stays():
    texts = [
        'Beef, rib, lean, trimmed to 1/8" fat, choice, raw',
        'Beef, rib, lean, trimmed to 0" fat, all grades, raw',
        'Beef, rib, lean, trimmed to 0" fat, choice, raw',
        "Beef, rib, lean and fat, raw",
    ]
    foods = [source(text, ("sr28", str(number))) for number, text in enumerate(texts)]
    assert [food.key[1] for food in one_a_cut(foods)] == ["1", "3"]


@pytest.mark.parametrize(
    ("description", "kcal", "retention", "moisture", "same"),
    [
        ("Broccoli, raw", 34, False, 0, True),
        ("Broccoli", 34, False, 0, True),
        ("Broccoli", 40, False, 0, False),
        ("Broccoli", 34, True, 0, False),
        ("Broccoli", 34, False, -10, False),
        ("Rapini, fresh", 34, False, 0, False),
    ],
)
def test_when_an_fndds_food_is_the_sr28_food(description, kcal, retention, moisture, same):
    raw = source("Broccoli, raw", nutrients={"energy_kcal": 34})
    part = Ingredient(raw.key, raw.description, 100, retention, moisture)
    dish = source(description, ("fndds", "7"), ingredients=[part], nutrients={"energy_kcal": kcal})
    assert same_foods({raw.key: raw, dish.key: dish}) == ({raw.key: dish.key} if same else {})


def test_foods_called_the_same_are_the_same():
    raw = source("Broccoli, raw", nutrients={"energy_kcal": 34})
    dish = source("Broccoli raw", ("fndds", "7"), nutrients={"energy_kcal": 39})
    assert same_foods({raw.key: raw, dish.key: dish}) == {raw.key: dish.key}


@pytest.mark.parametrize(
    ("description", "key", "group", "category"),
    [
        ("Chicken, breast, raw", ("sr28", "1"), "0500", "proteins/poultry/chicken"),
        ("Egg, whole, raw", ("sr28", "1"), "0100", "proteins/eggs"),
        ("Spinach, raw", ("foundation", "1"), "1100", "vegetables/leafy_greens"),
        ("Burrito, bean", ("fndds", "1"), "3502", "ethnic_dishes/mexican"),
        ("Lasagna, meatless", ("fndds", "1"), "3204", "ethnic_dishes/italian"),
        ("Plain noodle dish", ("fndds", "1"), "3204", "dishes/pasta"),
    ],
)
def test_categories(description, key, group, category):
    assert category_of(source(description, key, group)) == category


def test_a_group_without_a_rule_is_an_error():
    with pytest.raises(LookupError, match="0000"):
        category_of(source("A stone", group="0000"))


@pytest.mark.parametrize(
    ("description", "contains"),
    [
        ("Milk, whole", {"milk"}),
        ("Almond milk, unsweetened", {"nuts"}),
        ("Peanut butter, smooth", {"peanuts"}),
        ("Butterbeans, canned", set()),
        ("Eggplant, raw", set()),
        ("Bread, whole wheat", {"gluten"}),
        ("Rice noodles, cooked", set()),
        ("Beef, cube roll, raw", set()),
        ("Oil, soybean, salad or cooking", set()),
        ("Tofu, firm", {"soybeans"}),
        ("Mushrooms, oyster, raw", set()),
        ("Mollusks, oyster, raw", {"molluscs"}),
        ("Crustaceans, shrimp, cooked", {"crustaceans"}),
        ("Wine, red", {"sulphites"}),
        ("Celery, raw", {"celery"}),
        ("Mustard greens, raw", set()),
        ("Coconut milk, canned", set()),
    ],
)
def test_allergens_by_name(description, contains):
    found = allergens_of(source(description), {})
    assert {row.removeprefix("contains:") for row in found if row.startswith("contains:")} == contains


def test_allergens_of_ingredients_and_of_ingredients_of_ingredients():
    fish = source("Fish, cod, raw", ("sr28", "15"))
    filling = source("Filling", ("fndds", "10"), ingredients=[made_of(fish.key, fish.description)])
    dish = source(
        "Dish", ("fndds", "11"), ingredients=[made_of(filling.key, "Filling"), made_of(("sr28", "9"), "Egg")]
    )
    sources = {row.key: row for row in (fish, filling, dish)}
    assert allergens_of(dish, sources) == ["contains:eggs", "contains:fish"]


def test_what_an_unspecific_ingredient_is_mixed_from_may_be_in_it():
    butter = source("Butter", ("sr28", "1"))
    fat = source("Table fat, NFS", ("fndds", "8"), ingredients=[made_of(butter.key, "Butter")])
    dish = source("Beans, boiled", ("fndds", "9"), ingredients=[made_of(fat.key, "Table fat, NFS")])
    assert allergens_of(dish, {row.key: row for row in (butter, fat, dish)}) == ["may_contain:milk"]


def test_diets_are_claimed_only_where_every_ingredient_is_known():
    leaf = source("Spinach, raw", ("sr28", "11"))
    cheese = source("Cheese, cheddar", ("sr28", "1"), group="0100")
    green = source("Greens", ("fndds", "1"), ingredients=[made_of(leaf.key, "Spinach")])
    gratin = source("Gratin", ("fndds", "2"), ingredients=[*green.ingredients, made_of(cheese.key, "Cheese")])
    riddle = source("Riddle", ("fndds", "3"), ingredients=[*green.ingredients, made_of(("sr28", "99"), "?")])
    sources = {row.key: row for row in (leaf, cheese, green, gratin, riddle)}
    assert diets_of(green, sources, []) == {"vegan", "vegetarian"}
    assert diets_of(gratin, sources, allergens_of(gratin, sources)) == {"vegetarian"}
    assert diets_of(riddle, sources, []) == set()
    assert diets_of(green, sources, ["may_contain:milk"]) == {"vegetarian"}


@pytest.mark.parametrize(
    ("nutrients", "tags"),
    [
        ({"energy_kcal": 100, "protein_g": 5}, {"high-protein"}),
        ({"energy_kcal": 100, "protein_g": 4.9}, set()),
        ({"energy_kcal": 1, "protein_g": 0.1}, set()),
        ({"energy_kcal": 500, "fibre_g": 6}, {"high-fibre"}),
        ({"energy_kcal": 100, "fibre_g": 3}, {"high-fibre"}),
        (
            {"energy_kcal": 100, "fat_g": 3, "sugars_g": 5, "sodium_mg": 120},
            {"low-fat", "low-sugar", "low-sodium"},
        ),
        ({"energy_kcal": 100, "carbohydrate_total_g": 6.5}, {"low-carb"}),
        ({"energy_kcal": None, "protein_g": 50}, set()),
    ],
)
def test_nutrient_tags(nutrients, tags):
    assert nutrient_tags_of("vegetables/root", dict.fromkeys(KEYS) | nutrients) == tags


def test_drinks_have_stricter_limits():
    values = dict.fromkeys(KEYS) | {"energy_kcal": 100, "sugars_g": 4.0}
    assert nutrient_tags_of("vegetables/root", values) == {"low-sugar"}
    assert nutrient_tags_of("drinks/juice", values) == set()
