"""A text of a method names whom a matter names, to each reader as they may know them; what is stored holds no name."""

from __future__ import annotations

import pytest
from django.utils import timezone

from shanzhi.engine.types import SYSTEM
from shanzhi.matters.models import Document, Notice, Publication
from shanzhi.people import actions as people
from shanzhi.people.models import Person
from shanzhi.reading.around import papers_of
from shanzhi.reading.matter import look
from shanzhi.reading.notices import every_notice, texts_of
from shanzhi.reading.published import public_of
from shanzhi.reading.sheet import sheet_of

MEETING = """
method: meeting
title: 约见
version: 1
heading: "{subject}"
source: 本库自编
people:
  asking: {type: one, default: opener, side: true, label: 申请人}
  other: {type: one, side: true, label: 对方}
  guests: {type: people, optional: true, label: 邻里}
  judge: {type: person, optional: true, sensitive: true, label: 评理的人}
data:
  subject: {type: text, max: 80, label: 什么事}
  shares: {type: list, optional: true, label: 分摊, form: {who: {type: person, label: 谁}, part: {type: integer, label: 几份}}}
visible: [{shows: [subject], whom: public}]
open:
  by: [resident, community_staff]
  asks: [subject, asking, other, guests, judge, shares]
  at: community
  to: talking
stages:
  talking:
    label: 约见中
    desk: community_staff
    due: 3 days
    effects:
      - notify: {whom: [people.asking, people.guests], text: "{people.other}来谈“{subject}”，同来的有{people.guests}，由{people.judge}评理"}
      - notify: {of: shares, whom: [people.other, line.who], text: "{line.who}出 {line.part} 份"}
    acts: {settle: {label: 谈成了, to: settled}}
  settled:
    label: 谈成
    end: done
    effects:
      - notify: {whom: [opener], text: 谈成了}
      - document: {title: "与{people.other}的约定", text: "{people.asking}和{people.other}谈成"}
      - publish: {shows: [subject], title: "{other}谈成了"}
examples:
  - title: 谈成
    steps:
      - {open: {subject: 漏水, other: resident2}, by: resident}
      - {act: settle, by: community_staff}
    expect: {end: done}
"""


@pytest.fixture
def met(town):
    town.adopt(MEETING)
    names = {"resident": "赵一鸣", "resident2": "钱二宝", "resident3": "孙三立", "grid_worker": "李四方"}
    for who, name in names.items():
        people.rename_person(SYSTEM, person=town.people[who], name=name)
    values = {
        "subject": "楼上漏水",
        "asking": f"person:{town.people['resident'].pk}",
        "other": f"person:{town.people['resident2'].pk}",
        "guests": [town.people["resident3"].pk],
        "judge": town.people["grid_worker"].pk,
        "shares": [
            {"who": town.people["resident"].pk, "part": 2},
            {"who": town.people["street_staff"].pk, "part": 1},
        ],
    }
    return town, town.open("meeting", "community_staff", values=values).matter.id


def told(town, who: str) -> list[str]:
    reader = town.actor(who)
    return list(texts_of(reader, list(every_notice(reader))).values())


def test_each_reader_is_told_the_name_that_they_may_know(met):
    town, _number = met
    assert "钱**来谈“楼上漏水”，同来的有孙**，由***评理" in told(town, "resident3")
    assert "赵一鸣出 2 份" in told(town, "resident2")


def test_whom_a_line_names_is_told_of_that_line_alone(met):
    town, _number = met
    assert [text.rpartition("出")[2] for text in told(town, "street_staff")] == [" 1 份"]


def test_what_is_stored_holds_no_name(met):
    town, number = met
    town.act(number, "settle", "community_staff")
    document, public = Document.objects.get(matter=number), Publication.objects.get(matter=number)
    stored = [
        *Notice.objects.values_list("zh", flat=True),
        document.title_zh,
        document.text_zh,
        public.title_zh,
    ]
    for name in ("赵", "钱", "孙", "李四方"):
        assert not any(name in text for text in stored)


def test_papers_and_headings_name_people_to_who_reads_them(met):
    town, number = met
    town.act(number, "settle", "community_staff")
    it = look(town.actor("community_staff"), number)
    assert it is not None
    assert [(paper.title, paper.text) for paper in papers_of(it)] == [
        ("与钱二宝的约定", "赵一鸣和钱二宝谈成")
    ]
    assert "与钱二宝的约定" in str(sheet_of(it))
    assert public_of([number], SYSTEM)[number].title.zh == "钱**谈成了"


def test_a_name_that_is_erased_is_gone_from_what_was_told(met):
    town, _number = met
    Person.objects.filter(pk=town.people["resident2"].pk).update(erased_at=timezone.now())
    assert any("（已删除）来谈" in text for text in told(town, "resident3"))
