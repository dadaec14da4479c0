"""Aliases and portions of a release: a curator's stay, also the ones that a curator took away."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from nutrition.fixtures import AliasRecord, PortionRecord
from nutrition.models import Alias, LoadConflict, Origin, Portion

BATCH = 2000


@dataclass
class RowsReport:
    """What happened to the rows; ``changed`` are the ids of the foods they belong to.

    ``told`` names, of tables without foods of their own, the rows by what happened to them.
    """

    inserted: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    conflicts: int = 0
    changed: set[int] = field(default_factory=set)
    told: list[tuple[str, str]] = field(default_factory=list)


def load_aliases(aliases: Iterable[AliasRecord], *, among: Collection[int] | None = None) -> RowsReport:
    """Bring the release's names in; a name that is gone from it goes, unless a curator gave it.

    A word for a region that the same word for everywhere makes idle stays, idle. With ``among`` only the
    names of the foods with these ids count.
    """
    report = RowsReport()
    rows = Alias.objects.all() if among is None else Alias.objects.filter(food__in=among)
    stored = {
        (food_id, text.lower(), region): (pk, text, source, origin, active)
        for pk, food_id, text, region, source, origin, active in rows.values_list(
            "pk", "food_id", "text", "region", "source", "origin", "active"
        )
    }
    fresh: list[Alias] = []
    everywhere: set[tuple[int, str]] = set()
    for alias in aliases:
        if not alias.region:
            everywhere.add((alias.food, alias.text.lower()))
        known = stored.pop((alias.food, alias.text.lower(), alias.region), None)
        if known is None:
            fresh.append(
                Alias(
                    food_id=alias.food,
                    text=alias.text,
                    region=alias.region,
                    origin=Origin.RELEASE,
                    source=alias.source,
                )
            )
        elif known[3] == Origin.RELEASE and known[1:3] != (alias.text, alias.source):
            Alias.objects.filter(pk=known[0]).update(text=alias.text, source=alias.source)
            report.updated += 1
            report.changed.add(alias.food)
        else:
            report.unchanged += 1
    gone = [
        (pk, key[0])
        for key, (pk, _, _, origin, active) in stored.items()
        if origin == Origin.RELEASE and active and key[:2] not in everywhere
    ]
    _delete(Alias, [pk for pk, _ in gone])
    Alias.objects.bulk_create(fresh, batch_size=BATCH)
    report.inserted, report.removed = len(fresh), len(gone)
    report.changed |= {alias.food_id for alias in fresh} | {food_id for _, food_id in gone}
    return report


def load_portions(
    portions: Iterable[PortionRecord],
    releases: dict[int, str],
    *,
    among: Collection[int] | None = None,
    theirs: Collection[int] = (),
) -> RowsReport:
    """Bring the release's measures in; grams that a curator changed stay.

    ``releases`` gives each food's release, by which a conflict is kept. With ``among`` only the measures of
    the foods with these ids count; of the foods in ``theirs`` the release's grams are taken.
    """
    report = RowsReport()
    rows = Portion.objects.all() if among is None else Portion.objects.filter(food__in=among)
    stored = {(portion.food_id, portion.label): portion for portion in rows}
    fresh: list[Portion] = []
    for record in portions:
        portion = stored.pop((record.food, record.label), None)
        if portion is None:
            fresh.append(_new(record))
        elif portion.loaded_grams is None or not _is_news(portion, record):
            report.unchanged += 1
        else:
            report.conflicts += _update(portion, record, releases[record.food], record.food in theirs)
            report.updated += 1
            report.changed.add(record.food)
    gone = [row for row in stored.values() if row.loaded_grams is not None and row.active]
    _drop(gone, report)
    Portion.objects.bulk_create(fresh, batch_size=BATCH)
    report.inserted = len(fresh)
    report.changed |= {portion.food_id for portion in fresh}
    return report


def _new(record: PortionRecord) -> Portion:
    return Portion(
        food_id=record.food,
        label=record.label,
        grams=record.grams,
        is_usual=record.is_usual,
        source=record.source,
        loaded_grams=record.grams,
        loaded_usual=record.is_usual,
    )


def _is_news(portion: Portion, record: PortionRecord) -> bool:
    """Whether a release says something else than it said last, and than a curator says already."""
    known = ((portion.loaded_grams, portion.loaded_usual), (portion.grams, portion.is_usual))
    return (record.grams, record.is_usual) not in known


def _update(portion: Portion, record: PortionRecord, release: str, takes_theirs: bool) -> int:
    """Three-way for the grams and for "usual"; returns the number of conflicts."""
    conflicts = 0
    if takes_theirs or portion.grams == portion.loaded_grams:
        portion.grams = record.grams
    elif record.grams not in (portion.loaded_grams, portion.grams):
        LoadConflict.objects.update_or_create(
            food_id=portion.food_id,
            field=f"portion {portion.pk}",
            release=release,
            defaults={
                "live_value": {"label": portion.label, "grams": portion.grams},
                "new_value": {"label": record.label, "grams": record.grams},
            },
        )
        conflicts = 1
    if takes_theirs or portion.is_usual == portion.loaded_usual:
        portion.is_usual = record.is_usual
    portion.loaded_grams, portion.loaded_usual = record.grams, record.is_usual
    portion.save()
    return conflicts


def _drop(vanished: list[Portion], report: RowsReport) -> None:
    """Measures gone from the release go; one that a curator changed stays as the curator's own."""
    untouched = [
        portion
        for portion in vanished
        if portion.active
        and portion.grams == portion.loaded_grams
        and portion.is_usual == portion.loaded_usual
    ]
    _delete(Portion, [portion.pk for portion in untouched])
    kept = {portion.pk for portion in vanished} - {portion.pk for portion in untouched}
    Portion.objects.filter(pk__in=kept).update(loaded_grams=None, loaded_usual=None)
    report.removed = len(untouched)
    report.changed |= {portion.food_id for portion in untouched}


def _delete(model: type[Alias] | type[Portion], ids: list[int]) -> None:
    for start in range(0, len(ids), BATCH):
        model.objects.filter(pk__in=ids[start : start + BATCH]).delete()
