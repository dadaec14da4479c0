"""A meal sentence -> what was eaten: runs of phrases, each with the amount that was said for it.

The parser knows the language, not the foods: where it cannot tell whether "rice with chicken" is one dish or
two foods, it returns one *run* of two *phrases*, and the resolver, who knows the tables, decides.
"""

from dataclasses import dataclass, field
from functools import cache

from nutrition.resolution import telling
from nutrition.resolution.amounts import Amount, amount_at
from nutrition.resolution.language import word_set
from nutrition.resolution.lexemes import Kind, Lexeme, lex
from nutrition.resolution.text import stem
from nutrition.resolution.units import measure_at, numbers, size_words


@dataclass(slots=True)
class Phrase:
    """Words that may name a food, with the amount said for them.

    ``joiner`` is the connector before it within its run (empty for the first), ``stems`` the phrase's own
    stemmed words, ``start``/``end`` its place in the folded sentence.
    """

    joiner: str
    stems: list[str] = field(default_factory=list)
    amount: Amount | None = None
    start: int = 0
    end: int = 0

    def extend(self, lexeme: Lexeme) -> None:
        """Take in one more word."""
        if not self.stems and self.amount is None:
            self.start = lexeme.start
        self.stems.append(stem(lexeme.text))
        self.end = lexeme.end


@dataclass(slots=True)
class Parsed:
    """What a sentence says: its runs of phrases, the meal it names, whether it is a mere list of foods."""

    folded: str
    runs: list[list[Phrase]]
    meal: str | None
    is_bare: bool


@cache
def _connectors() -> tuple[dict[tuple[str, ...], bool], int]:
    table = {tuple(c.split()): True for c in word_set("strong_connectors")}
    table.update({tuple(c.split()): False for c in word_set("weak_connectors")})
    return table, max(len(key) for key in table)


def _connector_at(lexemes: list[Lexeme], i: int) -> tuple[str, bool, int] | None:
    """``(connector, is strong, next)`` for the longest connector at ``i``."""
    table, longest = _connectors()
    if lexemes[i].kind is Kind.MARK:
        if lexemes[i].text in "&+":
            return "and", False, i + 1
        return None
    for size in range(min(longest, len(lexemes) - i), 0, -1):
        strong = table.get(tuple(lexeme.text for lexeme in lexemes[i : i + size]))
        if strong is not None:
            return " ".join(lexeme.text for lexeme in lexemes[i : i + size]), strong, i + size
    return _eating_at(lexemes, i) or _participle_at(lexemes, i)


def _eating_at(lexemes: list[Lexeme], i: int) -> tuple[str, bool, int] | None:
    """ "while savoring a", "enjoying some": one more food follows; "savoring every bite" tells nothing."""
    j = i + 1 if lexemes[i].text == "while" else i
    if j >= len(lexemes) or lexemes[j].text not in word_set("eating"):
        return None
    after = j + 2 if j + 1 < len(lexemes) and lexemes[j + 1].text in ("on", "in") else j + 1
    if after >= len(lexemes):
        return None
    follows = lexemes[after]
    if follows.kind is Kind.NUMBER or follows.text in ("a", "an", "some", "one", "two", "half", "three"):
        return "then", True, after
    return None


def _participle_at(lexemes: list[Lexeme], i: int) -> tuple[str, bool, int] | None:
    """ "packed with", "nestled in", "bursting with": what follows is a detail of what precedes."""
    if i + 1 >= len(lexemes) or lexemes[i + 1].text not in ("with", "in", "between", "by", "without"):
        return None
    word = lexemes[i].text
    if lexemes[i + 1].text == "without" and word in ("made", "prepared", "served"):
        return "without", False, i + 2
    is_participle = word.endswith(("ed", "ing")) and len(word) > 4 and word not in word_set("ing_nouns")
    if word in word_set("brimming") or is_participle:
        is_way_of_cooking = stem(word) != word
        return f"{word} {lexemes[i + 1].text}" if is_way_of_cooking else "filled with", False, i + 2
    return None


def _ends_in_amount(lexemes: list[Lexeme]) -> bool:
    """Whether amounts follow their foods throughout: "rice 200 g chicken 150 g"."""
    numbers = [i for i, lexeme in enumerate(lexemes) if lexeme.kind is Kind.NUMBER]
    if not numbers or numbers[0] == 0 or lexemes[0].text in word_set("preamble_openers"):
        return False
    found = amount_at(lexemes, numbers[-1])
    return found is not None and bool(found[0].unit) and found[1] == len(lexemes)


class _Reader:
    """One pass over the lexemes, cutting runs and phrases."""

    def __init__(self, lexemes: list[Lexeme], is_bare: bool) -> None:
        self.lexemes, self.is_bare = lexemes, is_bare
        self.runs: list[list[Phrase]] = [[]]
        self.phrase = Phrase("")
        self.skipping = False
        self.ends_in_amount = _ends_in_amount(lexemes)

    def read(self) -> list[list[Phrase]]:
        i = 0
        while i < len(self.lexemes):
            i = self._step(i)
        self._close()
        return [run for run in self.runs if run]

    def _step(self, i: int) -> int:
        lexeme = self.lexemes[i]
        connector = _connector_at(self.lexemes, i)
        if connector and not (self.skipping and self._stays_in_clause(*connector)):
            return self._connect(*connector)
        if lexeme.kind is Kind.MARK:
            return self._mark(lexeme, i)
        found = None if self._is_inside_name(i) or self._is_a_detail(i) else amount_at(self.lexemes, i)
        if found and self._is_bare_measure(i) and not self._may_open(found[0]):
            found = None
        if found and (found[0].is_stated or found[0].unit or found[0].words or not self.skipping):
            return self._amount(*found, i)
        if lexeme.kind is Kind.NUMBER:
            return i + 1
        if self._opens_clause(lexeme, i):
            self.skipping = True
        if not self.skipping:
            self.phrase.extend(lexeme)
        return i + 1

    def _stays_in_clause(self, text: str, strong: bool, after: int) -> bool:
        """A skipped clause goes on over weak connectors, but for "and a …", which adds a food."""
        follower = self.lexemes[after] if after < len(self.lexemes) else None
        adds = (
            text == "and"
            and follower is not None
            and (follower.kind is Kind.NUMBER or follower.text in ("a", "an", "some", "one", "two", "three"))
        )
        return not strong and not adds

    def _opens_clause(self, lexeme: Lexeme, i: int) -> bool:
        """Whether "for", "which", "making" open an aside here; "ready to eat" is none."""
        stems = self.phrase.stems
        if lexeme.text == "as" and (stems or self.runs[-1]):
            return True
        if lexeme.text == "that" and stems and self._tells_no_food(i):
            return True
        if lexeme.text in word_set("asides") and (stems or self.runs[-1]):
            return True
        if lexeme.text not in word_set("clause_openers") or not stems or stems[-1] == "ready":
            return False
        return any(word not in word_set("chatter") for word in stems)

    def _tells_no_food(self, i: int) -> bool:
        """Whether "that" goes on with a verb that is neither a way of cooking nor "included"."""
        verb = self.lexemes[i + 1].text if i + 1 < len(self.lexemes) else ""
        return verb.endswith("ed") and stem(verb) == verb and verb not in word_set("holding_verbs")

    def _is_inside_name(self, i: int) -> bool:
        """Whether the number at ``i`` belongs to a name: "quarter pounder", "half and half", "vitamin a"."""
        text, following = self.lexemes[i].text, [lexeme.text for lexeme in self.lexemes[i + 1 : i + 3]]
        if text in ("a", "an"):
            return not following
        return any(f"{text} {' '.join(following[:n])}" in word_set("numbered_names") for n in (1, 2))

    def _is_bare_measure(self, i: int) -> bool:
        """Whether no number stands at ``i``: "cup of coffee", "large fries"."""
        lexeme = self.lexemes[i]
        is_number = lexeme.kind is Kind.NUMBER or lexeme.text in numbers()
        return not is_number and measure_at(self.lexemes, i) is not None

    def _may_open(self, amount: Amount) -> bool:
        """Whether a measure without a number opens a phrase here: at its start, a size only in a list."""
        phrase = self.phrase
        if self.skipping or phrase.stems or phrase.amount:
            return False
        opens_food = phrase.joiner in ("", ",", "and") or phrase.joiner in word_set("strong_connectors")
        return opens_food and (self.is_bare or any(word not in size_words() for word in amount.words))

    def _is_a_detail(self, i: int) -> bool:
        """Whether "some" only tells of a detail: "with some added fat"."""
        return self.lexemes[i].text in ("some", "plenty", "lots", "loads") and (
            bool(self.phrase.stems) or self.phrase.joiner in word_set("detail_joiners")
        )

    def _connect(self, text: str, strong: bool, after: int) -> int:
        self._close()
        self.skipping = False
        self.phrase = Phrase({"n": "and", "&": "and", "+": "and"}.get(text, text) if self.runs[-1] else "")
        return after

    def _mark(self, lexeme: Lexeme, i: int) -> int:
        follows_number = i + 1 < len(self.lexemes) and self.lexemes[i + 1].kind is Kind.NUMBER
        if lexeme.text in "()/*" or (lexeme.text == ":" and follows_number and self.phrase.stems):
            return i + 1
        self._close()
        self.skipping = False
        if lexeme.text in ".;!?:\n":
            self.runs.append([])
        self.phrase = Phrase("," if self.runs[-1] else "")
        return i + 1

    def _amount(self, amount: Amount, after: int, i: int) -> int:
        """An amount opens a phrase, unless it closes one: "rice, 200 g", "chicken (150 g)"."""
        current = self.phrase
        if current.stems and all(word in word_set("chatter") for word in current.stems):
            current.stems = []
        is_bare_article = not (amount.is_stated or amount.unit or amount.words)
        if is_bare_article and current.amount and not current.stems:
            return after
        if current.joiner in ("from", "in", "out of") and not current.stems and not amount.is_stated:
            return i + 1
        is_counted_behind = i > 0 and self.lexemes[i - 1].text in ("x", "(") and amount.is_stated
        if (amount.unit or amount.words or is_counted_behind) and self._trails(i, after):
            target = self._described(i)
            if target is not None:
                target.amount, target.end = amount, max(target.end, self.lexemes[after - 1].end)
                if target is self.phrase:
                    self._close()
                    self.phrase = Phrase(",")
                return after
        if self._qualifies_only(current, amount):
            current.stems = []
        joiner = current.joiner if not current.stems else ","
        self._close()
        self.skipping = False
        self.phrase = Phrase(joiner if self.runs[-1] else "", amount=amount, start=self.lexemes[i].start)
        self.phrase.end = self.lexemes[after - 1].end
        return after

    def _described(self, i: int) -> Phrase | None:
        """The phrase that an amount behind it belongs to; "weighing 75 g" weighs food and details."""
        if not self.phrase.stems and (self.phrase.joiner not in ("", ",") or not self._is_told(i)):
            return None
        earlier = [*self.runs[-1], self.phrase] if self.phrase.stems else list(self.runs[-1])
        earlier = [phrase for phrase in earlier if phrase.joiner != "without"]
        open_ones = [phrase for phrase in earlier if phrase.amount is None or not phrase.amount.is_stated]
        if not open_ones:
            return None
        if self._is_weighed(i):
            return next((phrase for phrase in reversed(open_ones) if phrase.amount), open_ones[-1])
        return open_ones[-1] if open_ones[-1] is earlier[-1] else None

    def _is_told(self, i: int) -> bool:
        """Whether the amount at ``i`` is a number rather than an article."""
        return self.lexemes[i].text not in ("a", "an")

    def _is_weighed(self, i: int) -> bool:
        """Whether the amount at ``i`` is announced: "weighing about 75 g", "totalling 3 oz"."""
        return any(lexeme.text in word_set("weighing") for lexeme in self.lexemes[max(0, i - 2) : i])

    def _qualifies_only(self, phrase: Phrase, amount: Amount) -> bool:
        """Whether the words before a weight only praise what follows: "a sweet 126 g raw banana"."""
        if amount.unit_kind != "mass" or not phrase.stems or self.ends_in_amount:
            return False
        return phrase.amount is None or not (phrase.amount.is_stated or phrase.amount.words)

    def _trails(self, i: int, after: int) -> bool:
        """Whether nothing that could be a food follows the amount before the next boundary."""
        if self.ends_in_amount and self.phrase.stems:
            return True
        if i and self.lexemes[i - 1].text == ":":
            return True
        if self._is_weighed(i):
            return True
        chatter = word_set("chatter")
        ends_phrase = after < len(self.lexemes) and self.lexemes[after - 1].text != "of"
        if ends_phrase and _connector_at(self.lexemes, after):
            return True
        for lexeme in self.lexemes[after:]:
            if lexeme.kind is Kind.MARK and lexeme.text not in "(/":
                return True
            if lexeme.kind is Kind.NUMBER or lexeme.text not in chatter:
                return False
        return True

    def _close(self) -> None:
        if self.phrase.stems or self.phrase.amount is not None:
            self.runs[-1].append(self.phrase)
        self.phrase = Phrase("")


def parse(text: str) -> Parsed:
    """Cut ``text`` into runs of phrases. Never raises; what is no food is sorted out by the resolver."""
    folded, lexemes = lex(text)
    told = telling.without_preamble(telling.without_opinions(telling.without_denials(lexemes)))
    is_bare = telling.is_bare(lexemes)
    return Parsed(folded, _Reader(told, is_bare).read(), telling.meal(lexemes), is_bare)
