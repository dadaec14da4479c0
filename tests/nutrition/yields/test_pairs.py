"""Raw and cooked foods are paired by their descriptions, and near-twins never judge what they fitted."""

import pytest

from nutrition.yields.pairs import Pair, family_of, pairs_of
from nutrition.yields.split import halves
from tests.nutrition.yields.kitchen import FISH, VEGETABLES, beef, row


def told(pairs: list[Pair]) -> list[tuple[str, str, str]]:
    return [(pair.raw.source_id, pair.cooked.source_id, pair.method) for pair in pairs]


def test_the_same_food_raw_and_cooked_is_a_pair() -> None:
    foods = [
        row("00001", "Carrots, raw", group=VEGETABLES),
        row("00002", "Carrots, cooked, boiled, drained, without salt", group=VEGETABLES),
        row("00003", "Parsnips, cooked, boiled, drained, without salt", group=VEGETABLES),
    ]
    assert told(pairs_of(foods)) == [("00001", "00002", "boiled")]


@pytest.mark.parametrize(
    "description",
    [
        "Carrots, cooked, boiled, drained, with salt",
        "Carrots, canned, drained solids",
        "Carrots, baby, raw",
        "Carrots, cooked",
    ],
)
def test_another_recipe_another_food_and_an_unnamed_method_are_none(description: str) -> None:
    foods = [row("00001", "Carrots, raw", group=VEGETABLES), row("00002", description, group=VEGETABLES)]
    assert pairs_of(foods) == []


def test_chops_and_roasts_of_a_cut_are_cooked_from_one_raw_food() -> None:
    raw = row("00001", "Beef, loin, blade (chops or roasts), raw")
    cooked = [row("00002", "Beef, loin, blade (chops), cooked, broiled"),
              row("00003", "Beef, loin, blade (roasts), cooked, roasted")]  # fmt: skip
    assert [method for *_, method in told(pairs_of([raw, *cooked]))] == ["broiled", "roasted"]


def test_dry_heat_of_fish_is_roasting() -> None:
    foods = [
        row("00001", "Fish, cod, raw", group=FISH),
        row("00002", "Fish, cod, cooked, dry heat", group=FISH),
    ]
    assert told(pairs_of(foods)) == [("00001", "00002", "roasted")]


@pytest.mark.parametrize(
    ("group", "description", "family"),
    [
        ("1300", "Beef, chuck, arm pot roast, separable lean only, choice, raw", "beef shoulder"),
        ("1300", "Beef, chuck, mock tender steak, boneless, raw", "beef shoulder"),
        ("1300", "Beef, composite of trimmed retail cuts, raw", ""),
        ("0500", "Chicken, broilers or fryers, thigh, meat only, raw", "chicken dark"),
        ("0500", "Chicken, broilers or fryers, meat and skin, raw", ""),
        ("0500", "Turkey, retail parts, wing, meat only, raw", "turkey light"),
        ("1600", "Beans, kidney, red, mature seeds, raw", "common bean"),
        ("1100", "Beans, snap, green, raw", "common bean"),
        ("1500", "Fish, salmon, Atlantic, wild, raw", "salmon"),
        ("1100", "Squash, winter, acorn, raw", "squash winter"),
    ],
)
def test_a_family_is_a_species_or_a_cut_of_it(group: str, description: str, family: str) -> None:
    assert family_of(row("00001", description, group=group)) == family


def test_no_family_is_in_both_halves_and_the_split_is_always_the_same() -> None:
    cuts = ["chuck", "round", "loin", "rib", "brisket", "flank", "plate", "shank"]
    pairs = pairs_of([food for at, cut in enumerate(cuts) for food in beef(10 * at + 1, cut)])
    fitting, judging = halves(pairs)
    assert (len(fitting), len(judging)) == (4, 4)
    assert not {pair.family for pair in fitting} & {pair.family for pair in judging}
    assert halves(list(reversed(pairs)))[1] == list(reversed(judging))
