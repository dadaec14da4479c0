"""Laws of the three-way merge, whatever was changed."""

from hypothesis import given
from hypothesis import strategies as st

from nutrition.merge import merge

VALUES = st.one_of(st.none(), st.integers(0, 2), st.sampled_from(["a", "b"]))
NAMES = ("name", "energy_kcal", "fibre_g", "allergens")
CONTENTS = st.fixed_dictionaries(dict.fromkeys(NAMES, VALUES))


@given(CONTENTS, CONTENTS)
def test_without_a_curator_the_release_is_taken(base, new):
    assert merge(base, base, new) == (new, {})


@given(CONTENTS, CONTENTS)
def test_without_a_new_release_nothing_changes(base, live):
    assert merge(base, live, base) == (live, {})


@given(CONTENTS, CONTENTS, CONTENTS)
def test_what_a_curator_changed_always_stays(base, live, new):
    merged, _ = merge(base, live, new)
    assert all(merged[name] == live[name] for name in NAMES if live[name] != base[name])


@given(CONTENTS, CONTENTS, CONTENTS)
def test_every_value_is_the_curators_or_the_releases(base, live, new):
    merged, _ = merge(base, live, new)
    assert all(merged[name] in (live[name], new[name]) for name in NAMES)


@given(CONTENTS, CONTENTS, CONTENTS)
def test_a_conflict_is_where_three_values_differ(base, live, new):
    _, conflicts = merge(base, live, new)
    assert conflicts == {
        name: (live[name], new[name])
        for name in NAMES
        if live[name] != base[name] and new[name] != base[name] and live[name] != new[name]
    }


@given(CONTENTS, CONTENTS, CONTENTS)
def test_merging_again_changes_nothing(base, live, new):
    merged, _ = merge(base, live, new)
    assert merge(new, merged, new) == (merged, {})
