"""The two algorithms: points, score and letter."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from nutrition.grading.facts import FoodFacts
from nutrition.grading.nutriscore import scheme
from nutrition.grading.nutriscore.amounts import READ, Amounts
from nutrition.grading.nutriscore.scheme import Line, Rules

_FRUIT = "fruit_vegetable_legume_percent"
_PROTEIN = "protein_g"


@dataclass(frozen=True, slots=True)
class Component:
    """One line of the calculation: an amount per 100 g, its points and the most that it could have got.

    ``counted`` is false for protein whose points are not taken off. Sweeteners have the value 1 or 0.
    """

    key: str
    value: float
    unit: str
    points: int
    most_points: int
    counted: bool


@dataclass(frozen=True, slots=True)
class NutriScore:
    """A Nutri-Score with all that led to it; the lower the score, the better.

    Without the nutrients that ``missing`` names (as in ``nutrition.nutrients``) it is not computable: then
    ``score``, the sums of points and ``protein_counts`` are ``None``, ``grade`` is empty and the components
    that are known stand alone. Water is A whatever is known of it. ``assumed`` holds codes:
    ``no_fruit_vegetable_legume_known``, ``no_nuts_known`` and ``no_sweeteners_known`` (taken as none),
    ``no_fat_so_no_saturated_fat``, ``no_carbohydrate_so_no_sugars``, ``no_carbohydrate_so_no_fibre``,
    ``nuts_scored_as_general_food`` and ``scored_as_added_fat`` (2017).
    """

    version: str
    food_class: str
    score: int | None = None
    grade: str = ""
    negative: tuple[Component, ...] = ()
    positive: tuple[Component, ...] = ()
    negative_points: int | None = None
    positive_points: int | None = None
    protein_counts: bool | None = None
    missing: tuple[str, ...] = ()
    not_rated_because: str = ""
    assumed: tuple[str, ...] = ()


def nutri_score_2023(facts: FoodFacts) -> NutriScore:
    """The Nutri-Score in force since 31 December 2023.

    Per 100 g or 100 ml, amounts unrounded. Source: Scientific Committee of the Nutri-Score, main report of
    2022 and report on beverages of 2023. Raises ValueError for a class that is none of ``CLASSES``.
    """
    return _nutri_score("2023", facts, facts.nutriscore_class, Amounts(facts))


def nutri_score_2017(facts: FoodFacts) -> NutriScore:
    """The first Nutri-Score, of 2017, in which nuts count with fruit and red meat is like any food.

    Per 100 g or 100 ml, amounts unrounded (its rule of rounding was dropped in 2022). Source: Arrêté du
    31 octobre 2017. Its class of fats holds added fats only, so nuts go by the general rules. Raises
    ValueError for a class that is none of ``CLASSES``.
    """
    amounts = Amounts(facts)
    food_class = facts.nutriscore_class_2017 or facts.nutriscore_class
    if food_class == "fats_oils_nuts_seeds":
        is_nuts = facts.nut_percent is not None and facts.nut_percent > 50
        amounts.assumed.append("nuts_scored_as_general_food" if is_nuts else "scored_as_added_fat")
        food_class = "general" if is_nuts else food_class
    return _nutri_score("2017", facts, food_class, amounts)


def _nutri_score(version: str, facts: FoodFacts, scored_as: str, amounts: Amounts) -> NutriScore:
    if scored_as == scheme.NOT_RATED:
        return NutriScore(version, scored_as, not_rated_because="outside_the_scheme")
    rules = scheme.rules(version, scored_as)
    result = _scored(version, facts.nutriscore_class, rules, amounts)
    return replace(result, grade="A", missing=()) if scored_as == "water" else result


def _scored(version: str, food_class: str, rules: Rules, amounts: Amounts) -> NutriScore:
    negative = _components(rules.negative, amounts)
    positive = _components(rules.positive, amounts)
    negative_points = sum(component.points for component in negative)
    fruit_points = next(component.points for component in positive if component.key == _FRUIT)
    protein_counts = rules.protein_counts(negative_points, fruit_points)
    # Negative points only grow with what is still unknown: protein that does not count is not needed.
    if not protein_counts:
        positive = [_uncounted(part) if part.key == _PROTEIN else part for part in positive]
    elif positive[-1].key != _PROTEIN:
        amounts.missing.append(_PROTEIN)
    known = NutriScore(
        version,
        food_class,
        negative=tuple(negative),
        positive=tuple(positive),
        missing=tuple(amounts.missing),
        assumed=tuple(amounts.assumed),
    )
    if known.missing:
        return known
    positive_points = sum(component.points for component in positive if component.counted)
    score = negative_points - positive_points
    return replace(
        known,
        score=score,
        grade=rules.letter(score),
        negative_points=negative_points,
        positive_points=positive_points,
        protein_counts=protein_counts,
    )


def _components(lines: Iterable[Line], amounts: Amounts) -> list[Component]:
    known = []
    for line in lines:
        value = READ[line.amount](amounts)
        if value is not None:
            points = line.points_for(value)
            known.append(Component(line.key, value, line.unit, points, line.points[-1], True))
    return known


def _uncounted(component: Component) -> Component:
    return replace(component, counted=False)
