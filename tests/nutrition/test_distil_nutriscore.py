"""Which table of the Nutri-Score a food is judged by, its fruit and nut shares, and its sweeteners."""

import csv
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutrition.distil.categories import rows
from nutrition.distil.nutriscore_classes import nutriscore_class_of
from nutrition.distil.nutriscore_shares import Bounds, shares_of
from nutrition.distil.nutriscore_sweeteners import sweeteners_of
from nutrition.distil.source_tables import Ingredient, Key, Source
from nutrition.fixtures import CATEGORIES, FoodRecord, read_categories, read_foods
from nutrition.models import NutriScoreClass
from nutrition.nutrients import KEYS

FIXTURES = Path(__file__).parents[2] / "fixtures"


def source(
    text: str, group: str = "1100", made_of: tuple[tuple[Key, float], ...] = (), number: str = "1"
) -> Source:
    """A food of SR28, or of FNDDS where it is made of something."""
    return Source(
        key=("fndds" if made_of else "sr28", number),
        release="1",
        description=text,
        synonyms="",
        group_code=group,
        manufacturer="",
        ndb_number=number,
        refuse_percent=None,
        nutrients=dict.fromkeys(KEYS),
        derivations={},
        ingredients=[Ingredient(key, "?", grams, False, 0.0) for key, grams in made_of],
    )


def shares(food: Source, *others: Source) -> tuple[float | None, float | None]:
    return shares_of(food, {row.key: row for row in (food, *others)})


@cache
def shipped() -> dict[str, FoodRecord]:
    """The foods of the release by their description."""
    return {food.description: food for path in FIXTURES.glob("foods_*.csv") for food in read_foods(path)}


@cache
def base_ids() -> frozenset[int]:
    with (FIXTURES / "base_foods.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(int(row["id"]) for row in csv.DictReader(file))


def class_of(food: FoodRecord) -> str:
    """The food's own class, else that of the nearest category that has one."""
    categories = read_categories(FIXTURES / CATEGORIES)
    slug, name = food.category, food.nutriscore_class
    while slug and not name:
        name, slug = categories[slug].nutriscore_class, slug.rpartition("/")[0]
    return name or NutriScoreClass.GENERAL.value


@pytest.mark.parametrize(
    ("text", "group", "fruit", "nuts"),
    [
        ("Broccoli, raw", "1100", 100, 0),
        ("Potatoes, flesh and skin, raw", "1100", 0, 0),
        ("Sweet potato, raw, unprepared", "1100", 0, 0),
        ("Sweet potato leaves, raw", "1100", 100, 0),
        ("Tomato powder", "1100", 0, 0),
        ("Catsup", "1100", None, 0),
        ("Orange juice, raw", "0900", 100, 0),
        ("Raisins, seedless", "0900", 100, 0),
        ("Candied fruit", "0900", 0, 0),
        ("Peaches, canned, heavy syrup, drained", "0900", 100, 0),
        ("Peaches, canned, heavy syrup pack, solids and liquids", "0900", 50, 0),
        ("Lentils, mature seeds, cooked, boiled, without salt", "1600", 100, 0),
        ("Tofu, raw, firm", "1600", 0, 0),
        ("Chickpea flour (besan)", "1600", 0, 0),
        ("Nuts, almonds", "1200", 0, 100),
        ("Peanuts, all types, raw", "1600", 0, 100),
        ("Seeds, sunflower seed kernels, dried", "1200", 0, 0),
        ("Beef, ground, raw", "1300", 0, 0),
        ("Oil, olive, extra virgin", "0400", 100, 0),
        ("Snacks, plantain chips, salted", "2500", 0, 0),
        ("Jams and preserves", "1900", 45, 0),
        ("Restaurant, Chinese, kung pao chicken", "3600", None, None),
    ],
)
def test_shares_of_simple_foods(text, group, fruit, nuts):
    assert shares(source(text, group)) == (fruit, nuts)


LEAF, OIL, RIDDLE = ("sr28", "11"), ("sr28", "4"), ("sr28", "99")
LEAVES, OLIVE_OIL = (
    source("Spinach, raw", number="11"),
    source("Oil, olive, extra virgin", "0400", number="4"),
)


def test_a_dish_has_its_ingredients_shares_by_weight():
    salad = source("Salad", made_of=((LEAF, 150.0), (OIL, 50.0)))
    assert shares(salad, LEAVES, OLIVE_OIL) == (75, 0)


def test_a_dish_of_a_dish_is_weighed_down_to_the_simple_foods():
    salad = source("Salad", made_of=((LEAF, 150.0), (OIL, 50.0)), number="7")
    plate = source("Plate", made_of=((salad.key, 80.0), (LEAF, 20.0)), number="8")
    assert shares(plate, salad, LEAVES, OLIVE_OIL) == (80, 0)


def test_dried_fruit_counts_twice():
    raisins, flour = (
        source("Raisins, seedless", "0900", number="9"),
        source("Wheat flour", "2000", number="20"),
    )
    bread = source("Loaf", made_of=((raisins.key, 25.0), (flour.key, 75.0)))
    assert shares(bread, raisins, flour) == (40, 0)


def test_a_little_of_an_unknown_ingredient_does_not_hide_the_rest():
    nearly = source("Greens", made_of=((LEAF, 95.0), (RIDDLE, 5.0)))
    hardly = source("Greens", made_of=((LEAF, 70.0), (RIDDLE, 30.0)))
    assert shares(nearly, LEAVES) == (95, 0)
    assert shares(hardly, LEAVES) == (None, None)


def test_a_dish_that_contains_itself_stays_unknown():
    assert shares(source("Loop", made_of=((("fndds", "1"), 100.0),))) == (None, None)


@pytest.mark.parametrize(
    ("least", "most", "known"),
    [(30, 40, 30), (30, 41, None), (41, 60, 41), (81, 100, 81), (0, 20, 0), (0, 21, None), (80, 80, 80)],
)
def test_a_share_between_bounds_is_known_if_it_gets_the_same_points(least, most, known):
    assert Bounds(least, most).known() == known


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                [row["pattern"] for row in rows("nutriscore_share_rules.csv")] + ["Kale", "Nuts", "Egg"]
            ),
            st.sampled_from(["0100", "0900", "1100", "1200", "1600", "1900", "9999"]),
            st.floats(0.1, 1e4),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_shares_are_percentages_of_any_mixture(parts):
    foods = [source(text, group, number=str(number)) for number, (text, group, _) in enumerate(parts)]
    dish = source("Dish", made_of=tuple((food.key, part[2]) for food, part in zip(foods, parts, strict=True)))
    for share in shares(dish, *foods):
        assert share is None or 0 <= share <= 100


@pytest.mark.parametrize(
    ("text", "category", "name"),
    [
        ("Milk, dry, not reconstituted", "dairy/milk", "general"),
        ("Milk, dry, reconstituted, whole", "dairy/milk", ""),
        ("Milk, human, mature, fluid", "dairy/milk", "not_rated"),
        ("Yogurt, liquid", "dairy/yogurt", "beverage"),
        ("Cream cheese, regular, plain", "dairy/cream", "cheese"),
        ("Imitation cheese", "dairy/cheese", "general"),
        ("Water, tonic", "drinks/water", "beverage"),
        ("Water, bottled, plain", "drinks/water", ""),
        ("Beverages, carbonated, club soda", "drinks/soft_drinks", "water"),
        ("Coffee, instant, not reconstituted", "drinks/coffee", "general"),
        ("Coffee, instant, reconstituted", "drinks/coffee", ""),
        ("Nutritional drink or shake, ready-to-drink (Ensure)", "drinks/nutritional", "not_rated"),
        ("Hot dog, turkey", "proteins/sausages", "general"),
        ("Frankfurter, beef, pork, and turkey, fat free", "proteins/sausages", ""),
        ("Game meat, rabbit, wild, raw", "proteins/game", "general"),
        ("Nuts, chestnuts, european, roasted", "nuts_seeds/nuts", "general"),
    ],
)
def test_foods_that_differ_from_their_category(text, category, name):
    assert nutriscore_class_of(text, category, {}) == name


@pytest.mark.parametrize(
    ("category", "alcohol_g", "name"),
    [
        ("drinks/coffee", 8.3, "not_rated"),
        ("drinks/fruit_drinks", 0.3, ""),
        ("drinks/fruit_drinks", 0.95, "not_rated"),
        ("drinks/beer", 4.0, ""),
        ("dishes/meat", 2.0, ""),
        ("drinks/tea", None, ""),
    ],
)
def test_a_drink_above_one_point_two_percent_of_alcohol_is_not_rated(category, alcohol_g, name):
    assert nutriscore_class_of("Punch", category, {"alcohol_g": alcohol_g}) == name


@pytest.mark.parametrize(
    ("text", "group", "sweetened"),
    [
        ("Beverages, tea, black, ready-to-drink, peach, diet", "1400", True),
        ("Beverages, carbonated, low calorie, cola, with aspartame", "1400", True),
        ("Beverages, carbonated, cola, regular", "1400", False),
        ("Beverages, coffee, brewed, prepared with tap water", "1400", False),
        ("Beverages, OCEAN SPRAY, Light Cranberry", "1400", None),
        ("Apple juice, canned, no sugar added", "0900", None),
    ],
)
def test_sweeteners_are_told_by_the_name(text, group, sweetened):
    food = source(text, group)
    assert sweeteners_of(food, {food.key: food}) is sweetened


def test_a_drink_is_sweetened_by_its_ingredient():
    sweetener = source("Sweeteners, tabletop, sucralose, SPLENDA packets", "1900", number="19")
    coffee = source("Beverages, coffee, brewed", "1400", number="14")
    drink = source("Coffee, sweetened", "9402", made_of=((coffee.key, 240.0), (sweetener.key, 1.0)))
    assert sweeteners_of(drink, {row.key: row for row in (drink, coffee, sweetener)}) is True
    plain = source("Coffee, plain", "9402", made_of=((coffee.key, 240.0),))
    assert sweeteners_of(plain, {row.key: row for row in (plain, coffee)}) is False


@pytest.mark.parametrize(
    ("text", "name", "fruit"),
    [
        ("Orange juice, 100%, NFS", "beverage", 100),
        ("Soy milk, unsweetened", "beverage", 0),
        ("Chocolate milk, NFS", "beverage", 0),
        ("Coffee, Latte", "beverage", 0),
        ("Soft drink, cola, diet", "beverage", 0),
        ("Water, carbonated, plain", "water", 0),
        ("Water, carbonated, flavored", "beverage", 0),
        ("Beer", "not_rated", 0),
        ("Infant formula, NFS", "not_rated", 0),
        ("Butter, stick", "fats_oils_nuts_seeds", 0),
        ("Olive oil", "fats_oils_nuts_seeds", 100),
        ("Cream, heavy", "fats_oils_nuts_seeds", 0),
        ("Peanut butter", "fats_oils_nuts_seeds", 0),
        ("Mayonnaise, regular", "general", 0),
        ("Ranch dressing", "general", 0),
        ("Cheese, Feta", "cheese", 0),
        ("Cheese, cottage, NFS", "cheese", 0),
        ("Beef, ground, raw", "red_meat", 0),
        ("Spam", "red_meat", 0),
        ("Liver, chicken", "general", 0),
        ("Avocado, raw", "general", 100),
        ("Potato chips, NFS", "general", 0),
        ("Hummus, plain", "general", None),
        ("Jam", "general", 45),
    ],
)
def test_everyday_foods_of_the_release(text, name, fruit):
    food = shipped()[text]
    assert (class_of(food), food.fruit_vegetable_legume_percent) == (name, fruit)


def test_a_stew_is_a_dish_and_partly_vegetables():
    stew = shipped()["Stew, beef"]
    assert class_of(stew) == "general"
    assert stew.fruit_vegetable_legume_percent == pytest.approx(35, abs=5)


def test_every_class_of_the_release_is_one_of_the_scheme():
    names = {food.nutriscore_class for food in shipped().values()}
    names |= {category.nutriscore_class for category in read_categories(FIXTURES / CATEGORIES).values()}
    assert names - {""} <= set(NutriScoreClass.values)
    assert {row["class"] for row in rows("nutriscore_class_rules.csv")} <= set(NutriScoreClass.values)


def test_nearly_every_base_food_within_the_scheme_has_what_its_score_needs():
    base = [food for food in shipped().values() if food.id in base_ids()]
    rated = [food for food in base if class_of(food) != NutriScoreClass.NOT_RATED]
    needed = ("energy_kcal", "sugars_g", "saturated_fat_g", "sodium_mg", "fibre_g", "protein_g")
    complete = [food for food in rated if all(food.nutrients[key] is not None for key in needed)]
    assert len(complete) / len(rated) >= 0.98


@pytest.mark.parametrize("name", ["class", "share", "sweetener"])
def test_every_rule_says_why(name):
    assert all(row["why"] for row in rows(f"nutriscore_{name}_rules.csv"))
