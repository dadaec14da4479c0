"""Small made-up foods for tables in memory."""

from nutrition.nutrients import KEYS
from nutrition.resolution.foods import BASE_NAME, DESCRIPTION, Food, Name

Row = tuple[Food, tuple[float | None, ...]]


def table_food(
    food_id: int, name: str, *names: Name, category: str = "fruits", is_base: bool = True, **nutrients: float
) -> Row:
    """A food as the tables hold it, with its nutrients per 100 g; those not given are unknown."""
    own = Name(name, BASE_NAME if is_base else DESCRIPTION)
    food = Food(
        id=food_id,
        revision_id=food_id,
        revision=1,
        name=name,
        description=name,
        category=category,
        is_base=is_base,
        state="imported",
        serving="",
        serving_g=None,
        source="fndds",
        source_id=str(food_id),
        release="2021-2023",
        portions=(),
        names=(own, *names),
    )
    return food, tuple(nutrients.get(key) for key in KEYS)
