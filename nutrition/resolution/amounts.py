"""Amounts in a sentence: ``two 12 oz cans of``, ``a medium``, ``1-2 cups``, ``half a``, ``a couple of``."""

from dataclasses import dataclass, field, replace

from nutrition.resolution.language import word_set
from nutrition.resolution.lexemes import Kind, Lexeme
from nutrition.resolution.text import stem
from nutrition.resolution.units import Measure, imperial_ml, measure_at, numbers

MAX_DEPTH = 3
MAX_MEASURES = 4

_ARTICLES = frozenset({"a", "an", "another"})
_RANGE_WORDS = frozenset({"to", "or"})
_SOME = (["some", "more"], ["some"], ["plenty", "of"], ["lots", "of"], ["loads", "of"])
_ENERGY_KCAL = {
    "calorie": 1.0, "calories": 1.0, "kcal": 1.0, "kcals": 1.0, "cal": 1.0, "cals": 1.0, "kj": 1 / 4.184,
}  # fmt: skip
_LEAD = frozenset({"of", "a", "an", "the", "my", "some"})


@dataclass(frozen=True, slots=True)
class Amount:
    """How much, as said: ``low`` to ``high`` times ``unit`` (mass or volume) or times what ``words`` name.

    ``unit_amount`` is grams or millilitres of one unit; ``count`` how many containers share the amount ("two
    12 oz cans" is 24 oz in 2). ``is_stated`` is false for a bare article.
    """

    low: float
    high: float
    unit: str = ""
    unit_kind: str = ""
    unit_amount: float = 1.0
    words: tuple[str, ...] = ()
    is_stated: bool = True
    count: float = 1.0

    @property
    def middle(self) -> float:
        """The value to reckon with."""
        return (self.low + self.high) / 2


def in_region(amount: Amount | None, region: str) -> Amount | None:
    """The amount in the region's own units: a British pint is a fifth larger than an American one."""
    if amount is None or amount.unit_kind != "volume" or region != "GB":
        return amount
    return replace(amount, unit_amount=imperial_ml().get(amount.unit, amount.unit_amount))


def _is_word(lexemes: list[Lexeme], i: int, *words: str) -> bool:
    return i < len(lexemes) and lexemes[i].kind is Kind.WORD and lexemes[i].text in words


def _is_mark(lexemes: list[Lexeme], i: int, marks: str) -> bool:
    return i < len(lexemes) and lexemes[i].kind is Kind.MARK and lexemes[i].text in marks


def _single(lexemes: list[Lexeme], i: int) -> tuple[float, int] | None:
    """One number at ``i``: digits or words, with their fractions ("one and a half", "three quarters")."""
    if i >= len(lexemes) or _is_named(lexemes, i):
        return None
    if lexemes[i].kind is Kind.NUMBER:
        return _and_fraction(lexemes, i + 1, lexemes[i].value)
    word = numbers().get(lexemes[i].text) if lexemes[i].kind is Kind.WORD else None
    if word is None:
        return None
    value, kind = word
    if kind == "fraction":
        return value, i + 1
    value, i = _counted_up(lexemes, i + 1, value)
    follower = _number_word(lexemes, i)
    if follower and follower[1] == "fraction" and value < 20:
        return value * follower[0], i + 1
    return _and_fraction(lexemes, i, value)


def _counted_up(lexemes: list[Lexeme], i: int, value: float) -> tuple[float, int]:
    """ "twenty" five, "two" hundred and fifty, "a" dozen: the rest of a number in words."""
    follower = _number_word(lexemes, i)
    if follower and follower[1] == "number" and 20 <= value < 100 and follower[0] < 10:
        value, i = value + follower[0], i + 1
        follower = _number_word(lexemes, i)
    if follower and follower[1] == "multiple":
        value, i = value * follower[0], i + 1
    if value >= 100:
        j = i + _is_word(lexemes, i, "and")
        rest = _number_word(lexemes, j)
        if rest and rest[1] == "number":
            more, after = _counted_up(lexemes, j + 1, rest[0])
            if more < 100:
                return value + more, after
    return value, i


def _number_word(lexemes: list[Lexeme], i: int) -> tuple[float, str] | None:
    return numbers().get(lexemes[i].text) if _kind_is_word(lexemes, i) else None


def _is_named(lexemes: list[Lexeme], i: int) -> bool:
    """Whether the number at ``i`` belongs to a name: "quarter pounder", "thousand island", "7 grain"."""
    text, following = lexemes[i].text, [stem(lexeme.text) for lexeme in lexemes[i + 1 : i + 3]]
    return any(f"{text} {' '.join(following[:n])}" in word_set("numbered_names") for n in (1, 2))


def _kind_is_word(lexemes: list[Lexeme], i: int) -> bool:
    return i < len(lexemes) and lexemes[i].kind is Kind.WORD


def _and_fraction(lexemes: list[Lexeme], i: int, value: float) -> tuple[float, int]:
    if not _is_word(lexemes, i, "and"):
        return value, i
    j = i + 2 if _is_word(lexemes, i + 1, "a", "an", "one") else i + 1
    times, k = _number_word(lexemes, j), j + 1
    if (
        times
        and times[1] == "number"
        and (fraction := _number_word(lexemes, k))
        and fraction[1] == "fraction"
    ):
        return value + times[0] * fraction[0], k + 1
    if j < len(lexemes) and lexemes[j].kind is Kind.NUMBER and "/" in lexemes[j].text:
        return value + lexemes[j].value, j + 1
    if _kind_is_word(lexemes, j):
        word = numbers().get(lexemes[j].text)
        if word and word[1] == "fraction":
            return value + word[0], j + 1
    return value, i


def _numeral(lexemes: list[Lexeme], i: int) -> tuple[float, float, bool, int] | None:
    """``(low, high, stated, next)`` of the number at ``i``; an article is an unstated one."""
    if _is_word(lexemes, i, *_ARTICLES):
        inner = _single(lexemes, i + 1)
        if inner and lexemes[i + 1].kind is Kind.WORD and numbers()[lexemes[i + 1].text][1] != "number":
            return _multiplied(lexemes, *inner)
        return 1.0, 1.0, False, i + 1
    is_between = _is_word(lexemes, i, "between")
    first = _single(lexemes, i + is_between)
    if first is None:
        return None
    low, j = first
    if is_between and _is_word(lexemes, j, "and"):
        second = _single(lexemes, j + 1)
        return (low, second[0], True, second[1]) if second and second[0] > low else None
    if _is_mark(lexemes, j, "-") or _is_word(lexemes, j, *_RANGE_WORDS):
        second = _single(lexemes, j + 1)
        if second and second[0] > low:
            return low, second[0], True, second[1]
    if low < 1 or lexemes[i].kind is Kind.WORD:
        return _multiplied(lexemes, low, j)
    return low, low, True, j


def _multiplied(lexemes: list[Lexeme], value: float, i: int) -> tuple[float, float, bool, int]:
    """Past the ``of`` of a spoken number, times a dozen or a couple that follows it."""
    i = _after_of(lexemes, i)
    word = numbers().get(lexemes[i].text) if _kind_is_word(lexemes, i) else None
    if word and word[1] == "multiple":
        return value * word[0], value * word[0], True, _after_of(lexemes, i + 1)
    return value, value, True, i


def _after_of(lexemes: list[Lexeme], i: int) -> int:
    """Past ``of``, ``of a``, ``a`` after a fraction: half a cup, a quarter of the pizza, a couple of."""
    j = i
    while _is_word(lexemes, j, *_LEAD):
        j += 1
    return j


def amount_at(lexemes: list[Lexeme], start: int, depth: int = 0) -> tuple[Amount, int] | None:
    """The amount that starts at ``start`` and the index of the first lexeme after it, past its ``of``.

    ``depth`` counts the numbers within numbers ("two boxes of six 30 g bars"); beyond a few nobody means any.
    """
    energy = _energy(lexemes, start)
    if energy:
        return energy
    numeral = _numeral(lexemes, start)
    if numeral is None:
        return _some(lexemes, start) or _bare_measure(lexemes, start)
    low, high, stated, i = numeral
    inner = _inner_amount(lexemes, i, depth + 1)
    if inner:
        amount, end = inner
        if stated:
            amount = replace(amount, low=amount.low * low, high=amount.high * high, count=low)
        return amount, end
    return _to_second(lexemes, *_measured(lexemes, i, low, high, stated, depth))


def _to_second(lexemes: list[Lexeme], amount: Amount, end: int) -> tuple[Amount, int]:
    """ "100 g - 150 g of": a range with its unit said twice."""
    if not amount.unit or end >= len(lexemes):
        return amount, end
    # "100g-150g": a dash behind a letter is no lexeme, only a gap of one character.
    is_dashed = lexemes[end].kind is Kind.NUMBER and lexemes[end].start - lexemes[end - 1].end == 1
    if not (is_dashed or _is_mark(lexemes, end, "-") or _is_word(lexemes, end, "to")):
        return amount, end
    second = _single(lexemes, end if is_dashed else end + 1)
    unit = measure_at(lexemes, second[1]) if second else None
    if second is None or unit is None or unit[0].name != amount.unit or second[0] <= amount.low:
        return amount, end
    return replace(amount, high=second[0]), unit[1] + _is_word(lexemes, unit[1], "of")


def _energy(lexemes: list[Lexeme], i: int) -> tuple[Amount, int] | None:
    """ "200 kcal of rice", "a 300 calorie muffin": as much as holds this energy; a pack goes by its name."""
    start = i + _is_word(lexemes, i, *_ARTICLES)
    number = _single(lexemes, start) if start < len(lexemes) else None
    if number is None or not _is_word(lexemes, number[1], *_ENERGY_KCAL):
        return None
    value, unit_at = number
    if lexemes[start].kind is Kind.NUMBER:
        pack = _calorie_pack(lexemes, start)
        if pack:
            return pack
    end = unit_at + 1 + _is_word(lexemes, unit_at + 1, "of")
    kcal = _ENERGY_KCAL[lexemes[unit_at].text]
    return Amount(value, value, "kcal", "energy", kcal), end


def _bare_measure(lexemes: list[Lexeme], i: int) -> tuple[Amount, int] | None:
    """ "cup of coffee", "large fries", "12-inch pizza": one, as no number says how many."""
    found = measure_at(lexemes, i)
    if found is None or found[1] >= len(lexemes):
        return None
    measure, after = found
    is_size = measure.kind == "size" and _kind_is_word(lexemes, after)
    is_size = is_size and not _is_word(lexemes, after, *word_set("sized_parts"))
    if not (is_size or (measure.kind not in ("mass", "size") and _is_word(lexemes, after, "of"))):
        return None
    return _measured(lexemes, i, 1.0, 1.0, False, MAX_DEPTH)


def _some(lexemes: list[Lexeme], i: int) -> tuple[Amount, int] | None:
    """ "some rice", "a bit of", "a little": a helping of nobody knows how much."""
    for words in _SOME:
        if [lexeme.text for lexeme in lexemes[i : i + len(words)]] == words:
            return Amount(1.0, 1.0, words=("serving",), is_stated=False), i + len(words)
    return None


def _inner_amount(lexemes: list[Lexeme], i: int, depth: int) -> tuple[Amount, int] | None:
    """A number inside: "a refreshing 248 g of", "two 12 oz cans of", "2 x 30 g"."""
    if depth > MAX_DEPTH:
        return None
    chatter = word_set("chatter")
    j = i
    while _kind_is_word(lexemes, j) and lexemes[j].text in chatter and j - i < 5:
        j += 1
    if _is_mark(lexemes, j, "*") or _is_word(lexemes, j, "x"):
        j += 1
    if j < len(lexemes) and lexemes[j].kind is Kind.NUMBER:
        if _is_word(lexemes, j + 1, "calorie", "calories", "kcal", "cal"):
            return _calorie_pack(lexemes, j)
        found = amount_at(lexemes, j, depth)
        if found and found[0].unit:
            return found
    return None


def _calorie_pack(lexemes: list[Lexeme], i: int) -> tuple[Amount, int] | None:
    """ "100-calorie pack of": a container known by its energy."""
    found = measure_at(lexemes, i + 2)
    if found is None or found[0].kind not in ("container", "piece"):
        return None
    end = found[1] + 1 if _is_word(lexemes, found[1], "of") else found[1]
    return Amount(1.0, 1.0, words=(f"{lexemes[i].text} calorie",)), end


@dataclass(slots=True)
class _Reading:
    """An amount in the making: the numbers, its unit and measure words, and how far it reaches."""

    low: float
    high: float
    end: int
    unit: Measure | None = None
    words: list[str] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)
    count: float = 0.0

    def takes(self, measure: Measure, lexemes: list[Lexeme], after: int) -> bool:
        """Whether ``measure`` belongs to it: one unit, sizes before containers, shapes before "of"."""
        if measure.kind in ("mass", "volume"):
            return self.unit is None
        if measure.kind == "size":
            return not (self.kinds - {"size"} or _is_word(lexemes, after, *word_set("sized_parts")))
        return measure.kind != "count" or _counts(lexemes, after)

    def take(self, measure: Measure, after: int) -> None:
        if measure.kind in ("mass", "volume"):
            self.unit = measure
        else:
            self.words.append(measure.name)
        self.kinds.add(measure.kind)
        self.end = after

    def add_half(self, lexemes: list[Lexeme]) -> None:
        """ "a cup and a half of": the half behind the unit."""
        value, after = _and_fraction(lexemes, self.end, 0.0)
        if value:
            self.low, self.high, self.end = self.low + value, self.high + value, after

    def add_bracket(self, lexemes: list[Lexeme]) -> None:
        """ "a bottle (12 fl oz)": the bracket says how much one container holds."""
        bracketed = _bracketed(lexemes, self.end)
        if bracketed is None:
            return
        inside, self.end = bracketed
        if inside and self.unit is None:
            self.low, self.high = self.low * inside.middle, self.high * inside.middle
            self.unit = Measure(inside.unit_kind, inside.unit, inside.unit_amount)

    def amount(self, stated: bool) -> Amount:
        words = tuple(self.words)
        if self.unit is None:
            return Amount(self.low, self.high, words=words, is_stated=stated, count=self.count)
        name, kind, size = self.unit.name, self.unit.kind, self.unit.amount or 1.0
        return Amount(self.low, self.high, name, kind, size, words, stated, self.count)


def _measured(
    lexemes: list[Lexeme], i: int, low: float, high: float, stated: bool, depth: int
) -> tuple[Amount, int]:
    """The amount whose number was read up to ``i``: its measures, brackets and "of"."""
    reading = _Reading(low, high, i)
    reading.add_half(lexemes)
    i = reading.end
    while i < len(lexemes):
        found = measure_at(lexemes, i)
        if found is None and _is_filler(lexemes, i):
            i += 1
            continue
        if found is None or not reading.takes(found[0], lexemes, found[1]):
            break
        reading.take(*found)
        reading.add_half(lexemes)
        i = reading.end
    one_vessel = reading.unit is not None and reading.words
    reading.count = 1.0 if one_vessel else reading.low
    reading.add_bracket(lexemes)
    end = reading.end + _is_word(lexemes, reading.end, "of")
    nested = _inner_amount(lexemes, end, depth + 1) if reading.words or not stated else None
    if nested and nested[0].unit_kind == "mass" and reading.unit is None:
        return nested
    return reading.amount(stated), end


def _is_filler(lexemes: list[Lexeme], i: int) -> bool:
    """A chatter word between number and measure ("a generous cup"), with a measure still to come."""
    if not _kind_is_word(lexemes, i):
        return False
    chatter = word_set("chatter")
    vessel = measure_at(lexemes, i + 1) if i + 1 < len(lexemes) else None
    if vessel and vessel[0].kind in ("container", "piece") and _is_word(lexemes, vessel[1], "of"):
        return True
    if lexemes[i].text not in chatter:
        return False
    for j in range(i + 1, min(i + 4, len(lexemes))):
        if measure_at(lexemes, j):
            return True
        if not _kind_is_word(lexemes, j) or lexemes[j].text not in chatter:
            return False
    return False


def _counts(lexemes: list[Lexeme], after: int) -> bool:
    """Whether a food-like measure ("bar", "fillet") is one here: "of" follows, at once or behind others."""
    for _ in range(MAX_MEASURES):
        if _is_word(lexemes, after, "of"):
            return True
        found = measure_at(lexemes, after) if after < len(lexemes) else None
        if found is None or found[0].kind not in ("count", "container", "piece"):
            return False
        after = found[1]
    return False


def _bracketed(lexemes: list[Lexeme], i: int) -> tuple[Amount | None, int] | None:
    """The mass or volume in "(about 12 fl oz)" behind a measure, and the index after the bracket."""
    if not _is_mark(lexemes, i, "("):
        return None
    close = next((j for j in range(i + 1, min(i + 8, len(lexemes))) if _is_mark(lexemes, j, ")")), None)
    if close is None:
        return None
    for j in range(i + 1, close):
        if lexemes[j].kind is Kind.NUMBER:
            found = amount_at(lexemes[:close], j)
            if found and found[0].unit:
                return found[0], close + 1
    return None, close + 1
