"""A person's name is one name however a table, a form or a page writes it, and loses no character."""

import pytest

from shanzhi.engine.types import SYSTEM
from shanzhi.method.unseen_signs import without_unseen
from shanzhi.people import actions
from shanzhi.people.finding import find_people, meant_exactly
from shanzhi.people.models import Person
from shanzhi.people.names_within import find_in, register_of
from shanzhi.people.spelling import spelled
from shanzhi.press.paper import plain

RARE = "\U0002ebf0"
"""Extension I (2023): a character encoded for names of persons, younger than the Unicode of Python 3.11."""


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("张　三", "张三"),
        ("张 \u00a0 三", "张三"),
        ("欧阳 小 明", "欧阳小明"),
        ("买买提•吐尔逊", "买买提·吐尔逊"),
        ("买买提 ・ 吐尔逊", "买买提·吐尔逊"),
        ("买买提.吐尔逊", "买买提·吐尔逊"),
        ("买买提．吐尔逊", "买买提·吐尔逊"),
        ("⽅⼤山", "方大山"),
        ("Ａnna  Berg", "Anna Berg"),
        ("J. R. Berg", "J. R. Berg"),
        ("居民 0001", "居民 0001"),
        (f"王{RARE}", f"王{RARE}"),
        ("王\ue863国", "王\ue863国"),
    ],
)
def test_a_name_has_one_form(written: str, kept: str) -> None:
    assert spelled(written) == kept
    assert spelled(kept) == kept


@pytest.mark.parametrize("written", ["李　四", "李 四", "李\u200b四"])
def test_a_padded_name_in_a_list_is_the_person_on_record(ground, written: str) -> None:
    first = actions.add_person(SYSTEM, name="李四", household=ground.household)
    text = f"微网格,楼栋,门牌,姓名,与户主关系\n甲微网格,一栋,一单元 501,{written},户主\n"
    report = actions.import_people(SYSTEM, content=text.encode(), file="名册.csv", place=ground.community)
    assert not report.rejected
    assert list(Person.objects.filter(name__startswith="李").values_list("pk", "name")) == [
        (first.pk, "李四")
    ]
    ground.household.refresh_from_db()
    assert ground.household.head_id == first.pk


def test_whoever_is_entered_with_blanks_is_found_without_them_and_the_other_way_round(ground) -> None:
    worker = ground.worker("community_staff", ground.community)
    entered = actions.add_person(SYSTEM, name="阿依古丽 • 买买提", household=ground.household)
    assert entered.name == "阿依古丽·买买提"
    for text in ("阿依古丽·买买提", "阿依古丽•买买提", "阿依古丽 . 买买提"):
        assert [one.pk for one in find_people(worker, text)] == [entered.pk]
        assert meant_exactly(worker, text) == [entered.pk]


@pytest.mark.parametrize("character", [RARE, "\U00031350", "\ue863", "𬀩"])
def test_no_character_of_a_name_is_lost(ground, character: str) -> None:
    name = f"王{character}国"
    person = actions.add_person(SYSTEM, name=name, household=ground.household)
    person.refresh_from_db()
    assert person.name == name
    assert plain(name) == name
    assert without_unseen(f"{character}\u202e\ufeff") == character
    assert [piece.text for piece in find_in(f"感谢{name}的帮助", register_of([name]))] == [name]
