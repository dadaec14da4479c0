"""What looks wrong in the tables, each limit from both sides."""

import pytest

from nutrition.curation.findings.deciding import dismiss, reopen
from nutrition.curation.findings.inspecting import inspect_changed, inspect_foods
from nutrition.curation.findings.tables import checks, limits, watched
from nutrition.curation.models import Finding, FoodUse
from nutrition.models import Category, Food, Origin
from nutrition.nutrients import KEYS
from nutrition.services import add_alias, announce, remove_alias
from nutrition.usda.models import SourceFood
from tests.meals.factories import make_food, revise
from tests.nutrition.curating import revise_food

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_catalog")]

PER_100_G = {"protein_g": 2.7, "carbohydrate_total_g": 28.0, "fat_g": 0.3, "water_g": 68.0}


def inspect(only=None):
    return inspect_foods(progress=lambda what, done, total: None, only=only)


def found(kind, **wanted):
    inspect()
    return list(Finding.objects.filter(kind=kind, **wanted).order_by("food", "subject"))


def codes(**nutrients):
    make_food("Thing", **nutrients)
    return [finding.subject for finding in found("impossible")]


def loaded(name="Rice, boiled", **nutrients):
    """A food as a release brought it."""
    food = make_food(name, origin=Origin.RELEASE, went_live_at="2025-01-01T00:00Z", **nutrients)
    food.loaded = food.live
    food.save()
    return food


# --- what cannot be


def test_saturates_above_fat_cannot_be():
    assert codes(fat_g=1.0, saturated_fat_g=1.6) == ["saturates_above_fat"]


def test_saturates_half_a_gram_above_fat_are_rounding():
    assert codes(fat_g=1.0, saturated_fat_g=1.5) == []


@pytest.mark.parametrize(("water_g", "expected"), [(74.5, ["macros_and_water_over_100_g"]), (73.9, [])])
def test_105_g_of_macros_and_water_are_the_most(water_g, expected):
    assert codes(**PER_100_G | {"water_g": water_g}) == expected


@pytest.mark.parametrize(("energy_kcal", "expected"), [(99.9, []), (69.0, ["energy_off"]), (140.0, [])])
def test_energy_may_be_off_by_30_percent_and_5_kcal(energy_kcal, expected):
    nutrients = {"protein_g": 5.0, "carbohydrate_total_g": 20.0, "fibre_g": 0.0, "fat_g": 0.7}
    assert codes(energy_kcal=energy_kcal, **nutrients) == expected


def test_a_finding_keeps_the_figures_and_says_how_far_they_are_off():
    codes(sugars_g=10.0, carbohydrate_total_g=8.0)
    finding = Finding.objects.get()
    assert finding.details["figures"] == {"sugars_g": 10.0, "carbohydrate_total_g": 8.0}
    assert finding.details["message"] == "Sugars above carbohydrate: 10 g against 8 g."
    assert finding.size == pytest.approx(20)


def test_an_amount_below_zero_cannot_be():
    assert codes(protein_g=-1.0) == ["negative"]


def test_what_is_unknown_is_not_held_against_anything():
    assert codes(saturated_fat_g=1.6, fat_g=None) == []


# --- what is unlike its category


def a_category(*amounts, others=20, at=10.0):
    """So many foods at about one amount of protein, and some at the ``amounts``."""
    for number in range(others):
        make_food(f"Usual grain{number}", protein_g=at + number % 3)
    return [make_food(f"Odd {amount:g}", protein_g=amount) for amount in amounts]


def test_a_figure_far_from_the_rest_of_the_category_is_found():
    (odd,) = a_category(75.0)
    (finding,) = found("outlier")
    assert (finding.food, finding.subject) == (odd, "protein_g")
    assert finding.details["figures"] == {"protein_g": 75.0, "category": "grains"}
    assert (finding.details["median"], finding.details["foods"]) == (11.0, 21)


def test_a_figure_within_eight_robust_deviations_is_not():
    a_category(30.0)
    assert found("outlier") == []


def test_in_a_small_category_nothing_is_unusual():
    a_category(75.0, others=18)
    assert found("outlier") == []


def test_a_kind_of_its_own_is_no_outlier():
    a_category(75.0, 70.0, 80.0, 65.0)
    assert found("outlier") == []


def test_three_that_are_alike_are_still_outliers():
    a_category(75.0, 70.0, 80.0)
    assert len(found("outlier")) == 3


def test_another_category_has_figures_of_its_own():
    meat = Category.objects.create(slug="proteins", name="Proteins")
    a_category()
    revise(make_food("Beef"), name="Beef", protein_g=75.0).live.category = meat
    assert found("outlier", food__live__category=meat) == []


# --- two foods that may be one


def pair(**changes):
    make_food("Rice, boiled, white", **PER_100_G)
    make_food("White boiled rice", **PER_100_G | changes)
    return [finding.size for finding in found("duplicate")]


def test_the_same_words_and_the_same_nutrients_are_one_food():
    assert pair() == [100.0]


@pytest.mark.parametrize(("protein_g", "count"), [(3.7, 1), (5.0, 0)])
def test_figures_ten_percent_apart_on_average_are_two_foods(protein_g, count):
    assert len(pair(carbohydrate_total_g=25.0, water_g=72.0, protein_g=protein_g)) == count


def test_other_words_are_another_food():
    make_food("Rice, boiled", **PER_100_G)
    make_food("Rice, fried", **PER_100_G)
    assert found("duplicate") == []


def test_foods_without_a_common_figure_are_not_compared():
    make_food("Rice, boiled", protein_g=2.7)
    make_food("Boiled rice", fat_g=0.3)
    assert found("duplicate") == []


def test_retired_and_merged_foods_are_duplicates_of_nothing():
    kept = make_food("Rice, boiled", **PER_100_G)
    Food.objects.filter(pk=make_food("Boiled rice", **PER_100_G).pk).update(merged_into=kept)
    make_food("Rice boiled", state="retired", **PER_100_G)
    assert found("duplicate") == []


# --- a name of two foods


def alias_of(text, region="", other_text=None, other_region=""):
    one, other = make_food("Crisps"), make_food("Fries")
    add_alias(food=one, text=text, region=region)
    add_alias(food=other, text=other_text or text, region=other_region)
    return [(finding.subject, finding.food, finding.other_food) for finding in found("alias")], one, other


def test_an_alias_of_two_foods_is_ambiguous_however_it_is_written():
    pairs, one, other = alias_of("Chips", other_text="chips")
    assert pairs == [("chips", one, other)]


@pytest.mark.parametrize(
    ("region", "other_region", "count"), [("GB", "US", 0), ("GB", "", 1), ("GB", "GB", 1)]
)
def test_regions_keep_names_apart(region, other_region, count):
    assert len(alias_of("chips", region, other_region=other_region)[0]) == count


def test_an_alias_that_is_another_foods_name_is_found_at_the_alias():
    crisps, chips = make_food("Crisps"), make_food("Chips")
    add_alias(food=crisps, text="chips")
    (finding,) = found("alias")
    assert (finding.food, finding.other_food) == (crisps, chips)
    assert finding.details["figures"] == {"kinds": ["alias", "name"], "regions": [""]}


def test_a_name_that_was_taken_away_is_none():
    pairs, one, _ = alias_of("chips")
    assert pairs
    remove_alias(alias=one.aliases.get())
    assert found("alias") == []


def test_the_names_of_the_foods_most_logged_stand_first():
    _, one, other = alias_of("chips")
    FoodUse.objects.create(food=one, times_logged=30)
    FoodUse.objects.create(food=other, times_logged=12)
    assert [finding.size for finding in found("alias")] == [42.0]


# --- what differs from USDA


@pytest.mark.parametrize(("protein_g", "count"), [(22.0, 0), (22.1, 1), (17.9, 1)])
def test_a_curators_figure_more_than_a_tenth_off_the_release_is_found(user, protein_g, count):
    food = loaded(protein_g=20.0)
    revise_food(food=food, by=user, protein_g=protein_g)
    assert len(found("discrepancy")) == count


def test_a_discrepancy_keeps_both_figures_and_where_the_other_is_from(user):
    food = loaded(protein_g=20.0, energy_kcal=100.0)
    revise_food(food=food, by=user, protein_g=30.0, energy_kcal=130.0)
    (finding,) = found("discrepancy")
    assert (finding.subject, finding.size) == ("the last release", 50.0)
    assert finding.details["figures"] == {"protein_g": [30.0, 20.0], "energy_kcal": [130.0, 100.0]}
    assert finding.details["from"] == "fndds 56205000, 2021-2023"


def test_a_difference_that_no_label_would_show_is_none(user):
    revise_food(food=loaded(protein_g=0.2), by=user, protein_g=0.6)
    assert found("discrepancy") == []


def test_a_figure_that_the_release_does_not_know_is_no_discrepancy(user):
    revise_food(food=loaded(protein_g=None), by=user, protein_g=30.0)
    assert found("discrepancy") == []


@pytest.mark.parametrize(("protein_g", "count"), [(21.0, 0), (23.0, 1)])
def test_a_new_release_that_says_something_else_is_found(protein_g, count):
    food = loaded(protein_g=20.0)
    revise(food, protein_g=protein_g, origin=Origin.RELEASE, went_live_at="2026-01-01T00:00Z")
    Food.objects.filter(pk=food.pk).update(loaded=food.live)
    findings = found("discrepancy")
    assert [finding.subject for finding in findings] == ["before this release"] * count


@pytest.mark.parametrize(("provenance", "count"), [({}, 1), ({"protein_g": ["sr28", "computed"]}, 0)])
def test_a_publishers_table_is_held_against_the_foods_own_figures(provenance, count):
    loaded(protein_g=20.0, provenance=provenance)
    told = dict.fromkeys(KEYS) | {"protein_g": 25.0}
    SourceFood.objects.create(source="fndds", source_id="56205000", release="2025", description="", **told)
    assert [finding.subject for finding in found("discrepancy")] == ["USDA's tables"] * count


# --- kept up to date


def sugary(sugars_g=10.0):
    return make_food("Thing", sugars_g=sugars_g, carbohydrate_total_g=8.0)


def mend(food, **nutrients):
    revise(food, name="Thing", carbohydrate_total_g=8.0, **nutrients)
    announce(foods=[food.pk])


def test_the_same_tables_again_write_nothing():
    sugary()
    inspect()
    before = list(Finding.objects.values())
    assert inspect()["impossible"].new == 0
    assert list(Finding.objects.values()) == before


def test_what_was_mended_is_found_no_more():
    food = sugary()
    inspect()
    mend(food, sugars_g=7.0)
    assert inspect()["impossible"].gone == 1
    assert not Finding.objects.exists()


def test_what_was_dismissed_stays_dismissed(user):
    sugary()
    inspect()
    dismiss(findings=[Finding.objects.get().pk], by=user, note="measured apart")
    inspect()
    finding = Finding.objects.get()
    assert (finding.state, finding.dismissed_by, finding.note) == ("dismissed", user, "measured apart")


def test_other_figures_open_it_again(user):
    food = sugary()
    inspect()
    dismiss(findings=[Finding.objects.get().pk], by=user)
    mend(food, sugars_g=11.0)
    assert inspect()["impossible"].reopened == 1
    assert (Finding.objects.get().state, Finding.objects.get().dismissed_by) == ("open", None)


def test_a_median_that_moved_opens_nothing_again(user):
    a_category(75.0)
    inspect()
    dismiss(findings=[Finding.objects.get().pk], by=user)
    make_food("Newcomer", protein_g=20.0)
    make_food("Another", protein_g=20.0)
    announce(foods=Food.objects.values_list("pk", flat=True))
    inspect()
    assert Finding.objects.get().state == "dismissed"


def test_dismissed_can_be_opened_again(user):
    sugary()
    inspect()
    finding = Finding.objects.get()
    dismiss(findings=[finding.pk], by=user, note="so it is")
    assert (reopen(findings=[finding.pk]), reopen(findings=[finding.pk])) == (1, 0)
    assert Finding.objects.get().note == ""


def test_around_a_few_foods_the_findings_of_others_stay():
    one, other = sugary(), sugary(sugars_g=12.0)
    inspect()
    mend(one, sugars_g=7.0)
    mend(other, sugars_g=7.0)
    inspect(only=[one.pk])
    assert [finding.food for finding in Finding.objects.filter(kind="impossible")] == [other]


def test_a_food_by_itself_is_found_the_same_as_among_all():
    (odd,) = a_category(75.0)
    make_food("Rice, boiled", protein_g=10.0)
    rice = make_food("Boiled rice", protein_g=10.0)
    inspect(only=[odd.pk, rice.pk])
    alone = set(Finding.objects.values_list("kind", "food", "other_food", "subject"))
    inspect()
    assert {kind for kind, *_ in alone} == {"outlier", "duplicate"}
    assert set(Finding.objects.values_list("kind", "food", "other_food", "subject")) == alone


def test_a_change_is_looked_at_by_itself(user):
    food = sugary(sugars_g=5.0)
    inspect()
    revise_food(food=food, by=user, sugars_g=10.0)
    assert inspect_changed(progress=lambda *step: None) == 1
    assert Finding.objects.get().food == food
    assert inspect_changed(progress=lambda *step: None) == 0


def test_a_retired_food_has_nothing_wrong():
    food = sugary()
    inspect()
    type(food.live).objects.filter(pk=food.live.pk).update(state="retired")
    announce(foods=[food.pk])
    inspect_changed(progress=lambda *step: None)
    assert not Finding.objects.exists()


def test_without_foods_nothing_is_found():
    assert all(report.found == 0 for report in inspect().values())


def test_the_tables_name_known_nutrients():
    assert {nutrient.key for nutrient in watched()} <= set(KEYS)
    parts = {key for check in checks().values() for key in check.parts}
    assert parts <= set(KEYS)
    assert limits()["discrepancy_percent"] == 10
