"""Every list and form of the curators' pages, with many foods, names and logged meals.

    python benchmarks/bench_admin.py [--foods 20000] [--aliases 100000] [--items 1000000] [--json]

Asks for each page in process, as a superuser, so often as ``--runs`` says; tells its queries, the median and
the 95th percentile in milliseconds, and the worst of all pages. Foods beyond those of the tables are copies
under other names; the logged items are spread over them, the first foods most often.
"""

import os
from collections.abc import Iterator
from math import ceil
from statistics import median
from time import perf_counter
from typing import Any

from measuring import arguments, publish, start_django, temporary_database

PASSES = "rice"
QUERIES_ALLOWED, P95_ALLOWED_MS = 15, 300
USERS, ITEMS_A_MEAL = 1_000, 4


def main() -> None:
    parser = arguments(__doc__, runs=20)
    parser.add_argument("--foods", type=int, default=20_000)
    parser.add_argument("--aliases", type=int, default=100_000)
    parser.add_argument("--items", type=int, default=1_000_000)
    options = parser.parse_args()
    with temporary_database(aliases=options.aliases):
        start_django()
        fill(options.foods, options.items)
        pages = {name: measure(path, options.runs) for name, path in paths()}
    worst_p95 = max(page["p95_ms"] for page in pages.values())
    worst_queries = max(page["queries"] for page in pages.values())
    figures = {
        "foods": options.foods,
        "aliases": options.aliases,
        "items": options.items,
        "pages": len(pages),
        "most_queries": worst_queries,
        "worst_p95_ms": worst_p95,
        "beyond": sorted(
            name
            for name, page in pages.items()
            if page["p95_ms"] > P95_ALLOWED_MS or page["queries"] > QUERIES_ALLOWED
        ),
        "by_page": pages,
    }
    publish("admin", figures, options)


def fill(foods: int, items: int) -> None:
    """Copies of foods until there are so many, and so many logged items; what follows them is brought up."""
    copy_foods(foods)
    log_meals(items)
    from django.core.management import call_command

    with open(os.devnull, "w") as nothing:  # noqa: PTH123
        call_command("inspect_foods", stdout=nothing)
        call_command("count_food_use", stdout=nothing)


def copy_foods(wanted: int) -> None:
    """Make foods out of the live ones, under other names."""
    from nutrition.grades import grade_stale_foods
    from nutrition.merge import columns_of, content_of
    from nutrition.models import Food, FoodRevision
    from nutrition.services import announce_all

    missing = wanted - Food.objects.count()
    live = FoodRevision.objects.filter(live_for__isnull=False)
    originals = list(live.order_by("-food_id")[: max(0, missing)])
    made = Food.objects.bulk_create([Food() for _ in originals], batch_size=500)
    FoodRevision.objects.bulk_create(
        (
            FoodRevision(
                food=food, number=1, state="imported", origin="curator",
                **columns_of(content_of(original)) | {"name": f"{original.name[:140]}, kind {food.pk}"},
            )
            for food, original in zip(made, originals, strict=True)
        ),
        batch_size=200,
    )  # fmt: skip
    for revision in FoodRevision.objects.filter(food__in=[food.pk for food in made]).only("pk", "food_id"):
        Food.objects.filter(pk=revision.food_id).update(live=revision.pk)
    announce_all()
    grade_stale_foods(progress=lambda *told: None)


def log_meals(items: int) -> None:
    """Log so many items in meals of four, in plain SQL."""
    from django.db import connection

    from accounts.models import User
    from nutrition.nutrients import KEYS

    User.objects.bulk_create(User(email=f"eater{number}@example.org") for number in range(USERS))
    first_user = User.objects.order_by("pk").values_list("pk", flat=True)[0]
    figures = ", ".join(KEYS)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO meals_meal (id, user_id, eaten_at, time_zone, local_date, kind, note,"
            " created_at, updated_at)"
            " WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < %s)"
            " SELECT printf('%%032x', i), %s + i %% %s, datetime('2026-11-20', -i || ' minutes'), 'UTC',"
            " date('2026-11-20', -i || ' minutes'), 'lunch', '', '2026-11-20', '2026-11-20' FROM n",
            [items // ITEMS_A_MEAL - 1, first_user, USERS],
        )
        cursor.execute(
            "CREATE TEMP TABLE ranked AS SELECT row_number() OVER (ORDER BY id) - 1 AS place, id, live_id"
            " FROM nutrition_food WHERE live_id IS NOT NULL"
        )
        cursor.execute("CREATE UNIQUE INDEX temp.by_place ON ranked (place)")
        # The first foods most often, the last hardly ever.
        place = "(i * 7919 %% 1000003) %% (1 + i %% (SELECT count(*) FROM ranked))"
        cursor.execute(
            "INSERT INTO meals_mealitem (id, position, food_id, revision_id, name, description, quantity,"  # noqa: S608
            f" grams, provenance, meal_id, {figures})"
            " WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < %s)"
            f" SELECT printf('%%032x', i), i %% {ITEMS_A_MEAL}, ranked.id, revision.id, revision.name,"
            f" '', '', 100, '{{}}', printf('%%032x', i / {ITEMS_A_MEAL}), {figures}"
            f" FROM n JOIN ranked ON ranked.place = {place}"
            " JOIN nutrition_foodrevision revision ON revision.id = ranked.live_id",
            [items - 1],
        )


def paths() -> Iterator[tuple[str, str]]:
    """The address of every list and form of the admin, and of the pages beside them, by name."""
    from django.contrib import admin
    from django.urls import reverse

    from nutrition.models import Food

    yield "desk", reverse("admin:index")
    for model, page in admin.site._registry.items():
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        if not name.startswith(("nutrition_", "meals_", "accounts_", "auth_")):
            continue
        shown = reverse(f"admin:{name}_changelist")
        yield f"{name} list", shown
        if page.search_fields:
            yield f"{name} search", f"{shown}?q={PASSES}"
        yield f"{name} add", reverse(f"admin:{name}_add")
        if found := model._default_manager.order_by("pk").first():
            yield f"{name} change", reverse(f"admin:{name}_change", args=[found.pk])
            yield f"{name} history", reverse(f"admin:{name}_history", args=[found.pk])
    shown = reverse("admin:nutrition_food_changelist")
    for query in ("state=imported", "state=draft", "category=proteins", "letter=A", "lacks=fibre_g",
                  "lacks=alias", "o=7.1", "p=300"):  # fmt: skip
        yield f"foods ?{query}", f"{shown}?{query}"
    food = Food.objects.order_by("pk").values_list("pk", flat=True)[0]
    for decision in ("merge", "split", "retire", "send_back"):
        yield f"food {decision}", reverse("admin:nutrition_food_decide", args=[food, decision])


def measure(path: str, runs: int) -> dict[str, Any]:
    """The page's status, queries, median and 95th percentile."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from accounts.models import User

    user, _ = User.objects.get_or_create(
        email="root@example.org", defaults={"is_staff": True, "is_superuser": True}
    )
    client = Client()
    client.force_login(user)
    status = client.get(path).status_code
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    # Read now: the next request clears what was captured.
    queries = len(asked)
    took = []
    for _ in range(runs):
        started = perf_counter()
        client.get(path)
        took.append((perf_counter() - started) * 1000)
    took.sort()
    return {
        "status": status,
        "queries": queries,
        "median_ms": round(median(took), 1),
        "p95_ms": round(took[ceil(0.95 * len(took)) - 1], 1),
    }


if __name__ == "__main__":
    main()
