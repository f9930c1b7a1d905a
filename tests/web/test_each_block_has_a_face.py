"""Every kind of block has a face, whole: what its matter's page shows while it runs, and what it came to."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.template.loader import get_template
from django.utils import timezone

from shanzhi.matters.clock.sweeping import tick
from shanzhi.method.blocks import KINDS
from shanzhi.method.rooms import Incomplete
from shanzhi.web import blocks
from shanzhi.web.blocks import FACES, load

EACH = """\
method: each
title: 样样都有
version: 1
source: 本库自编
visible: place
form:
  subject: {type: text, max: 80, label: 什么事}
  begins: {type: time, label: 何时开会}
  bureaus: {type: offices, max: 5, label: 请哪些部门}
  request: {type: text, max: 80, label: 请做什么}
  them: {type: list, max: 5, optional: true, label: 候选人, form: {name: {type: text, max: 20, label: 姓名}}}
open: {by: [resident, community_staff], at: community, to: hub}
stages:
  hub:
    label: 准备
    desk: community_staff
    due: {in: 5 workdays}
    acts:
      to_claim: {label: 抢单, to: claim}
      to_checklist: {label: 清单, to: checklist}
      to_split: {label: 协办, to: split}
      to_endorse: {label: 联名, to: endorse}
      to_ballot: {label: 表决, to: ballot}
      to_choose: {label: 选举, effects: [{publish: {what: [them]}}], to: choose}
      to_publicity: {label: 公示, to: publicity}
      to_session: {label: 会议, to: session}
      to_survey: {label: 评议, to: survey}
      end: {label: 结束, to: closed}
  claim:
    label: 抢单环节
    desk: community_staff
    claim: {by: [resident], open_for: 3 days}
    outcomes: {taken: hub, unclaimed: hub}
  checklist:
    label: 清单环节
    desk: community_staff
    due: {in: 5 workdays}
    checklist: {items: {sign: {label: 签字, proof: text}}}
    outcomes: {complete: hub}
  split:
    label: 协办环节
    desk: community_staff
    due: {in: 5 workdays}
    split: {method: assist, each: bureaus, as: office, with: {subject: subject, request: request}, join: all}
    outcomes: {joined: hub, recalled: hub}
  endorse:
    label: 联名环节
    desk: community_staff
    endorse: {by: [resident], threshold: 3, open_for: 3 days}
    outcomes: {reached: hub, expired: hub}
  ballot:
    label: 表决环节
    desk: community_staff
    ballot: {electors: person, open_for: 3 days, quorum: voted >= 1, pass: yes * 2 > voted}
    outcomes: {passed: hub, failed: hub, no_quorum: hub}
  choose:
    label: 选举环节
    desk: community_staff
    due: {in: 3 days}
    choose: {roll: residents, of: data.them, places: 1, ties: run_off, cast: [online], tellers: [community_staff]}
    outcomes: {elected: hub, unfilled: hub, tied: hub}
  publicity:
    label: 公示环节
    desk: community_staff
    publicity: {what: [subject], for: 3 days, objections: [resident], answer_within: 2 workdays}
    outcomes: {clear: hub, upheld: hub}
  session:
    label: 会议环节
    desk: community_staff
    session: {at: begins, lasts: 2 hours, roll: residents, quorum: attended * 2 > expected, agenda: [通报情况]}
    outcomes: {held: hub, no_quorum: hub}
  survey:
    label: 评议环节
    desk: community_staff
    survey: {by: [resident], open_for: 3 days, enough: 1, questions: {happy: {type: boolean, label: 满意吗}}}
    outcomes: {passed: hub, too_few: hub}
  closed: {label: 已结束, end: done, effects: [{notify: {to: [opener], text: "“{subject}”结束了。"}}]}
examples:
  - title: 走完
    when: [{open: {subject: 停车, begins: 2026-12-01 19:00, bureaus: [office1], request: 请查}, by: resident}, {act: end, by: community_staff}]
    then: {stage: closed}
"""
TODAY = """\
method: today
title: 今天的词写的
version: 1
source: 本库自编
visible: [{shows: [subject], whom: [place]}]
data:
  subject: {type: text, max: 80, label: 什么事}
  at: {type: time, label: 何时掷骰子}
  names: {type: list, label: 名单, form: {name: {type: text, max: 20, label: 称呼}}}
open: {begin: {label: 发起, by: [resident], asks: [subject, at, names], at: community, to: hub}}
stages:
  hub:
    label: 准备
    desk: community_staff
    due: 5 workdays
    acts: {to_each: {label: 会签, to: each}, to_draw: {label: 抽签, to: draw}, to_gather: {label: 征集, to: gather}, end: {label: 结束, to: closed}}
  each:
    label: 会签环节
    desk: community_staff
    due: 3 days
    each: {of: [opener, street_staff], options: {sign: 签字, refuse: 不签}, passes: [sign], needs: all}
    outcomes: {agreed: hub, refused: hub, late: hub}
  draw:
    label: 抽签环节
    desk: community_staff
    due: 3 days
    draw: {of: data.names, shown: name, places: 1, source: dice, named: 当众掷十二颗, begins: data.at}
    outcomes: {drawn: hub, undrawn: hub}
  gather:
    label: 征集环节
    desk: community_staff
    due: 3 days
    gather: {method: assist, roll: residents, with: {subject: data.subject}, form: {office: {type: office, label: 哪个部门}, request: {type: text, max: 80, label: 做什么}}}
    outcomes: {gathered: hub}
  closed: {label: 已结束, end: done, says: "“{subject}”结束了。"}
examples:
  - {title: 走完, steps: [{open: begin, by: resident, with: {subject: 停车, at: 2026-03-04 10:00, names: [{name: 甲}]}}, {act: end, by: community_staff}], expect: {stage: closed}}
"""
"""Kinds that the first edition did not know."""
IN_TODAYS_WORDS = ("each", "draw", "gather")
BY_HAND = {
    "claim": ("take", "resident2", {}),
    "checklist": ("tick", "community_staff", {"item": "sign", "proof": "已签"}),
    "split": ("recall", "community_staff", {"reason": "不等了"}),
    "session": ("finish", "community_staff", {}),
}
"""How a block is brought to its end that the clock does not end."""


@pytest.fixture
def running(town):
    """A matter whose block of a kind has just begun, by its number."""
    begins = timezone.localtime() - timedelta(minutes=5)
    given = {
        "subject": "小区停车",
        "begins": begins.strftime("%Y-%m-%d %H:%M"),
        "bureaus": [town.office.pk],
        "request": "请查一下",
        "them": [{"name": "甲某"}, {"name": "乙某"}],
    }

    def begin(kind):
        today = kind in IN_TODAYS_WORDS
        town.adopt(TODAY if today else EACH)
        later = (begins + timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
        values = {"subject": given["subject"], "at": later, "names": [{"name": "甲"}]} if today else given
        number = town.open("today" if today else "each", values=values).matter.id
        town.act(number, f"to_{kind}", "community_staff")
        return number

    return begin


@pytest.mark.parametrize("kind", KINDS)
def test_a_block_is_shown_while_it_runs_and_once_it_is_over(town, signed_in, running, kind):
    face, number = FACES[kind], running(kind)
    for who in ("community_staff", "resident"):
        page = signed_in(who).get(f"/matters/{number}")
        assert page.status_code == 200
        assert (face.template in [one.name for one in page.templates]) == (face.template is not None)
        assert ('id="face"' in page.content.decode()) == (face.template is not None)
    if kind in BY_HAND:
        act, who, values = BY_HAND[kind]
        town.act(number, act, who, **values)
    else:
        tick(now=timezone.now() + timedelta(days=12))
    for who in ("community_staff", "resident"):
        page = signed_in(who).get(f"/matters/{number}").content.decode()
        assert "准备" in page.partition("经过")[0]
        assert ('id="results"' in page) == (face.finished is not None)
        if face.finished is not None:
            results = page.partition('id="results"')[2].partition("</section>")[0]
            assert f"{kind_label(kind)}环节" in results
            assert "<progress" in results
            assert (face.page is not None) == ("<a href" in results)


def kind_label(kind):
    return {
        "endorse": "联名",
        "gather": "征集",
        "each": "会签",
        "ballot": "表决",
        "choose": "选举",
        "session": "会议",
        "survey": "评议",
        "draw": "抽签",
    }[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_the_wall_of_a_room_shows_what_runs_or_where_it_stands(signed_in, running, kind):
    number, screen = running(kind), FACES[kind].screen
    page = signed_in("community_staff").get(f"/matters/{number}/projector")
    assert page.status_code == 200
    used = [one.name for one in page.templates]
    assert screen is None or screen.template in used


@pytest.mark.parametrize("kind", KINDS)
def test_each_template_of_a_face_is_there(kind):
    face = FACES[kind]
    for template in (face.template, face.screen.template if face.screen is not None else None):
        assert template is None or get_template(template)


def test_no_kind_is_without_a_face():
    assert list(FACES) == list(KINDS)


@pytest.mark.parametrize(("layer", "part"), [("method", "KIND"), ("engine", "LOGIC"), ("web", "FACE")])
def test_no_room_is_left_of_a_kind_that_is_no_longer_listed(layer, part):
    """A kind that is taken out of the list takes its rooms along: nothing would load them, and nothing would miss them."""
    folder = Path(blocks.__file__).parents[2] / layer / "blocks"
    rooms = {path.stem for path in folder.glob("*.py") if f"\n{part} = " in path.read_text(encoding="utf-8")}
    assert rooms == set(KINDS)


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (None, "shanzhi/web/blocks/picnic.py is missing"),
        ("FACE = None", "shanzhi/web/blocks/picnic.py: FACE is missing"),
        (
            "FACE = BlockFace(kind='picnic')",
            "shanzhi/web/blocks/picnic.py: Missing required argument 'template'",
        ),
        ("FACE = replace(FACES['claim'], kind='party')", "shanzhi/web/blocks/picnic.py: kind is “party”"),
        (
            "FACE = replace(FACES['claim'], kind='picnic', template='web/blocks/claim.html')",
            "shanzhi/web/blocks/picnic.py: running and template go together",
        ),
        (
            "FACE = replace(FACES['survey'], kind='picnic', template='web/blocks/picnic.html')",
            "shanzhi/web/blocks/picnic.py: templates/web/blocks/picnic.html is missing",
        ),
    ],
)
def test_a_face_with_a_part_missing_names_its_file(monkeypatch, tmp_path, part, said):
    if part is not None:
        head = "from msgspec.structs import replace\nfrom shanzhi.web.blocks import FACES, BlockFace\n"
        (tmp_path / "picnic.py").write_text(head + part)
        monkeypatch.setattr(blocks, "__path__", [*blocks.__path__, str(tmp_path)])
        monkeypatch.delitem(__import__("sys").modules, "shanzhi.web.blocks.picnic", raising=False)
    with pytest.raises(Incomplete) as fault:
        load(["picnic"])
    assert str(fault.value) == said
    __import__("sys").modules.pop("shanzhi.web.blocks.picnic", None)
