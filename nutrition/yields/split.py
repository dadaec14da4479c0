"""Which pairs fit the yields and which judge them."""

from collections import Counter
from collections.abc import Iterable
from hashlib import sha256

from nutrition.yields.pairs import Pair


def halves(pairs: Iterable[Pair]) -> tuple[list[Pair], list[Pair]]:
    """The pairs that fit and those that judge.

    The families, in the order of the SHA-256 of their names, go one by one to the half that has fewer pairs
    of their food group so far, the fitting half first. So no family is in both halves and each group is in
    both.
    """
    pairs = list(pairs)
    sizes = Counter(pair.family for pair in pairs)
    group_of = {pair.family: pair.group.slug for pair in reversed(pairs)}
    filled: Counter[tuple[str, bool]] = Counter()
    judges: dict[str, bool] = {}
    for family in sorted(sizes, key=lambda name: sha256(name.encode()).hexdigest()):
        group = group_of[family]
        judges[family] = filled[group, True] < filled[group, False]
        filled[group, judges[family]] += sizes[family]
    fitting = [pair for pair in pairs if not judges[pair.family]]
    return fitting, [pair for pair in pairs if judges[pair.family]]
