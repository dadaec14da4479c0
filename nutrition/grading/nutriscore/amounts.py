"""The amounts that the Nutri-Score looks at, read from what is known of a food."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from nutrition.grading.facts import FoodFacts

KJ_PER_KCAL = 4.184
# Regulation (EU) 1169/2011, annex XIV: fat 37 kJ/g; annex I: salt = sodium x 2.5.
KJ_PER_G_FAT = 37.0
SALT_PER_SODIUM = 2.5
# No amount in 100 g comes near it, in whatever unit: what is above was not measured.
_IMPOSSIBLE = 1e9


@dataclass(slots=True)
class Amounts:
    """Reads one amount at a time and keeps a note of what was unknown and of what was assumed for it.

    A negative or impossible amount or one that is not a number is unknown. Each method gives the amount in
    the unit that its name ends in, or ``None``.
    """

    facts: FoodFacts
    missing: list[str] = field(default_factory=list)
    assumed: list[str] = field(default_factory=list)

    def energy_kj(self) -> float | None:
        """The energy as the label gives it in kJ, else from its kcal."""
        given = self._known("energy_kj")
        if given is not None:
            return given
        kcal = self._needed("energy_kcal")
        return None if kcal is None else kcal * KJ_PER_KCAL

    def sugars_g(self) -> float | None:
        """The sugars; none in a food without carbohydrate."""
        is_free = self._known("carbohydrate_total_g") == 0 or self._known("carbohydrate_available_g") == 0
        return self._needed("sugars_g", is_free, "no_carbohydrate_so_no_sugars")

    def saturated_fat_g(self) -> float | None:
        """The saturated fat; none in a food without fat."""
        return self._needed("saturated_fat_g", self._known("fat_g") == 0, "no_fat_so_no_saturated_fat")

    def fibre_g(self) -> float | None:
        """The fibre; none in a food without carbohydrate, where that includes fibre."""
        return self._needed(
            "fibre_g", self._known("carbohydrate_total_g") == 0, "no_carbohydrate_so_no_fibre"
        )

    def protein_g(self) -> float | None:
        """The protein, unknown without a note: it is not always needed."""
        return self._known("protein_g")

    def salt_g(self) -> float | None:
        """The salt as the label gives it, else from sodium."""
        given = self._known("salt_g")
        if given is not None:
            return given
        sodium = self._needed("sodium_mg")
        return None if sodium is None else sodium * SALT_PER_SODIUM / 1000

    def sodium_mg(self) -> float | None:
        """The sodium of the label's salt, else as given."""
        given = self._known("salt_g")
        return self._needed("sodium_mg") if given is None else given * 1000 / SALT_PER_SODIUM

    def energy_from_saturates_kj(self) -> float | None:
        """What the saturated fat gives of energy."""
        saturates = self.saturated_fat_g()
        return None if saturates is None else saturates * KJ_PER_G_FAT

    def saturates_per_fat_percent(self) -> float | None:
        """The saturated share of the fat; where less fat is stated than saturated fat, all of it."""
        saturates = self.saturated_fat_g()
        if saturates == 0:
            return 0.0
        fat = self._needed("fat_g")
        return None if saturates is None or fat is None else 100 * saturates / max(fat, saturates)

    def fruit_vegetable_legume_percent(self) -> float:
        """The share of fruit, vegetables and legumes; an unknown share earns nothing and is noted."""
        return self._share(self.facts.fruit_vegetable_legume_percent, "no_fruit_vegetable_legume_known")

    def fruit_vegetable_legume_nut_percent(self) -> float:
        """The same with nuts, as the algorithm of 2017 counts them."""
        nuts = self._share(self.facts.nut_percent, "no_nuts_known")
        return min(self.fruit_vegetable_legume_percent() + nuts, 100.0)

    def non_nutritive_sweeteners(self) -> float:
        """1 for a drink with such sweeteners, 0 without; unknown counts as none and is noted."""
        if self.facts.non_nutritive_sweeteners is None:
            self.assumed.append("no_sweeteners_known")
        return 1.0 if self.facts.non_nutritive_sweeteners else 0.0

    def _known(self, key: str) -> float | None:
        value = self.facts.nutrients.get(key)
        return value if value is not None and 0 <= value < _IMPOSSIBLE else None

    def _needed(self, key: str, is_free: bool = False, because: str = "") -> float | None:
        value = self._known(key)
        if value is not None:
            return value
        notes, note = (self.assumed, because) if is_free else (self.missing, key)
        if note not in notes:
            notes.append(note)
        return 0.0 if is_free else None

    def _share(self, percent: float | None, note: str) -> float:
        if percent is not None and 0 <= percent < _IMPOSSIBLE:
            return min(percent, 100.0)
        self.assumed.append(note)
        return 0.0


READ: Mapping[str, Callable[[Amounts], float | None]] = {
    read.__name__: read
    for read in (
        Amounts.energy_kj,
        Amounts.sugars_g,
        Amounts.saturated_fat_g,
        Amounts.salt_g,
        Amounts.sodium_mg,
        Amounts.energy_from_saturates_kj,
        Amounts.saturates_per_fat_percent,
        Amounts.non_nutritive_sweeteners,
        Amounts.fruit_vegetable_legume_percent,
        Amounts.fruit_vegetable_legume_nut_percent,
        Amounts.fibre_g,
        Amounts.protein_g,
    )
}
