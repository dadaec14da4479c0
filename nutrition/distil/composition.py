"""Nutrients of the distilled foods: whose figure is taken, and what is computed from ingredients."""

from nutrition.distil.assumptions import add_zeros, assume, most
from nutrition.distil.newer import FALLBACKS, take_newer
from nutrition.distil.source_tables import Key, Source, Sources
from nutrition.fixtures import Provenance
from nutrition.nutrients import KEYS, NUTRIENTS

# FNDDS has no column for these; USDA's retention table has none either, so nothing is lost in cooking.
LACKING_IN_FNDDS = tuple(
    nutrient.key
    for nutrient in NUTRIENTS
    if not nutrient.fndds_column and nutrient.key != "carbohydrate_available_g"
)
FROM_INGREDIENTS = "computed from ingredients"
# A recipe that misses the published energy by more than this does not tell the whole food.
ENERGY_TOLERANCE = 0.10
ENERGY_TOLERANCE_KCAL = 5.0
# An ingredient that does not know a nutrient adds at most so much (see `most`): below this, in 100 g of the
# dish, that is no more than rounding (for added sugars that of the US label).
NEGLIGIBLE = {"energy_kcal": 1.0, "added_sugars_g": 0.5}
NEGLIGIBLE_ELSE_G = 0.05

Values = dict[str, float | None]


class Composer:
    """Puts the nutrients of a food together, with the provenance of what is not its own source's."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._newer = {
            source.ndb_number: source for source in sources.values() if source.key[0] == "foundation"
        }
        self._computed: dict[Key, tuple[Values, Provenance]] = {}

    def compose(self, key: Key) -> tuple[Values, Provenance]:
        """Nutrients per 100 g of the source's food ``key``, and where they are from."""
        source = self._sources[key]
        values = dict(source.nutrients)
        provenance = _own_derivations(source)
        if key[0] == "fndds":
            lacking, origin = self._from_ingredients(key)
            values |= {name: lacking[name] for name in LACKING_IN_FNDDS}
            provenance |= origin
        else:
            if key[0] == "sr28" and source.ndb_number in self._newer:
                take_newer(self._newer[source.ndb_number], values, provenance)
        assume(source, values, provenance)
        add_zeros(key[0], values, provenance)
        _cap_added_sugars(values)
        return values, provenance

    def _from_ingredients(self, key: Key) -> tuple[Values, Provenance]:
        if key not in self._computed:
            self._computed[key] = self._compute(self._sources[key])
        return self._computed[key]

    def _compute(self, source: Source) -> tuple[Values, Provenance]:
        """Per 100 g of the cooked dish: an ingredient that does not know a nutrient leaves it unknown."""
        nothing: tuple[Values, Provenance] = (dict.fromkeys(LACKING_IN_FNDDS), {})
        self._computed[source.key] = nothing  # A recipe that contains itself stays unknown.
        composed = [self._ingredient(row.key) for row in source.ingredients]
        parts = [(row.grams, values) for row, (values, _) in zip(source.ingredients, composed, strict=True)]
        moisture = source.ingredients[0].moisture_change_percent if source.ingredients else 0.0
        grams = sum(row.grams for row in source.ingredients) * (1 + moisture / 100)
        if grams <= 0:
            return nothing
        energy = _weighted("energy_kcal", parts, grams)
        published = source.nutrients["energy_kcal"]
        if energy is None or published is None or not _agrees(energy, published):
            return nothing
        values = {name: _weighted(name, parts, grams) for name in LACKING_IN_FNDDS}
        origins = [provenance for _, provenance in composed]
        return values, {
            name: (_origin(name, origins), FROM_INGREDIENTS)
            for name, value in values.items()
            if value is not None
        }

    def _ingredient(self, key: Key) -> tuple[Values, Provenance]:
        return self.compose(key) if key in self._sources else (dict.fromkeys(KEYS), {})


def _cap_added_sugars(values: Values) -> None:
    """Ingredients' figures and the dish's own are rounded apart: no more sugars are added than there are."""
    added, sugars = values["added_sugars_g"], values["sugars_g"]
    if added is not None and sugars is not None:
        values["added_sugars_g"] = min(added, sugars)


def _origin(name: str, ingredients: list[Provenance]) -> str:
    """The tables that the figures of the ingredients come from."""
    newer = any("foundation" in origin.get(name, ("", ""))[0] for origin in ingredients)
    return "sr28+foundation" if newer else "sr28"


def _own_derivations(source: Source) -> Provenance:
    own = source.key[0]
    provenance: Provenance = {}
    for name, how in source.derivations.items():
        if how == "computed":
            provenance[name] = (own, "computed")
        elif how in FALLBACKS:
            provenance[name] = (own, FALLBACKS[how])
    return provenance


def _weighted(name: str, parts: list[tuple[float, Values]], grams: float) -> float | None:
    """Per 100 g of the dish; ``None`` where an ingredient that matters does not know it."""
    total = unknown = 0.0
    for part_grams, values in parts:
        value = values[name]
        if value is not None:
            total += part_grams * value
            continue
        bound = most(name, values)
        if bound is None:
            return None
        unknown += part_grams * bound
    if unknown / grams > NEGLIGIBLE.get(name, NEGLIGIBLE_ELSE_G):
        return None
    return float(f"{total / grams:.4g}")


def _agrees(energy_kcal: float, published_kcal: float) -> bool:
    return abs(energy_kcal - published_kcal) <= max(ENERGY_TOLERANCE_KCAL, ENERGY_TOLERANCE * published_kcal)
