"""Small made-up rows of SR28, raw and cooked."""

from nutrition.nutrients import KEYS
from nutrition.yields.pairs import SourceRow

BEEF_GROUP, VEGETABLES, FISH = "1300", "1100", "1500"


def row(
    source_id: str,
    description: str,
    *,
    group: str = BEEF_GROUP,
    water_g: float = 70.0,
    fat_g: float = 8.0,
    **known: float,
) -> SourceRow:
    """A food whose protein is what water and fat leave, all of it measured."""
    protein_g = 100.0 - water_g - fat_g
    nutrients: dict[str, float | None] = dict.fromkeys(KEYS)
    nutrients |= {"water_g": water_g, "fat_g": fat_g, "protein_g": protein_g}
    nutrients |= {"energy_kcal": 9 * fat_g + 4 * protein_g, **known}
    return SourceRow(source_id, group, description, nutrients, dict.fromkeys(nutrients, "1"))


def beef(
    number: int, cut: str, *, kept: float = 0.6, method: str = "roasted", fat_g: float = 8.0
) -> list[SourceRow]:
    """A raw cut and the same cut cooked, of which the share ``kept`` of the water stays."""
    raw = row(f"{number:05}", f"Beef, {cut}, raw", fat_g=fat_g)
    left = 100.0 - 70.0 * (1 - kept)
    after = row(
        f"{number + 1:05}",
        f"Beef, {cut}, cooked, {method}",
        water_g=7000 * kept / left,
        fat_g=100 * fat_g / left,
    )
    return [raw, after]
