"""Our Nutri-Scores beside those that Open Food Facts computed, and the microseconds of one.

Takes a parquet file of Open Food Facts products. Each product that Open Food Facts gave a score of 2023 is
scored from the nutrients in the file; its class, its share of fruit and its sweeteners are derived from tags
and ingredients as Open Food Facts does. Every difference is printed with its explanation, which is found by
trying what could explain it. Of the algorithm of 2017 (there called 2021) the file holds the letters only.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from re import fullmatch
from statistics import median
from time import perf_counter
from typing import Any

from measuring import arguments, publish, start_django

Product = dict[str, Any]
# A score (None where only letters are compared) and its letter.
Outcome = tuple[int | None, str]
COLUMNS = ["code", "categories_tags", "ingredients", "misc_tags", "nutriments", "nutriscore_grade"]
COLUMNS += ["nutriscore_score", "with_non_nutritive_sweeteners"]
FIELDS = {
    "energy_kj": "energy",
    "sugars_g": "sugars",
    "saturated_fat_g": "saturated-fat",
    "fat_g": "fat",
    "salt_g": "salt",
    "fibre_g": "fiber",
    "protein_g": "proteins",
    "carbohydrate_available_g": "carbohydrates",
}
# Open Food Facts counts red meat from a tenth of the ingredients on.
RED_MEAT_PERCENT = 10
TRIED_SHARES = (0.0, 50.0, 70.0, 100.0)
# Digits after the point for the rule of rounding that was dropped in 2022; two for the rest.
ROUNDED = {"energy_kj": 1, "saturated_fat_g": 1, "salt_g": 4}
NO_SCORE = {
    "en:nutriscore-missing-category": "no category",
    "en:nutriscore-not-applicable": "outside the scheme",
    "en:nutriscore-missing-prepared-nutrition-data": "nothing known as prepared",
    "en:nutriscore-missing-nutrition-data": "nutrients unknown",
}


def products(file: Path) -> list[Product]:
    import pyarrow.parquet  # type: ignore[import-untyped]

    rows: list[Product] = pyarrow.parquet.read_table(file, columns=COLUMNS).to_pylist()
    return rows


def amounts(product: Product) -> dict[str, float]:
    """Amounts per 100 g by their name there; the file keeps single precision, seven digits."""
    listed = product["nutriments"] or []
    return {row["name"]: float(f"{row['100g']:.7g}") for row in listed if row["100g"] is not None}


def food_class(product: Product) -> str:
    """The Nutri-Score class as Open Food Facts finds it."""
    from nutrition.products import nutriscore

    return nutriscore.food_class(
        product["categories_tags"] or [], red_meat_percent(product) > RED_MEAT_PERCENT
    )


def red_meat_percent(product: Product) -> float:
    from nutrition.products.nutriscore import is_red_meat

    listed = json.loads(product["ingredients"] or "[]")
    return sum(row.get("percent_estimate") or 0.0 for row in listed if is_red_meat(row["id"]))


def fruit_percent(product: Product, kinds: str) -> float | None:
    """The share of ``kinds`` ("legumes" in 2023, "nuts" in 2017) from the category, else the estimate."""
    from nutrition.products.nutriscore import category_fruit_percent

    by_category = category_fruit_percent(product["categories_tags"] or [])
    if by_category is not None:
        return by_category
    names = (
        f"fruits-vegetables-{kinds}-estimate-from-ingredients",
        f"fruits-vegetables-{kinds}",
    )
    known = amounts(product)
    return next((known[name] for name in names if name in known), None)


def facts(product: Product) -> Any:
    """What the formulas are told; unknown fibre is taken as none, as Open Food Facts does."""
    from nutrition.grading.facts import FoodFacts

    known = amounts(product)
    return FoodFacts(
        nutrients={"fibre_g": 0.0} | {key: known[name] for key, name in FIELDS.items() if name in known},
        nutriscore_class=food_class(product),
        fruit_vegetable_legume_percent=fruit_percent(product, "legumes"),
        non_nutritive_sweeteners=bool(product["with_non_nutritive_sweeteners"]),
    )


def facts_2017(product: Product) -> Any:
    """The same for 2017: nuts count with fruit, and only added fats are fats."""
    told = facts(product)
    is_nuts = told.nutriscore_class.startswith("fats") and "en:fats" not in product["categories_tags"]
    return replace(
        told,
        nutriscore_class="general" if is_nuts else told.nutriscore_class,
        fruit_vegetable_legume_percent=fruit_percent(product, "nuts"),
        nut_percent=0.0,
    )


def compare(scored: Iterable[Product], version: str) -> Iterator[tuple[str, Outcome, Outcome, str]]:
    """Code, our outcome, theirs and what explains a difference, wherever there are both."""
    from nutrition.grading import nutriscore

    formula, tell, read = {
        "2023": (nutriscore.nutri_score_2023, facts, theirs_2023),
        "2017": (nutriscore.nutri_score_2017, facts_2017, theirs_2017),
    }[version]

    def outcome(food: Any) -> Outcome:
        result = formula(food)
        return (result.score if version == "2023" else None), result.grade

    for product in scored:
        told, expected = tell(product), read(product)
        if expected is not None:
            ours, missing = outcome(told), formula(told).missing
            because = "" if ours == expected else explanation(product, told, missing, outcome, expected)
            yield product["code"], ours, expected, because


def theirs_2023(product: Product) -> Outcome:
    return int(product["nutriscore_score"]), product["nutriscore_grade"].upper()


def theirs_2017(product: Product) -> Outcome | None:
    tags = (fullmatch(r"en:nutriscore-2021-(\w)-2023-\w", tag) for tag in product["misc_tags"])
    return next(((None, match[1].upper()) for match in tags if match), None)


def explanation(
    product: Product, told: Any, missing: Sequence[str], outcome: Callable[[Any], Outcome], expected: Outcome
) -> str:
    """Why we differ: the file lacks nutrients, or the first change of what we were told that ends it."""
    if missing:
        estimated = "en:nutriscore-using-estimated-nutrition-facts" in product["misc_tags"]
        how = "estimated from the ingredients" if estimated else "from elsewhere"
        return f"their nutrients are {how}; the file lacks {', '.join(missing)}"
    for words, changed in other_tellings(told):
        if outcome(changed) == expected:
            return f"equal {words}"
    return f"UNEXPLAINED: class {told.nutriscore_class}, {told.nutrients}"


def other_tellings(told: Any) -> Iterator[tuple[str, Any]]:
    """What else a food might be, likelier things first."""
    from nutrition.grading.nutriscore import CLASSES

    rounded = {key: round(value, ROUNDED.get(key, 2)) for key, value in told.nutrients.items()}
    yield "with the amounts rounded as the rule was until 2022", replace(told, nutrients=rounded)
    for share in TRIED_SHARES:
        words = f"with {share:g} % fruit and vegetables (a default of their category)"
        yield words, replace(told, fruit_vegetable_legume_percent=share)
    for name in CLASSES:
        yield (
            f"in class {name} (their categories say more than the tags)",
            replace(told, nutriscore_class=name),
        )


def agreement(scored: Sequence[Product], version: str) -> dict[str, Any]:
    """The figures of one version, and a line for every difference."""
    rows = list(compare(scored, version))
    computable = [row for row in rows if row[1][1]]
    same_score = sum(ours == expected for _, ours, expected, _ in computable)
    same_grade = sum(ours[1] == expected[1] for _, ours, expected, _ in computable)
    figures: dict[str, Any] = {"compared": len(rows), "with_nutrients": len(computable)}
    if version == "2023":
        figures |= {"scores_equal": same_score, "scores_equal_share": round(same_score / len(computable), 4)}
    figures |= {"grades_equal": same_grade, "grades_equal_share": round(same_grade / len(computable), 4)}
    for code, ours, expected, because in rows:
        if because:
            figures[code] = f"ours {words_of(ours)}, theirs {words_of(expected)}: {because}"
    return {f"{version} {name}": figure for name, figure in figures.items()}


def words_of(outcome: Outcome) -> str:
    score, grade = outcome
    return "not computable" if not grade else f"{'' if score is None else score} {grade}".strip()


def reasons(unscored: Iterable[Product]) -> dict[str, int]:
    """Why they gave no score, by the first of their tags that says so."""
    counted: Counter[str] = Counter()
    for product in unscored:
        tags = product["misc_tags"] or []
        counted[next((why for tag, why in NO_SCORE.items() if tag in tags), "no reason given")] += 1
    return {f"no score of theirs: {why}": count for why, count in counted.most_common()}


def microseconds(told: Sequence[Any], runs: int) -> Iterator[tuple[str, float]]:
    from nutrition.grading.nutriscore import nutri_score_2017, nutri_score_2023

    for formula in (nutri_score_2023, nutri_score_2017):
        times = []
        for _ in range(runs):
            started = perf_counter()
            for food in told:
                formula(food)
            times.append((perf_counter() - started) / len(told))
        yield f"{formula.__name__}_us", round(median(times) * 1e6, 1)


def measure(file: Path, runs: int) -> dict[str, Any]:
    start_django()
    everything = products(file)
    scored = [product for product in everything if product["nutriscore_score"] is not None]
    told = [facts(product) for product in scored]
    return {
        "products": len(everything),
        **reasons(product for product in everything if product["nutriscore_score"] is None),
        "fibre unknown, taken as none": sum("fiber" not in amounts(product) for product in scored),
        **{f"class {name}": count for name, count in Counter(food.nutriscore_class for food in told).items()},
        **agreement(scored, "2023"),
        **agreement(scored, "2017"),
        "runs": runs,
        **dict(microseconds(told, runs)),
    }


def main() -> None:
    parser = arguments(__doc__, runs=21)
    parser.add_argument("file", type=Path, help="products of Open Food Facts, a parquet file")
    options = parser.parse_args()
    publish("nutriscore", measure(options.file, options.runs), options)


main()
