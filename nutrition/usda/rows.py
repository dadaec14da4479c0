"""What every reader yields, whatever the publisher's format."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class SourcePortionRow:
    """A household measure; ``grams`` of 0 means that the publisher left it open."""

    sequence: int
    label: str
    grams: float


@dataclass(slots=True)
class SourceIngredientRow:
    """One ingredient of a dish; ``moisture_change_percent`` belongs to the whole dish."""

    sequence: int
    ingredient_code: str
    description: str
    grams: float
    retention_code: str
    moisture_change_percent: float | None


@dataclass(slots=True)
class SourceFoodRow:
    """A food of a publisher; ``nutrients`` per 100 g edible part hold known values only."""

    source: str
    source_id: str
    release: str
    description: str
    group_code: str
    group_name: str
    synonyms: str = ""
    scientific_name: str = ""
    manufacturer: str = ""
    refuse: str = ""
    refuse_percent: float | None = None
    ndb_number: str = ""
    nutrients: dict[str, float] = field(default_factory=dict)
    derivations: dict[str, str] = field(default_factory=dict)
    portions: list[SourcePortionRow] = field(default_factory=list)
    ingredients: list[SourceIngredientRow] = field(default_factory=list)


def add_computed(food: SourceFoodRow) -> None:
    """Add available carbohydrate (total minus fibre) where both are known."""
    total, fibre = food.nutrients.get("carbohydrate_total_g"), food.nutrients.get("fibre_g")
    if total is not None and fibre is not None:
        food.nutrients["carbohydrate_available_g"] = round(max(0.0, total - fibre), 4)
        food.derivations["carbohydrate_available_g"] = "computed"
