"""The desk's charts as rectangles, which the template draws beside the same figures as a table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from nutrition.curation.desk_progress import LETTERS, NO_LETTER, OUTSIDE, Shares, Week

WIDTH, HEIGHT = 520, 96
GAP = 0.28


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle: ``part`` says of what it is, for its colour and its title."""

    part: str
    x: float
    y: float
    width: float
    height: float
    number: int


@dataclass(frozen=True, slots=True)
class Column:
    """A week's bars, one upon another, and its label."""

    monday: date
    x: float
    width: float
    bars: tuple[Bar, ...]
    total: int

    @property
    def middle(self) -> float:
        """Where its label stands."""
        return round(self.x + self.width / 2, 1)

    @property
    def end(self) -> float:
        """Where it ends."""
        return round(self.x + self.width, 1)


@dataclass(frozen=True, slots=True)
class Chart:
    """Columns of weeks; ``most`` is the highest of them."""

    columns: tuple[Column, ...]
    most: int
    total: int
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True, slots=True)
class Part:
    """A share of some foods."""

    name: str
    number: int
    percent: float
    x: float
    width: float


def decisions(weeks: Sequence[Week]) -> Chart:
    """What was decided in each week, stacked by what it was."""
    return _chart([(week.monday, week.done) for week in weeks])


def unknown_names(weeks: Sequence[Week]) -> Chart:
    """How many names were said for the first time and not understood."""
    return _chart([(week.monday, {"unknown": week.unknown_names}) for week in weeks])


def parts(shares: Shares) -> tuple[Part, ...]:
    """The shares of a whole, one beside another; the order is that of what was done."""
    order = ("A", "B", "C", "D", "E", NO_LETTER, OUTSIDE) if shares.of == LETTERS else _STATES
    x, found = 0.0, []
    for name in order:
        number = shares.parts.get(name, 0)
        if number:
            percent = 100 * number / shares.total
            found.append(Part(name, number, percent, x, percent))
            x += percent
    return tuple(found)


_STATES = ("verified", "reviewed", "imported", "draft")


def _chart(weeks: Sequence[tuple[date, Mapping[str, int]]]) -> Chart:
    totals = [sum(done.values()) for _, done in weeks]
    most = max(totals, default=0)
    step = WIDTH / max(len(weeks), 1)
    columns = [
        Column(
            monday,
            round(place * step, 1),
            round(step * (1 - GAP), 1),
            tuple(_bars(done, most, place * step, step * (1 - GAP))),
            totals[place],
        )
        for place, (monday, done) in enumerate(weeks)
    ]
    return Chart(tuple(columns), most, sum(totals))


def _bars(done: Mapping[str, int], most: int, x: float, width: float) -> Iterator[Bar]:
    y = float(HEIGHT)
    for part, number in done.items():
        if number:
            height = HEIGHT * number / most
            y -= height
            yield Bar(part, round(x, 1), round(y, 1), round(width, 1), round(height, 1), number)
