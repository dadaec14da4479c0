"""A food's page: what is saved is a draft, with its grade before it is saved."""

import pytest
from django.urls import reverse

from nutrition import services
from nutrition.curation import workflow
from nutrition.curation.workflow import ChangedMeanwhileError
from nutrition.models import Alias, Food, Portion
from tests.meals.factories import make_food
from tests.nutrition.admin.food_page import address, filled_in, save, told

pytestmark = pytest.mark.django_db


def errors(answer):
    return answer.context["adminform"].form.errors


def test_saving_makes_a_draft_beside_what_is_live(rice, dora, logged_in):
    answer = save(logged_in(dora), rice, energy_kcal="123", figures_from="own analysis", note="drained")
    rice.refresh_from_db()
    assert (rice.draft.energy_kcal, rice.live.energy_kcal) == (123.0, 130.0)
    assert rice.draft.provenance["energy_kcal"] == ["curator", "own analysis"]
    assert (rice.draft.note, rice.draft.created_by) == ("drained", dora)
    assert "revision 2, a draft" in told(answer)


def test_saving_without_a_change_stores_nothing(rice, dora, logged_in):
    save(logged_in(dora), rice)
    assert rice.revisions.count() == 1


def test_an_emptied_field_is_unknown_and_not_zero(rice, dora, logged_in):
    save(logged_in(dora), rice, fat_g="")
    rice.refresh_from_db()
    assert rice.draft.fat_g is None


def test_it_can_be_published_at_once(rice, dora, logged_in):
    answer = save(logged_in(dora), rice, energy_kcal="123", _publish="1")
    rice.refresh_from_db()
    assert (rice.live.energy_kcal, rice.live.state, rice.draft) == (123.0, "reviewed", None)
    assert "reviewed by you" in told(answer)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("12,5", "Write it with a point"),
        ("12.5 g", "Only the number"),
        ("-1", "greater than or equal to 0"),
        ("nan", "Enter a number"),
        ("1e400", "Enter a number"),
        ("=1+1", "Enter a number"),
    ],
)
def test_a_figure_that_cannot_be_read_is_named(rice, dora, logged_in, typed, said):
    answer = save(logged_in(dora), rice, protein_g=typed)
    assert said in str(errors(answer)["protein_g"])
    assert rice.revisions.count() == 1


def test_the_second_of_two_curators_is_told_and_keeps_both(rice, dora, emil, logged_in):
    opened = filled_in(logged_in(emil), rice, energy_kcal="125")
    save(logged_in(dora), rice, protein_g="2.5")
    answer = logged_in(emil).post(address(rice), opened)
    page = answer.content.decode()
    assert "dora@example.org saved this food while you had it open" in page
    assert "Protein: 2.7 g → 2.5 g" in page
    shown = answer.context["adminform"].form
    assert (shown["protein_g"].value(), shown["energy_kcal"].value()) == ("2.5", "125")
    assert rice.revisions.count() == 2


def test_saving_again_after_having_been_told_stores_both(rice, dora, emil, logged_in):
    opened = filled_in(logged_in(emil), rice, energy_kcal="125")
    save(logged_in(dora), rice, protein_g="2.5")
    form = logged_in(emil).post(address(rice), opened).context["adminform"].form
    logged_in(emil).post(address(rice), opened | {name: form[name].value() for name in ("base", "protein_g")})
    rice.refresh_from_db()
    assert (rice.draft.protein_g, rice.draft.energy_kcal) == (2.5, 125.0)


def test_a_field_that_both_changed_is_told_with_both_figures(rice, dora, emil, logged_in):
    opened = filled_in(logged_in(emil), rice, protein_g="2.6")
    save(logged_in(dora), rice, protein_g="2.5")
    answer = logged_in(emil).post(address(rice), opened)
    assert "made this 2.5 g; you made it 2.6 g" in str(errors(answer)["protein_g"])
    assert answer.context["judged"].percents["protein_g"] == pytest.approx(5.2)


def test_a_new_food_begins_as_a_draft(rice, dora, logged_in):
    client = logged_in(dora)
    sent = filled_in(client, None, name="Millet, boiled", category="grains", energy_kcal="119")
    client.post(reverse("admin:nutrition_food_add"), sent)
    made = Food.objects.latest("pk")
    assert (made.draft.name, made.draft.source, made.live) == ("Millet, boiled", "curator", None)
    assert made.pk >= 1_000_000 or made.pk != rice.pk


def test_a_food_needs_a_name_and_a_category(dora, logged_in, own_catalog):
    client = logged_in(dora)
    answer = client.post(reverse("admin:nutrition_food_add"), filled_in(client, None))
    assert {"name", "category"} <= errors(answer).keys()
    assert not Food.objects.exists()


def test_a_portion_and_an_alias_count_at_once(rice, dora, logged_in):
    save(
        logged_in(dora), rice,
        **{"portions-TOTAL_FORMS": "1", "portions-0-label": "1 cup", "portions-0-grams": "158",
           "aliases-TOTAL_FORMS": "1", "aliases-0-text": "plain rice"},
    )  # fmt: skip
    assert rice.portions.get().grams == 158.0
    assert rice.aliases.get().text == "plain rice"


def test_an_alias_that_is_another_foods_name_is_refused(rice, dora, logged_in):
    make_food("Bulgur")
    answer = save(logged_in(dora), rice, **{"aliases-TOTAL_FORMS": "1", "aliases-0-text": "bulgur"})
    assert b"is the name of another food" in answer.content
    assert not Alias.objects.exists()


def test_a_name_that_another_food_has_is_refused(rice, dora, logged_in):
    make_food("Bulgur")
    answer = save(logged_in(dora), rice, name="bulgur")
    assert "Another food has the name" in str(errors(answer)["name"])


def test_what_is_taken_away_stays_inactive(rice, dora, logged_in):
    portion = services.set_portion(food=rice, label="1 cup", grams=158.0)
    save(logged_in(dora), rice, **{"portions-0-DELETE": "on"})
    portion.refresh_from_db()
    assert not portion.active


def test_a_renamed_measure_is_another_one(rice, dora, logged_in):
    services.set_portion(food=rice, label="1 cup", grams=158.0)
    save(logged_in(dora), rice, **{"portions-0-label": "1 cup, packed"})
    rows = Portion.objects.values_list("label", "grams", "active")
    assert sorted(rows) == [("1 cup", 158.0, False), ("1 cup, packed", 158.0, True)]


def test_the_grade_follows_the_form_before_it_is_saved(rice, dora, logged_in):
    client = logged_in(dora)
    sent = filled_in(client, rice, sugars_g="40", saturated_fat_g="0", sodium_mg="10", fibre_g="1")
    before = client.post(reverse("admin:nutrition_food_preview"), sent | {"food": rice.pk}).json()
    after = client.post(
        reverse("admin:nutrition_food_preview"), sent | {"food": rice.pk, "sugars_g": "1"}
    ).json()
    assert "Nutri-Score D" in before["panel"]
    assert "Nutri-Score A" in after["panel"]
    assert round(before["percents"]["protein_g"], 1) == 5.4
    assert rice.revisions.count() == 1


def test_the_grade_of_a_form_that_cannot_be_read_is_not_computable(rice, dora, logged_in):
    client = logged_in(dora)
    sent = filled_in(client, rice, energy_kcal="12,5") | {"food": "no number"}
    answer = client.post(reverse("admin:nutrition_food_preview"), sent)
    assert "Not computable" in answer.json()["panel"]


def test_what_cannot_be_is_said_before_it_is_saved(rice, dora, logged_in):
    client = logged_in(dora)
    sent = filled_in(client, rice, saturated_fat_g="9")
    answer = client.post(reverse("admin:nutrition_food_preview"), sent | {"food": rice.pk}).json()
    assert "Saturates above fat" in answer["panel"].partition("Plausible?")[2]


def test_a_food_is_never_deleted(rice, emil, logged_in):
    answer = logged_in(emil).post(reverse("admin:nutrition_food_delete", args=[rice.pk]), {"post": "yes"})
    assert answer.status_code == 403


def test_who_may_only_look_sees_the_figures_and_cannot_save(rice, stan, dora, logged_in):
    sent = filled_in(logged_in(dora), rice, energy_kcal="1")
    page = logged_in(stan).get(address(rice))
    assert b'value="130"' in page.content
    assert b"Save as draft" not in page.content
    assert logged_in(stan).post(address(rice), sent).status_code == 403


def test_a_page_takes_as_many_queries_for_many_names_as_for_none(
    rice, dora, logged_in, django_assert_max_num_queries
):
    client = logged_in(dora)
    for number in range(30):
        services.set_portion(food=rice, label=f"{number} cups", grams=100.0 + number)
        services.add_alias(food=rice, text=f"rice {number}")
    client.get(address(rice))
    with django_assert_max_num_queries(15):
        client.get(address(rice))


def test_a_measure_that_somebody_else_changed_meanwhile_stays_changed(logged_in, dora, emil, rice):
    services.set_portion(food=rice, label="1 cup", grams=158.0)
    opened = filled_in(logged_in(emil), rice, energy_kcal="125")
    services.set_portion(food=rice, label="1 cup", grams=160.0)
    logged_in(emil).post(address(rice), opened)
    rice.refresh_from_db()
    assert (rice.draft.energy_kcal, rice.portions.get().grams) == (125.0, 160.0)


def test_a_measure_that_both_changed_is_told_and_nothing_is_stored(logged_in, dora, emil, rice):
    services.set_portion(food=rice, label="1 cup", grams=158.0)
    opened = filled_in(logged_in(emil), rice, **{"portions-0-grams": "170"})
    services.set_portion(food=rice, label="1 cup", grams=160.0)
    page = logged_in(emil).post(address(rice), opened).content.decode()
    assert "Somebody made this “160” while you had it open" in page
    assert rice.portions.get().grams == 160.0


def test_of_a_measure_that_both_changed_elsewhere_both_changes_count(logged_in, dora, emil, rice):
    services.set_portion(food=rice, label="1 cup", grams=158.0)
    opened = filled_in(logged_in(emil), rice, **{"portions-0-grams": "170"})
    services.set_portion(food=rice, label="1 cup", grams=158.0, is_usual=True)
    logged_in(emil).post(address(rice), opened)
    cup = rice.portions.get()
    assert (cup.grams, cup.is_usual) == (170.0, True)


def test_the_page_tells_who_made_what_is_live_what_it_is(logged_in, dora, emil, rice):
    save(logged_in(dora), rice, energy_kcal="125", _publish="1")
    rice.refresh_from_db()
    workflow.verify(food=rice, by=emil)
    page = " ".join(logged_in(dora).get(address(rice)).content.decode().split())
    assert "by dora@example.org. Verified" in page
    assert "by emil@example.org." in page


def test_where_a_figure_comes_from_is_told_as_its_publisher_writes_it(logged_in, dora, rice):
    rice.live.__class__.objects.filter(pk=rice.live_id).update(source="sr28", source_id="20045", release="28")
    page = logged_in(dora).get(address(rice)).content.decode()
    assert "From SR28 20045, release 28" in page
    assert 'title="SR28, 28"' in page


def test_a_changed_measure_is_the_curators(rice, dora, logged_in):
    Portion.objects.create(food=rice, label="1 cup", grams=158.0, loaded_grams=158.0, source="fndds")
    assert rice.portions.get().grams_from == "fndds"
    save(logged_in(dora), rice, **{"portions-0-grams": "175"})
    assert rice.portions.get().grams_from == "curator"


def test_who_is_overtaken_while_saving_is_told_too(rice, dora, emil, logged_in, monkeypatch):
    sent = filled_in(logged_in(emil), rice, energy_kcal="125")
    store = workflow.save_draft

    def overtaken(**asked):
        monkeypatch.setattr(workflow, "save_draft", store)
        raise ChangedMeanwhileError(rice.live, {}, {})

    monkeypatch.setattr(workflow, "save_draft", overtaken)
    answer = logged_in(emil).post(address(rice), sent, follow=True)
    assert answer.status_code == 200
    rice.refresh_from_db()
    assert rice.draft.energy_kcal == 125.0
