"""One release of the food tables: distilled from the imported sources, written as CSV."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from nutrition.distil.categories import category_of
from nutrition.distil.composition import Composer
from nutrition.distil.estimates import fill_gaps
from nutrition.distil.labels import allergens_of, diets_of, nutrient_tags_of
from nutrition.distil.names import MAX_LENGTH, name_of, synonyms_of
from nutrition.distil.nutriscore_classes import nutriscore_class_of
from nutrition.distil.nutriscore_shares import shares_of
from nutrition.distil.nutriscore_sweeteners import sweeteners_of
from nutrition.distil.portions import portions_of
from nutrition.distil.selection import is_kept, one_a_cut, same_foods
from nutrition.distil.source_tables import Key, Source, Sources
from nutrition.fixtures import (
    ALIASES,
    BASE_ALIASES,
    BASE_FOODS,
    VANISHED_FOODS,
    AliasRecord,
    FoodRecord,
    PortionRecord,
    read_foods,
    rows_of,
    write_aliases,
    write_csv,
    write_foods,
    write_portions,
)

SOURCES = ("fndds", "sr28", "foundation")
FIRST_CURATOR_ID = 1_000_000


@dataclass
class Release:
    """What `distil_foods` makes; ``vanished`` foods had an id before, which nothing else gets."""

    foods: list[FoodRecord] = field(default_factory=list)
    portions: list[PortionRecord] = field(default_factory=list)
    aliases: list[AliasRecord] = field(default_factory=list)
    new: int = 0
    vanished: dict[Key, int] = field(default_factory=dict)


def distil(sources: Sources, directory: Path) -> Release:
    """Distil ``sources``; foods that ``directory`` already has keep their ids."""
    known = _known_ids(directory)
    wanted = _base_keys(directory)
    twins = same_foods(sources)
    chosen = choose(sources, twins, wanted)
    ids = _ids(known, chosen)
    twins_of: dict[Key, list[Source]] = {}
    for twin, food in twins.items():
        if sources[twin].key not in ids:
            twins_of.setdefault(food, []).append(sources[twin])
    release = Release(
        new=len(ids.keys() - known.keys()),
        vanished={key: food_id for key, food_id in known.items() if key not in ids},
    )
    composer = Composer(sources)
    for source in chosen:
        food_id = ids[source.key]
        release.foods.append(_food(food_id, source, sources, composer))
        release.portions.extend(portions_of(food_id, source, twins_of.get(source.key, [])))
    fill_gaps(release.foods)
    tell_apart(release.foods, _everyday_names(directory))
    everyday = _everyday_aliases(directory)
    release.aliases = [
        alias
        for alias in _aliases(release.foods, ids, sources, twins_of)
        if (alias.food, alias.text.lower()) not in everyday
    ]
    return release


def write(release: Release, directory: Path) -> None:
    """Write the release's tables to ``directory``."""
    directory.mkdir(parents=True, exist_ok=True)
    for source in SOURCES:
        write_foods(directory, source, (food for food in release.foods if food.source == source))
    write_portions(directory, release.portions)
    write_aliases(directory, ALIASES, release.aliases)
    vanished = sorted((food_id, *key) for key, food_id in release.vanished.items())
    write_csv(
        directory / VANISHED_FOODS, ("id", "source", "source_id"), ((str(i), *key) for i, *key in vanished)
    )


def choose(sources: Sources, twins: dict[Key, Key], wanted: set[Key]) -> list[Source]:
    """The publishers' foods that become foods; ``wanted`` ones whatever the rules say."""
    sr28_numbers = {source.ndb_number for source in sources.values() if source.key[0] == "sr28"}
    kept = [
        source
        for source in sources.values()
        if is_kept(source)
        and source.nutrients["energy_kcal"] is not None
        and source.key not in twins
        and not (source.key[0] == "foundation" and source.ndb_number in sr28_numbers)
    ]
    general = one_a_cut(kept)
    chosen = {source.key: source for source in general}
    chosen |= {key: sources[key] for key in wanted if key in sources}
    return [chosen[key] for key in sorted(chosen)]


def _known_ids(directory: Path) -> dict[Key, int]:
    known: dict[Key, int] = {}
    for source in SOURCES:
        path = directory / f"foods_{source}.csv"
        if path.exists():
            known |= {(source, food.source_id): food.id for food in read_foods(path)}
    path = directory / VANISHED_FOODS
    if path.exists():
        rows = rows_of(path, ("id", "source", "source_id"))
        known |= {(row["source"], row["source_id"]): int(row["id"]) for _, row in rows}
    return known


def _base_keys(directory: Path) -> set[Key]:
    """The sources of the hand-picked base foods: they stay, whatever the rules say."""
    path = directory / BASE_FOODS
    if not path.exists():
        return set()
    return {(row["source"], row["source_id"]) for _, row in rows_of(path, ("source", "source_id"))}


def _ids(known: dict[Key, int], chosen: Iterable[Source]) -> dict[Key, int]:
    """Every chosen food's id: the one it had, else the next number, FNDDS first."""
    following = max(known.values(), default=0) + 1
    ids: dict[Key, int] = {}
    for source in sorted(chosen, key=lambda source: (SOURCES.index(source.key[0]), source.key[1])):
        if source.key in known:
            ids[source.key] = known[source.key]
        else:
            ids[source.key] = following
            following += 1
    if following > FIRST_CURATOR_ID:
        raise ValueError(f"ids of a release must stay below {FIRST_CURATOR_ID}")
    return ids


def _food(food_id: int, source: Source, sources: Sources, composer: Composer) -> FoodRecord:
    nutrients, provenance = composer.compose(source.key)
    category = category_of(source)
    allergens = allergens_of(source, sources)
    fruit_percent, nut_percent = shares_of(source, sources)
    return FoodRecord(
        id=food_id,
        source=source.key[0],
        source_id=source.key[1],
        release=source.release,
        name=name_of(source),
        description=source.description,
        category=category,
        refuse_percent=source.refuse_percent or None,
        nutriscore_class=nutriscore_class_of(source.description, category, nutrients),
        fruit_vegetable_legume_percent=fruit_percent,
        nut_percent=nut_percent,
        non_nutritive_sweeteners=sweeteners_of(source, sources),
        allergens=allergens,
        dietary_tags=sorted(diets_of(source, sources, allergens) | nutrient_tags_of(category, nutrients)),
        nutrients=nutrients,
        provenance=provenance,
    )


def _everyday_aliases(directory: Path) -> set[tuple[int, str]]:
    """The foods with the words by which people everywhere call them, picked by hand: said once."""
    path = directory / BASE_ALIASES
    rows = rows_of(path, ("food", "text")) if path.exists() else ()
    return {(int(row["food"] or 0), row["text"].lower()) for _, row in rows if not row.get("region")}


def _everyday_names(directory: Path) -> dict[str, int]:
    """What the hand-picked base foods are called -> their ids."""
    names: dict[str, int] = {}
    for name, column in ((BASE_ALIASES, "text"), (BASE_FOODS, "name")):
        path = directory / name
        if path.exists():
            key = "food" if name == BASE_ALIASES else "id"
            names |= {row[column].lower(): int(row[key] or 0) for _, row in rows_of(path, (key, column))}
    return names


def tell_apart(foods: list[FoodRecord], everyday: dict[str, int]) -> None:
    """Foods whose short names came out alike, or as another food's everyday name, keep their full ones."""
    counts = Counter(food.name.lower() for food in foods)
    for food in foods:
        name = food.name.lower()
        if counts[name] > 1 or everyday.get(name, food.id) != food.id:
            food.name = food.description[:MAX_LENGTH]


def _aliases(
    foods: list[FoodRecord], ids: dict[Key, int], sources: Sources, twins_of: dict[Key, list[Source]]
) -> Iterator[AliasRecord]:
    """Synonyms and the twins' descriptions; a word that several foods claim names none of them."""
    names = {food.name.lower() for food in foods}
    claims: dict[str, set[int]] = {}
    made: dict[tuple[int, str], AliasRecord] = {}
    for food in foods:
        key = (food.source, food.source_id)
        own = [(key[0], text) for text in synonyms_of(sources[key])]
        for twin in filter(is_kept, twins_of.get(key, [])):
            own.append((twin.key[0], name_of(twin)))
            own.extend((twin.key[0], text) for text in synonyms_of(twin))
        for origin, text in own:
            text = text.strip()[:MAX_LENGTH]
            claims.setdefault(text.lower(), set()).add(ids[key])
            made.setdefault((ids[key], text.lower()), AliasRecord(ids[key], text, "", origin))
    for (_, text), alias in made.items():
        if text and text not in names and len(claims[text]) == 1:
            yield alias
