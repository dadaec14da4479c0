"""What is wrong with rows and cells is told with row, column and how to mend it; nothing is stored."""

import pytest

from nutrition.curation import workflow
from nutrition.models import Alias, CatalogChange, Food, FoodRevision, Portion
from tests.nutrition.exchange.conftest import Desk, edited

pytestmark = pytest.mark.usefixtures("carrot")


def grams(desk: Desk, food: Food, text: str) -> str:
    """What is said of an amount."""
    (problem,) = desk.problems(f'food,label,grams\n{food.pk},1 cup,"{text}"\n')
    return problem


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("12,5", "has a decimal comma; write it with a point: 12.5"),
        ("1,234", "has a thousands separator; write 1234, or 1.234 if the comma is a decimal one"),
        ("1 234.5", "has a thousands separator; write 1234.5"),
        ("1.234,5", "has a thousands separator; write 1234.5"),
        ("12 mg", "has a unit in it; write only the number; the column is in g"),
        ("12g", "has a unit in it"),
        ("nan", "is no number; leave the cell empty where it is unknown"),
        ("inf", "is no number"),
        ("1e400", "is beyond any number"),
        ("9999999", "is far too much: at most 100000 g"),
        ("-5", "has to be above 0 g"),
        ("0", "has to be above 0 g"),
        ("", "is empty"),
        ("=1+1", "is a formula; write its result"),
        ("@SUM(A1)", "is a formula"),
        ("#DIV/0!", "is an error of the spreadsheet"),
        ("twelve", "is no number"),
    ],
)
def test_an_amount_says_what_is_wrong_with_it(
    portions_desk: Desk, carrot: Food, text: str, said: str
) -> None:
    problem = grams(portions_desk, carrot, text)
    assert problem.startswith("row 2, column grams: ")
    assert said in problem


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("id,protein_mg", "row 1, column protein_mg: Unknown column; did you mean protein_g?"),
        ("id,Protein_g", "row 1, column Protein_g: Unknown column; did you mean protein_g?"),
        ("id,protien_g", "row 1, column protien_g: Unknown column; did you mean protein_g?"),
        ("id,colour", "row 1, column colour: Unknown column. Take it out"),
        ("id,id", "row 1, column id: This column is there twice."),
        ("name,protein_g", "row 1, column id: This column is missing."),
    ],
)
def test_a_column_says_what_is_wrong_with_it(foods_desk: Desk, header: str, said: str) -> None:
    (problem,) = foods_desk.problems(f"{header}\n1,2\n")
    assert problem.startswith(said)


def test_a_column_without_a_name_is_told(portions_desk: Desk, carrot: Food) -> None:
    problems = portions_desk.problems(f"food,,label,grams\n{carrot.pk},x,1 cup,128\n")
    assert problems == ["row 1: The column number 2 has no name."]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_formula_in_a_text_is_refused(foods_desk: Desk, rice: Food, start: str) -> None:
    (problem,) = foods_desk.problems(f'id,description\n{rice.pk},"{start}cmd|calc"\n')
    assert "begins like a formula; put an apostrophe" in problem


def test_a_text_that_is_meant_to_look_like_a_formula_is_taken(foods_desk: Desk, rice: Food) -> None:
    foods_desk.store(f"id,description\n{rice.pk},'-0- fat\n")
    rice.refresh_from_db()
    assert rice.draft.description == "-0- fat"


def test_a_row_of_the_wrong_width_is_told_by_its_number_in_the_spreadsheet(
    portions_desk: Desk, carrot: Food
) -> None:
    text = f'food,label,grams\n{carrot.pk},"1\ncup",128\n{carrot.pk},1 dl\n{carrot.pk},slice,1,2\n'
    problems = portions_desk.problems(text)
    assert [problem.partition(":")[0] for problem in problems] == ["row 2, column label", "row 3", "row 4"]
    assert "has 2 cells, the header 3" in problems[1]
    assert "has 4 cells, the header only 3" in problems[2]


def test_all_problems_of_a_file_are_told_at_once(portions_desk: Desk, carrot: Food) -> None:
    rows = "".join(f"{carrot.pk},label {n},12 mg\n" for n in range(250))
    page = portions_desk.look("food,label,grams\n" + rows)
    plan = page.context["result"]
    assert (plan.invalid, len(plan.problems_shown), plan.problems_left) == (250, 200, 50)
    assert b"And 50 more" in page.content


def test_nothing_is_stored_while_one_row_is_wrong(portions_desk: Desk, carrot: Food) -> None:
    before = CatalogChange.objects.count()
    page = portions_desk.look(f"food,label,grams\n{carrot.pk},1 cup,128\n{carrot.pk},1 dl,12 mg\n")
    assert "confirm_form" not in page.context
    assert Portion.objects.count() == 1
    assert CatalogChange.objects.count() == before


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("999999,1 cup,1", "There is no such food."),
        ("x,1 cup,1", "There is no such food."),
        (",1 cup,1", "is empty"),
        ("nan,1 cup,1", "There is no such food."),
    ],
)
def test_an_unknown_food_is_told(portions_desk: Desk, row: str, said: str) -> None:
    (problem,) = portions_desk.problems(f"food,label,grams\n{row}\n")
    assert said in problem


def test_an_unknown_category_is_told(foods_desk: Desk, rice: Food) -> None:
    (problem,) = foods_desk.problems(f"id,category\n{rice.pk},grain\n")
    assert problem == "row 2, column category: “grain” There is no such category."


def test_two_rows_for_the_same_thing_are_told(foods_desk: Desk, portions_desk: Desk, carrot: Food) -> None:
    assert foods_desk.problems(f"id,protein_g\n{carrot.pk},1\n{carrot.pk},2\n") == [
        "row 3: Row 2 is about the same food."
    ]
    twice = f"food,label,grams\n{carrot.pk},1 cup,1\n{carrot.pk},1 cup,2\n"
    assert portions_desk.problems(twice) == ["row 3: Row 2 is the same portion."]


def test_an_alias_may_not_be_another_foods_name(aliases_desk: Desk, carrot: Food, rice: Food) -> None:
    (problem,) = aliases_desk.problems(
        f"food,text\n{carrot.pk},Rice boiled\n{carrot.pk},RICE, boiled\n".replace(
            "RICE, boiled", '"RICE, boiled"'
        )
    )
    assert problem == f"row 3, column text: “RICE, boiled” is the name of another food: food {rice.pk}."


def test_an_alias_cannot_be_moved_to_another_food(aliases_desk: Desk, carrot: Food, rice: Food) -> None:
    alias = Alias.objects.get()
    (problem,) = aliases_desk.problems(f"id,food,text\n{alias.pk},{rice.pk},carrots\n")
    assert f"belongs to food {carrot.pk}" in problem


def test_a_food_of_another_name_than_the_row_says_is_told(aliases_desk: Desk, rice: Food) -> None:
    (problem,) = aliases_desk.problems(f'food,food_name,text\n{rice.pk},"Carrot, raw",roots\n')
    assert "is called “Rice, boiled”: is it the right number?" in problem


def test_what_is_only_shown_cannot_be_changed(aliases_desk: Desk) -> None:
    data = edited(aliases_desk.export(), lambda row: row | {"food_name": "Parsnip"})
    (problem,) = aliases_desk.problems(data)
    assert "is only shown here and cannot be changed; it says “Carrot, raw” now" in problem


@pytest.mark.parametrize(
    ("column", "text", "said"),
    [
        ("protein_g", "120", "more than 100 g in 100 g"),
        ("sodium_mg", "200000", "more than 100 g in 100 g"),
        ("energy_kcal", "1200", "more than pure fat has"),
        ("protein_g", "-1", "cannot be below 0 g per 100 g"),
        ("nut_percent", "101", "at most 100 %"),
        ("is_base", "perhaps", "is neither 1 (yes) nor 0 (no)"),
        ("nutriscore_class", "soup", "is none of general"),
        ("name", "", "is empty"),
        ("name", "x" * 161, "has 161 characters; at most 160 fit"),
        ("description", "two\nlines", "has a line break"),
        ("name", '"Carrot, raw"', "Another food has the name"),
    ],
)
def test_a_foods_cell_says_what_is_wrong_with_it(
    foods_desk: Desk, rice: Food, column: str, text: str, said: str
) -> None:
    text = text if text.startswith('"') else f'"{text}"'
    (problem,) = foods_desk.problems(f"id,{column}\n{rice.pk},{text}\n")
    assert problem.startswith(f"row 2, column {column}: ")
    assert said in problem


def test_a_food_that_was_saved_meanwhile_is_not_overwritten(foods_desk: Desk, rice: Food, curator) -> None:
    exported = foods_desk.export()
    workflow.save_draft(food=rice, base=rice.live, by=curator, changes={"fat_g": 0.3})
    assert foods_desk.plan(exported).unchanged == 2
    data = edited(exported, lambda row: row | ({"protein_g": "3"} if row["id"] == str(rice.pk) else {}))
    (problem,) = foods_desk.problems(data)
    assert f"Somebody saved food {rice.pk} since this row was exported" in problem
    assert "Fat unknown → 0.3 g" in problem


def test_a_merged_food_is_told(foods_desk: Desk, aliases_desk: Desk, rice: Food, carrot: Food) -> None:
    Food.objects.filter(pk=rice.pk).update(merged_into=carrot)
    assert "merged into" in foods_desk.problems(f"id,protein_g\n{rice.pk},3\n")[0]
    assert "was merged into" in aliases_desk.problems(f"food,text\n{rice.pk},grain\n")[0]


def test_too_many_changed_foods_are_refused(
    foods_desk: Desk, monkeypatch: pytest.MonkeyPatch, rice: Food
) -> None:
    monkeypatch.setattr("nutrition.curation.exchange.foods.MOST_CHANGED", 1)
    data = edited(foods_desk.export(), lambda row: row | {"protein_g": "3"})
    assert "2 foods are changed; at most 1 can be at once" in foods_desk.problems(data)[0]


def test_a_preparation_may_not_go_round_in_a_circle(preparations_desk: Desk, fried) -> None:
    text = "slug,name,parent,words,source\nfried,Fried,a,fried,x\na,A,b,aaa,x\nb,B,fried,bbb,x\n"
    problems = preparations_desk.problems(text)
    assert {problem.partition(":")[0] for problem in problems} == {
        f"row {n}, column parent" for n in (2, 3, 4)
    }


def test_an_unknown_revision_is_told(foods_desk: Desk, rice: Food) -> None:
    (problem,) = foods_desk.problems(f"id,revision,protein_g\n{rice.pk},77,3\n")
    assert problem == f"row 2, column revision: Food {rice.pk} has no revision 77."
    assert FoodRevision.objects.filter(food=rice).count() == 1
