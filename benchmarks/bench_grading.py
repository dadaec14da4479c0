"""Microseconds to grade a food with all explanations, seconds for all foods, milliseconds to compare ten."""

import random
from statistics import median
from time import perf_counter, process_time
from typing import Any

from measuring import arguments, publish, start_django

FOODS = 15_000
COMPARED = 10
SOME = 2_000


def measure(options: Any) -> dict[str, Any]:
    start_django()
    from nutrition import catalog
    from nutrition.comparing import Candidate, compare_candidates
    from nutrition.grading.compare_words import explain
    from nutrition.grading.grade import grade_food
    from nutrition.present_grades import present_grading

    current = catalog.current()
    foods = [current.tables.foods[row] for row in current.tables.rows_of_id.values()]
    if not foods:
        raise SystemExit("the database holds no foods; run manage.py load_foods")
    started = perf_counter()
    current.facts()
    facts_s = perf_counter() - started
    facts = [current.facts_of(food) for food in foods]
    # As many as the target names: the foods once, and from the start again.
    chosen = [facts[number % len(facts)] for number in range(FOODS)]
    ten = [
        [Candidate(food.name, ((current.facts_of(food), 100.0),), food.id) for food in sample]
        for sample in (random.Random(seed).sample(foods, COMPARED) for seed in range(50))  # noqa: S311
    ]
    alone, together, presented, compared, explained = [], [], [], [], []
    for _ in range(options.runs):
        taken = []
        for known in chosen[:SOME]:
            started = perf_counter()
            grade_food(known)
            taken.append(perf_counter() - started)
        alone.append(median(taken))
        started = process_time()
        for known in chosen:
            grade_food(known)
        together.append(process_time() - started)
        gradings = [grade_food(known) for known in chosen[:SOME]]
        started = perf_counter()
        for grading in gradings:
            present_grading(grading)
        presented.append((perf_counter() - started) / SOME)
        for candidates in ten:
            started = perf_counter()
            found = compare_candidates(candidates, focus="balanced", basis="serving")
            compared.append(perf_counter() - started)
            started = perf_counter()
            explain(found)
            explained.append(perf_counter() - started)
    return {
        "foods": len(foods),
        "runs": options.runs,
        "grade_us_median": round(median(alone) * 1e6, 1),
        "present_us": round(median(presented) * 1e6, 1),
        f"grade_{FOODS}_foods_s": round(median(together), 2),
        f"compare_{COMPARED}_foods_ms": round(median(compared) * 1e3, 2),
        f"explain_{COMPARED}_foods_ms": round(median(explained) * 1e3, 2),
        "facts_read_s": round(facts_s, 3),
    }


def main() -> None:
    options = arguments(__doc__).parse_args()
    publish("grading", measure(options), options)


main()
