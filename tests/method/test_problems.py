"""Each problem by its code: the smallest file that has it, and where it is said to be.

`▸` marks where the problem must be reported; it is taken out before the file is read.
"""

from __future__ import annotations

from datetime import date

import pytest

from shanzhi.method.check import check, examine
from shanzhi.method.problems import SENTENCES
from tests.method.problems_of_the_ledger import LEDGER_CASES
from tests.method.tiny import TINY, block, spoiled, tiny, used

MARK = "▸"
TRANSLATION = ("SZ511", "SZ512")
LABEL = "label: 办好了"
FINISH = "finish: {label: 办好了, to: closed}"
STAGES = "stages:\n"
EXCEPTION = "exceptions:\n  - {rule: SZ603, reason: 工程验收, approver: 区委社会工作部, until: 2027-12-31}\n"
PHOTO = ("data:\n", "data:\n  photo: {type: files, label: 现场}\n")
HOLDER = (
    "    end: done\n",
    "    end: done\n    effects:\n      - award: {to: holder, points: 1, for: 帮忙}\n",
)
AIDES = "people:\n  who: {type: person, default: opener, label: 什么事}\nregisters:\n  aides: {label: 什么事, per: person}\ndata:\n"
CLAIM = block(
    "claim: {by: [volunteer]}",
    "{taken: closed, unclaimed: closed}",
    before="    due: {lasts: inputs.within}\n",
)
CHECKLIST = block(
    "checklist: {items: {▸look: 看一看}}", "{complete: closed}", before="    due: {lasts: inputs.within}\n"
)


def act(more: str) -> tuple[str, str]:
    """The tiny method's act with more keys."""
    return FINISH, f"finish: {{label: 办好了, to: closed, {more}}}"


def field(spec: str) -> tuple[str, str]:
    """One more field in the opening form."""
    return "data:\n", f"data:\n  {spec}\n"


def ballot(more: str) -> tuple[tuple[str, str], ...]:
    """The tiny method's first stage as a ballot."""
    held = f"    ballot: {{open_for: 1 day, pass: count.voted > 0, {more}}}\n    outcomes: {{passed: closed, failed: closed}}\n"
    return (
        ("    acts:\n      finish: {label: 办好了, to: closed}\n", held),
        ("- act: finish", "- act: vote"),
    )


def election(more: str, *, role: str = "yard_member") -> str:
    """The tiny method's first stage as an election to posts."""
    lines = "{type: list, optional: true, label: 几件, form: {who: {type: person, label: 什么事}}}"
    held = f"choose: {{of: data.them, places: 1, ties: run_off, tellers: [community_staff, grid_worker], result: {{seated: elected}}, {more}}}"
    given = f"{{to: closed, effects: [{{appoint: {{of: data.seated, person: line.who, role: {role}, record: data.seated}}}}]}}"
    return block(
        held,
        f"{{elected: {given}, unfilled: closed, tied: closed, no_quorum: closed}}",
        fields=f"  them: {lines}\n  seated: {lines}\n",
        before="    due: {lasts: inputs.within}\n",
    )


# code, text with its mark, codes of other problems that belong to it
CASES: list[tuple[str, str | bytes, set[str]]] = [
    ("SZ102", "▸#" + "x" * 600_000, set()),
    ("SZ103", tiny(("source: 本库自编", "source: 本库▸: 自编")), set()),
    ("SZ104", tiny(("version: 1\n", "version: 1\n▸version: 2\n")), set()),
    ("SZ105", tiny(("title: 小事", "title: ▸&a 小事")), set()),
    ("SZ106", "a: " + "[" * 40 + "▸[]" + "]" * 40, set()),
    ("SZ107", TINY + "▸---\nmethod: second\n", set()),
    ("SZ108", "▸", set()),
    ("SZ109", "a: [" + "1, " * 39_997 + "▸1]", set()),
    ("SZ110", tiny(("version: 1\n", "version: 1\n▸1: x\n")), set()),
    ("SZ111", tiny(("title: 小事", 'title: ▸"小\\u0000事"')), set()),
    ("SZ112", "method: x\n" + "".join(f"k{i}: 1\n" for i in range(493)) + "▸k493: 1\n" + "x: 1\ny: 1\n", {"SZ201", "SZ202"}),
    ("SZ201", tiny(("version: 1\n", "version: 1\n▸colour: red\n")), set()),
    ("SZ202", tiny(("method: tiny", "▸method: tiny"), ("version: 1\n", "")), set()),
    ("SZ203", tiny(("version: 1", "version: ▸one")), set()),
    ("SZ203", tiny(("method: tiny", "method: ▸Tiny Method")), set()),
    ("SZ203", tiny(("version: 1", "version: ▸0")), set()),
    ("SZ203", tiny(("version: 1", "version: ▸.nan")), set()),
    ("SZ203", tiny(("version: 1", "version: ▸-.inf")), set()),
    ("SZ203", tiny(("version: 1", "version: ▸1e999")), set()),
    ("SZ311", tiny(("count: {type: integer, min: 1", "count: ▸{type: integer, min: .inf")), set()),
    ("SZ203", tiny(("version: 1", "version: ▸5000000000")), set()),
    ("SZ203", tiny(("method: tiny", "method: ▸" + "t" * 61)), set()),
    ("SZ203", tiny(field("other: {type: matter, of: [appeal-wall, ▸Appeal], optional: true, label: 什么事}")), set()),
    ("SZ203", tiny(act("effects: [{award: {to: opener, points: ▸-5, for: 什么事}}]")), set()),
    ("SZ209", tiny(("title: 小事", "title: ▸" + "小" * 2001)), {"SZ511", "SZ512"}),
    ("SZ209", tiny(act(f"requires: [{{that: ▸'{'1 > 0 && ' * 300}true', otherwise: 什么事}}]")), set()),
    ("SZ204", tiny(("type: integer", "type: ▸number")), set()),
    ("SZ205", tiny(("  count:", "  ▸Count:")), set()),
    ("SZ206", tiny(("{lasts: inputs.within}", "{lasts: ▸5}")), set()),
    ("SZ207", tiny(("start: {by: [resident]", "start: {▸by: []")), set()),
    ("SZ207", tiny((FINISH, "finish: {label: 办好了, to: closed, ▸by: []}")), set()),
    ("SZ208", tiny(("{lasts: inputs.within}", "▸{remind: 1 day}")), set()),
    ("SZ208", tiny(("share: matter.closed", "among: matter.closed"), ("done: {label", "done: ▸{label")), set()),
    ("SZ301", tiny(("to: asked,", "to: ▸askd,")), set()),
    ("SZ302", tiny(("{lasts: inputs.within}", "{lasts: inputs.within, then: ▸finnish}")), set()),
    ("SZ303", tiny(("desk: grid_worker", "desk: ▸grid_workr")), set()),
    ("SZ304", tiny(("{lasts: inputs.within}", "{lasts: ▸inputs.withn}")), set()),
    ("SZ305", tiny((FINISH, "finish: {label: 办好了, to: closed, clear: [▸cuont]}")), set()),
    ("SZ305", tiny((FINISH, 'finish: {label: 办好了, to: closed, effects: [{document: {title: 小事, text: ▸"{sbject} is done"}}]}')), set()),
    ("SZ306", tiny((FINISH, "finish: {label: 办好了, to: closed, move: ▸count}")), set()),
    ("SZ307", tiny(("at: grid", "at: ▸grids")), set()),
    ("SZ340", tiny(*ballot("electors: household, options: ▸{lift: 装电梯, paint: 粉刷, abstain: 弃权}")), set()),
    ("SZ328", tiny(("at: grid", "at: [▸{when: \"true\", level: grid, why: \"due {due}\"}, {level: grid}]")), set()),
    ("SZ308", tiny(("{lasts: inputs.within}", "{lasts: inputs.within, clock: ▸main}")).replace("data:\n", "clocks: {other: {label: 什么事, starts: open, lasts: 1 day, ends: [closed]}}\ndata:\n"), set()),
    ("SZ309", tiny(("asks: [subject, count]", "asks: [subject, count, ▸count]")), set()),
    ("SZ310", tiny(("default: 2 workdays", "default: ▸3 days, max: 2 days")), set()),
    ("SZ310", tiny(("default: 2 workdays", "default: 2 workdays, min: ▸few")), set()),
    ("SZ311", tiny(("count: {type: integer, min: 1", "count: ▸{type: integer, min: 3, max: 2")), set()),
    ("SZ311", tiny(("count: {type: integer, min: 1", "count: {type: integer, min: 1, default: ▸many")), set()),
    ("SZ312", block("claim: {by: [volunteer], open_for: 1 day}", "{taken: closed, unclaimed: closed, ▸passed: closed}"), set()),
    ("SZ313", block("claim: {by: [volunteer], open_for: 1 day}", "{taken: closed}").replace("outcomes:", "▸outcomes:"), set()),
    ("SZ314", block("claim: {by: [volunteer], open_for: 1 day}\n    ▸checklist: {items: {look: 什么事}}", "{taken: closed, unclaimed: closed}"), set()),
    ("SZ315", tiny((FINISH, "▸message: {label: 办好了, to: closed}")), set()),
    ("SZ316", tiny(("    label: 待办\n", "    label: 待办\n    builtins: [▸massage]\n")), set()),
    ("SZ317", tiny(("    label: 待办\n", "    label: 待办\n    ▸outcomes: {passed: closed}\n")), set()),
    ("SZ318", tiny(("max: 80", "max: 80, known: ▸opener.nickname")), set()),
    ("SZ320", tiny(("desk: grid_worker", "desk: ▸[grid_worker, resident]")), set()),
    ("SZ203", tiny(("    steps:\n", "    given: {now: ▸tomorrow}\n    steps:\n")), set()),
    ("SZ208", tiny(("      - act: finish\n", "      - ▸act: finish\n        wait: 1 day\n")), set()),
    ("SZ380", tiny(("stages:\n", "  again: ▸{by: [resident], at: grid, to: asked}\nstages:\n"), ("{by: [resident], at: grid, to: asked, asks: [subject, count]}", "{label: 办好了, by: [resident], at: grid, to: asked, asks: [subject, count]}")), {"SZ702"}),
    ("SZ390", tiny(("data:\n", AIDES.replace("per: person", "per: person, kept_by: others, ▸lasts: 3 days"))), set()),
    ("SZ391", tiny(("data:\n", AIDES), ("finish: {label: 办好了,", "finish: {label: 办好了, effects: [{register: {name: ▸nobody, whose: people.who, event: left}}],")), set()),
    ("SZ392", tiny(("data:\n", AIDES), ("finish: {label: 办好了,", "finish: {label: 办好了, effects: [{register: {name: aides, whose: ▸data.subject, event: left}}],")), set()),
    ("SZ393", tiny(("data:\n", AIDES.replace("per: person", "per: person, form: {skill: {type: text, max: 9, label: 什么事}}")), ("finish: {label: 办好了,", "finish: {label: 办好了, effects: [{register: ▸{name: aides, whose: people.who, event: entered}}],")), set()),
    ("SZ394", tiny(("stages:\n", "  again: ▸{label: 待办, at: grid, to: asked}\nstages:\n"), ("start: {by", "start: {label: 办好了, by")), {"SZ702"}),
    ("SZ382", tiny(("open: start", "open: ▸again")), set()),
    ("SZ301", tiny(("expect: {stage: closed", "expect: {stage: ▸closd")), set()),
    ("SZ321", tiny(("- act: finish", "- act: ▸finsh")), set()),
    ("SZ705", tiny(("  - title: 办好\n", "  - ▸title: 办好\n"), ("    expect: {stage: closed, end: done}\n", "")), set()),
    ("SZ204", tiny(field("count2: {type: choice, optional: true, options: {flat: 什么事}, label: 几件}"), *ballot("electors: ▸count2")), set()),
    ("SZ323", tiny(*ballot("electors: person, options: {▸voted: 什么事}")), set()),
    ("SZ323", tiny(*ballot("electors: person, options: {aye: 什么事, ▸aye_area: 几件}")), {"SZ340"}),
    ("SZ324", tiny(field("who: {type: person, optional: true, label: 什么事}"), act("effects: [{appoint: {person: who, role: ▸boss}}]")), set()),
    ("SZ350", tiny(field("who: {type: person, optional: true, label: 什么事}"), act("effects: [{appoint: ▸{person: who, role: building_lead}}]")), set()),
    ("SZ334", tiny(field("▸command: {type: integer, optional: true, label: 几件}")), set()),
    ("SZ334", tiny(field("▸now: {type: integer, optional: true, label: 几件}")), set()),
    ("SZ344", tiny((FINISH, FINISH + "\n      ▸note:")), set()),
    ("SZ532", tiny(("data:\n", "people:\n  helper: {type: person, label: 谁, optional: true}\ndata:\n"), (FINISH, "finish: {label: 办好了, ▸by: [desk, people.helper], to: closed}")), set()),
    ("SZ346", tiny(("desk: grid_worker", "desk: [▸people.nobody, grid_worker]")), set()),
    ("SZ372", tiny(("data:\n", "visible: ▸everyone\ndata:\n")), set()),
    ("SZ373", tiny(("finish: {label: 办好了, to: closed}", "finish: {label: 办好了, to: closed}\n      over: {▸label: 核查通过, by: [system], to: closed}"), ("due: {lasts: inputs.within}", "due: {lasts: inputs.within, then: over}"), ("  办好了: It", "  核查通过: Checked and found well\n  办好了: It")), set()),
    ("SZ371", tiny(("data:\n", "visible: [{shows: [subject], whom: [place], when: data.fine}]\ndata:\n  fine: {type: boolean, ▸default: true, label: 几件}\n"), ("asks: [subject", "asks: [fine, subject")), set()),
    ("SZ370", tiny(("inputs:\n", "inputs:\n  ▸idle: {type: integer, default: 1, label: 时限}\n")), set()),
    ("SZ404", tiny(("data:\n", "data:\n  lines: {type: list, optional: true, label: 几件, form: {what: {type: text, max: 9, label: 什么事}}}\n"), (FINISH, "finish: {label: 办好了, to: closed, requires: [{that: ▸'data.lines.all(a, data.lines.exists_one(b, b.what == a.what))', otherwise: 待办}]}")), set()),
    ("SZ374", spoiled(TINY, ("data:\n", "data:\n  ▸idle: {type: text, max: 9, label: 时限}\n")), set()),
    ("SZ542", tiny(("data:\n", "people:\n  mine: {type: person, default: opener, label: 谁}\ndata:\n"), (FINISH, "finish: {label: 办好了, to: closed, effects: [{award: {to: ▸people.mine, points: 1, for: 办好了}}]}"), ("asks: [subject", "asks: [mine, subject")), set()),
    ("SZ345", tiny(("data:\n", "acts:\n  ▸note: {label: 待办, asks: [count]}\ndata:\n")), set()),
    ("SZ351", used(("use: look@1", "use: ▸look")), set()),
    ("SZ352", used(("use: look@1", "use: ▸other@1")), {"SZ365"}),
    ("SZ353", used(("use: look@1", "use: ▸look@2")), set()),
    ("SZ354", used(("use: look@1", "use: ▸look@1"), ("{who: people.mine}", "{}")), set()),
    ("SZ355", used(("{who: people.mine}", "{who: people.mine, ▸whom: people.mine}")), set()),
    ("SZ356", used(("{who: people.mine}", "{who: ▸data.count}")), set()),
    ("SZ357", used(("  count:", "  rating_seen: {type: text, label: 什么事}\n  count:"), ("  rating:", "  ▸rating:")), set()),
    ("SZ358", used(("use: look@1", "use: ▸look@1"), ("asks: [seen]", "asks: [subject]")), set()),
    ("SZ359", used(("use: look@1", "use: ▸look@1"), ("who: {type: person,", "who: {type: people,"), ("{who: people.mine}", "{who: [people.mine, opener]}"), ("asks: [seen]", "asks: [seen], requires: [{that: people.who != '', otherwise: 待办}]")), set()),
    ("SZ360", used(("use: look@1", "use: ▸look@1"), ("to: good}", "to: closed}")), {"SZ366"}),
    ("SZ361", used(("use: look@1", "use: ▸look@1"), ("{good: closed}", "{}")), set()),
    ("SZ362", used(("{good: closed}", "{good: closed, ▸bad: closed}")), set()),
    ("SZ363", used(("use: look@1", "use: ▸look@1"), ("label: 待办, due", "label: 待办, end: done, due")), set()),
    ("SZ365", used(("  look:\n", "  ▸other: {fragment: other, title: 小事, version: 1, source: 本库自编, stages: {a: {label: 待办}}, outcomes: {b: 待办}}\n  look:\n")), set()),
    ("SZ366", used(("use: look@1", "use: ▸look@1"), ("{good: closed}", "{good: closed, bad: closed}"), ("outcomes: {good: 办好了}", "outcomes: {good: 办好了, bad: 待办}")), set()),
    ("SZ364", "▸fragment: look\ntitle: 小事\n", set()),
    ("SZ401", tiny(("to: asked,", "to: asked, requires: [{that: data▸.size > 1, otherwise: 什么事}],")), set()),
    ("SZ330", tiny(("data:\n", "visible: [{shows: all, whom: [▸holder]}]\ndata:\n")), set()),
    ("SZ331", tiny(field("tel: {type: phone, sensitive: true, known: opener.phone, label: 什么事}"), ("data:\n", "visible: [{shows: [subject, ▸tel], whom: [place]}]\ndata:\n")), set()),
    ("SZ332", tiny(("data:\n", "heading: ▸\"{count}{day}\"\ndata:\n"), field("day: {type: date, private: true, optional: true, label: 什么事}")), {"SZ511"}),
    ("SZ333", tiny(("data:\n", "visible: [▸{shows: [count], whom: [place]}]\ndata:\n")), set()),
    ("SZ401", tiny(("data:\n", "visible: [{shows: all, whom: [place], when: matter▸.late}]\ndata:\n")), set()),
    ("SZ401", tiny(act('requires: [{that: "▸count > 1", otherwise: No.}]')), set()),
    ("SZ401", tiny(act("requires: [{that: data.count > ▸colour, otherwise: No.}]")), set()),
    ("SZ401", tiny(act("requires: [{that: data.count ▸> data.subject, otherwise: No.}]")), set()),
    ("SZ401", tiny(act("requires: [{that: ▸'data.subject == ''a'' + 1', otherwise: No.}]")), set()),
    ("SZ402", tiny((FINISH, "finish: {label: 办好了, to: ▸[{when: data.count > 1, stage: closed}]}")), set()),
    ("SZ403", tiny((FINISH, "finish: {label: 办好了, to: [closed, ▸{when: data.count > 1, stage: asked}]}")), set()),
    *LEDGER_CASES,
    ("SZ501", tiny((STAGES, "stages:\n  ▸lost:\n    label: 待办\n    desk: grid_worker\n    due: {lasts: inputs.within}\n    acts:\n      finish: {label: 办好了, to: closed}\n")), set()),
    ("SZ502", tiny((FINISH, "finish: {label: 办好了, to: closed}\n      stay: {label: 待办, to: stuck}\n  ▸stuck:\n    label: 待办\n    desk: grid_worker\n    due: {lasts: inputs.within}")), set()),
    ("SZ503", tiny(("    due: {lasts: inputs.within}\n", ""), ("  asked:", "  ▸asked:")), set()),
    ("SZ504", tiny(("    desk: grid_worker\n", ""), ("  asked:", "  ▸asked:")), set()),
    ("SZ505", tiny(("    desk: grid_worker", "    ▸desk: building_lead")), set()),
    ("SZ505", tiny((FINISH, "finish: {label: 办好了, to: closed}\n      on: {label: 办好了, to: above}\n  above:\n    label: 待办\n    ▸desk: {role: grid_worker, at: street}\n    due: {lasts: inputs.within}\n    acts:\n      finish: {label: 办好了, to: closed}")), {"SZ505"}),
    ("SZ506", tiny(("    end: done\n", "    desk: grid_worker\n    due: {lasts: inputs.within}\n"), (STAGES, "▸stages:\n")), {"SZ502"}),
    ("SZ507", tiny(("    end: done\n", "    end: done\n    ▸desk: grid_worker\n")), set()),
    ("SZ508", block("publicity: {for: 5 workdays, what: [subject], ▸objections: [system], answer_within: 3 workdays}", "{clear: closed, upheld: closed}"), set()),
    ("SZ535", block("publicity: {for: 5 workdays, what: [subject], ▸whom: [place], objections: [resident, owner], answer_within: 3 workdays}", "{clear: closed, upheld: closed}"), set()),
    ("SZ536", tiny(*ballot("roll: owners, ▸quorum: count.voted * 3 >= count.roll * 2")).replace("{passed: closed, failed: closed}", "{passed: closed, failed: closed, no_quorum: closed}"), {"SZ537"}),
    ("SZ537", tiny(*ballot("▸roll: owners, quorum: 'count.voted * 3 >= count.roll * 2 && count.voted_area * 3 >= count.roll_area * 2'")).replace("{passed: closed, failed: closed}", "{passed: closed, failed: closed, no_quorum: closed}"), set()),
    ("SZ509", tiny(("{lasts: inputs.within}", "{until: data.day, then: over}"), (FINISH, "over: {label: 办好了, by: [system], to: [{when: data.count > 1, stage: closed}, asked]}"), field("day: {type: date, optional: true, label: 什么事}")).replace("  asked:", "  ▸asked:"), set()),
    ("SZ510", tiny((FINISH, "finish: {label: 办好了, to: closed, asks: [subject]}"), ("{lasts: inputs.within}", "{lasts: inputs.within, then: ▸finish}")), set()),
    ("SZ511", tiny(("  办好了: It is done\n", ""), (LABEL, "label: ▸办好了")), set()),
    ("SZ512", tiny(("  办结率: Closed\n", "  办结率: Closed\n  ▸没有用到: Not used\n")), set()),
    ("SZ513", tiny(("end: done", "end: refused"), (STAGES, "▸stages:\n"), (", end: done}", "}")), set()),
    ("SZ514", tiny(("    says: \"“{subject}”办好了。\"\n", "    effects: [{notify: {whom: [watchers], text: \"“{subject}”办好了。\"}}]\n"), ("  closed:", "  ▸closed:")), set()),
    ("SZ515", tiny((FINISH, FINISH + "\n      higher: {label: 办好了, ▸move: up}")), set()),
    ("SZ516", tiny((FINISH, FINISH + "\n      lapse: {label: 办好了, ▸by: [system], to: closed}")), set()),
    ("SZ517", tiny(("    label: 待办\n", "    label: 待办\n    effects: [{▸open: {method: tiny}}]\n")), set()),
    ("SZ518", tiny(act("by: [holder]")).replace("by: [holder]", "▸by: [holder]"), set()),
    ("SZ519", tiny(field("▸tel: {type: phone, known: opener.phone, label: 什么事}")), set()),
    ("SZ520", tiny(field("tel: {type: phone, sensitive: true, known: opener.phone, label: 什么事}"), (FINISH, "finish: {label: 办好了, to: closed, effects: [{publish: {▸what: [tel]}}]}")), set()),
    ("SZ521", tiny((FINISH, FINISH + "\n      higher: {label: 办好了, ▸move: up, to: asked}")), set()),
    ("SZ523", tiny(*ballot("electors: person, ▸on: subject")), set()),
    (
        "SZ524",
        block(
            "checklist: {▸from: lines}", "{complete: closed}", before="    due: {lasts: inputs.within}\n",
            fields="  lines: {type: list, label: 几件, form: {who: {type: text, sensitive: true, label: 什么事}}}\n",
        ),
        set(),
    ),
    ("SZ527", tiny(*ballot('electors: person, secret: true, ▸pass: "count.yes * count.no > 0"')).replace("pass: count.voted > 0, ", ""), set()),
    (
        "SZ531",
        tiny(*ballot("electors: person, result: {came: 待办}"))
        .replace("passed: closed,", "passed: showing,")
        .replace(
            "  closed:",
            "  showing:\n    label: 待办\n    desk: grid_worker\n    due: 5 workdays\n    publicity: {shows: [came], by: [resident], ▸judged_by: [grid_worker], "
            "answer_within: 3 workdays}\n    outcomes: {clear: closed, upheld: closed}\n  closed:",
            1,
        ),
        set(),
    ),
    ("SZ547", election("roll: households, ▸cast: [online], signed: false"), {"SZ523"}),
    ("SZ548", election("▸roll: households", role="owners_member"), {"SZ523"}),
    ("SZ549", election("roll: residents, ▸signed: true, cast: [paper, online]", role="committee_member"), {"SZ523"}),
    ("SZ530", tiny(*ballot("electors: person, ▸cast: [hands, online]")), set()),
    ("SZ528", tiny(*ballot('electors: person, secret: true, ▸quorum: "count.yes > 0"')).replace("{passed: closed, failed: closed}", "{passed: closed, failed: closed, no_quorum: closed}"), set()),
    ("SZ525", tiny(("desk: grid_worker", "desk: {role: opener, ▸not: [opener]}")), set()),
    (
        "SZ526",
        tiny(
            (FINISH, "finish: {label: 办好了, to: checking}"),
            (
                "  closed:\n",
                "  checking:\n    label: 待办\n    ▸desk: grid_worker\n    due: 1 day\n    acts:\n"
                "      right: {label: 办好了, to: closed}\n      wrong: {label: 待办, to: asked}\n  closed:\n",
            ),
        ),
        set(),
    ),
    ("SZ301", tiny(("desk: grid_worker", "desk: {role: grid_worker, not: [▸actors.nowhere]}")), set()),
    ("SZ346", tiny(("desk: grid_worker", "desk: {by: grid_worker, not: [▸somebody]}")), set()),
    ("SZ346", tiny(("desk: grid_worker", "desk: {by: grid_worker, not: [▸people.subject]}")), set()),
    ("SZ318", tiny(("data:\n", "people:\n  who: {type: person, label: 谁, optional: true, default: ▸mayor}\ndata:\n")), set()),
    ("SZ311", tiny(("data:\n", "people:\n  who: {type: household, label: 谁, optional: true, default: ▸opener}\ndata:\n")), set()),
    ("SZ311", tiny(("data:\n", "people:\n  subject: ▸{type: person, label: 谁, optional: true}\ndata:\n")), set()),
    ("SZ522", tiny(("“{subject}” is done.", "It is done.")).replace(': "It is done."', ': ▸"It is done."'), set()),
    ("SZ570", block("claim: {by: [volunteer]}", "{taken: closed, unclaimed: closed}", before="    due: {lasts: 1 day, then: ▸finish}\n"), set()),
    ("SZ538", block("session: {at: at, roll: residents, lasts: 2 hours, ▸quorum: count.present > 1}", "{held: closed, no_quorum: closed}", fields="  at: {type: time, label: 什么事}\n"), set()),
    ("SZ539", block("session: {at: at, roll: residents, lasts: 2 hours, result: {here: present}}", "{held: voted}\n  voted:\n    label: 待办\n    desk: grid_worker\n    due: {lasts: inputs.within}\n    ballot: {▸roll: people.here, cast: [hands], tellers: [grid_worker, community_staff], pass: count.agree > 0}\n    outcomes: {passed: closed, failed: closed}", fields="  at: {type: time, label: 什么事}\n").replace("data:\n", "people:\n  here: {type: people, label: 什么事}\ndata:\n"), set()),
    ("SZ571", block("session: {at: at, roll: residents, lasts: 2 hours}", "{held: closed}", before="    due: ▸1 day\n", fields="  at: {type: time, label: 什么事}\n"), set()),
    ("SZ572", tiny(("    due: {lasts: inputs.within}", "    ▸due: {clock: main}"), (FINISH, "finish: {label: 办好了, to: later}\n  later:\n    label: 待办\n    desk: grid_worker\n    due: 1 day\n    acts:\n      finish: {label: 办好了, to: closed}"), ("data:\n", "clocks: {main: {label: 什么事, starts: later, lasts: 1 day, ends: [closed]}}\ndata:\n")), set()),
    ("SZ573", tiny(("data:\n", "clocks: {main: ▸{label: 什么事, starts: asked, lasts: 1 day, ends: [asked]}}\ndata:\n")), set()),
    ("SZ601", tiny((FINISH, "finish: {▸label: 到岗打卡, to: closed}")), set()),
    ("SZ601", tiny(("label: 办结率", "▸label: 网格员在线时长")), set()),
    ("SZ602", tiny(("label: 办结率", "▸label: 网格员每月排名")), set()),
    ("SZ602", spoiled(CLAIM.replace("by: [volunteer]", "by: [grid_worker]"), HOLDER).replace("{to: holder", "{▸to: holder"), set()),
    ("SZ602", tiny(act("effects: [{award: {▸to: actor, points: 1, for: 办好了}}]")), set()),
    ("SZ603", tiny(field("▸photo: {type: files, label: 什么事}")), set()),
    ("SZ603", CHECKLIST.replace("look: 看一看", "look: {label: 看一看, proof: files}"), set()),
    ("SZ341", tiny(field("kind: {type: choice, optional: true, options: {flat: 什么事, yard: ▸什么事}, label: 几件}")), set()),
    ("SZ341", tiny(*ballot("electors: household, options: {yes: 同意, no: ▸同意}")), set()),
    ("SZ529", tiny(field("where: {type: place, default: ▸3, label: 什么事}")), set()),
    ("SZ529", tiny(field("which: {type: offices, default: ▸[3], label: 什么事}")), set()),
    ("SZ529", tiny(field("which: {type: matter, default: ▸3, label: 什么事}")), set()),
    ("SZ529", tiny(field("what: {type: files, default: ▸[a], label: 什么事}")), {"SZ603"}),
    ("SZ603", tiny(field("▸trail: {type: text, label: 巡查轨迹}")), set()),
    ("SZ604", tiny(field("▸name: {type: text, label: 申请人姓名}")), set()),
    ("SZ605", tiny(("label: 办结率", "▸label: 点赞数")), set()),
    ("SZ606", tiny(("label: 办结率", "▸label: 小程序注册率")), set()),
    ("SZ607", tiny(PHOTO, (STAGES, EXCEPTION.replace("2027-12-31", "2025-12-31") + STAGES)).replace("until: ", "until: ▸"), {"SZ603"}),
    ("SZ607", tiny(PHOTO, (STAGES, EXCEPTION.replace("2027-12-31", "明年底") + STAGES)).replace("until: ", "until: ▸"), {"SZ603"}),
    ("SZ608", tiny((STAGES, EXCEPTION + STAGES)).replace("rule: ", "rule: ▸"), set()),
    ("SZ609", tiny(("to: asked, ", "to: asked, ▸"), ("data:\n", "data:\n" + "".join(f"  f{n}: {{type: integer, label: 几件}}\n" for n in range(12)))), set()),
    ("SZ610", tiny(field("▸age: {type: integer, label: 年龄}")), set()),
    ("SZ611", tiny((STAGES, EXCEPTION + STAGES)).replace("rule: SZ603", "rule: ▸SZ503"), set()),
]  # fmt: skip
# Codes whose problem is not in the text alone: their own tests stand elsewhere in this file and in tests/engine.
ELSEWHERE = {"SZ101", "SZ319", "SZ325", "SZ326", "SZ327", "SZ329", "SZ381", "SZ459"} | {
    "SZ701",
    "SZ702",
    "SZ703",
    "SZ704",
}


def place(text: str) -> tuple[int, int]:
    """Line and column of the mark, as an editor counts them."""
    before = text.split(MARK)[0]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


@pytest.mark.parametrize(
    ("code", "text", "with_it"), CASES, ids=[f"{code}-{n}" for n, (code, _, _) in enumerate(CASES)]
)
def test_a_problem_is_reported_where_it_is_and_nothing_else_is(
    code: str, text: str, with_it: set[str]
) -> None:
    assert text.count(MARK) == 1
    found = check(text.replace(MARK, ""), today=date(2026, 3, 2))
    assert place(text) in [(p.line, p.column) for p in found if p.code == code], [p.show("f") for p in found]
    assert {p.code for p in found} - {code, "SZ370", *TRANSLATION} <= with_it, [p.show("f") for p in found]


def test_the_tiny_method_itself_has_no_problem() -> None:
    assert check(TINY) == []


def test_every_code_has_its_case() -> None:
    assert {code for code, _, _ in CASES} | ELSEWHERE == set(SENTENCES)


@pytest.mark.parametrize(
    "options",
    [
        "{lift: 装电梯, paint: 粉刷, none: 都不同意}",
        "{lift: 同意方案一, paint: 同意方案二, no: 反对}",
        "{yes: 同意, no: 反对, abstain: 弃权}",
        "{lift: 装电梯, abstain: 弃权}",
        "{a: 甲, b: 乙, neither: 以上都不}",
    ],
)
def test_where_one_can_be_against_all_nothing_is_advised(options: str) -> None:
    text = tiny(*ballot(f"electors: household, options: {options}"))
    assert "SZ340" not in {problem.code for problem in check(text)}


def test_two_plans_called_by_their_consent_are_plans_too() -> None:
    text = tiny(*ballot("electors: household, options: {lift: 同意方案一, paint: 同意方案二}"))
    assert "SZ340" in {problem.code for problem in check(text)}


def test_a_table_may_stand_below_what_takes_its_rows() -> None:
    rows = "  first: {type: choice, options: inputs.rows, default: one, label: 什么事}\n"
    table = "  rows: {type: table, label: 几件, default: {one: 待办, two: 已销账}}\n"
    for inputs in (rows + table, table + rows):
        checked = examine(tiny(("inputs:\n", "inputs:\n" + inputs)))
        assert checked.method is not None
        assert [*checked.method.inputs] == [line.split(":")[0].strip() for line in inputs.splitlines()] + [
            "within"
        ]
        assert checked.method.values["first"] == "one"


def test_a_name_of_the_pages_may_stand_within_a_list() -> None:
    text = tiny(
        field(
            "many: {type: list, optional: true, label: 几件, form: {next: {type: text, max: 9, label: 什么事}}}"
        )
    )
    assert not examine(text).errors


def test_an_answer_may_be_named_like_a_type() -> None:
    text = tiny(
        field("int: {type: integer, optional: true, label: 几件}"),
        ("to: asked,", "to: asked, requires: [{that: data.int > 1, otherwise: 什么事}],"),
    )
    assert not examine(text).errors


def test_what_opening_requires_is_asked_of_what_it_asks_itself() -> None:
    late = ("data:\n", "data:\n  later: {type: integer, label: 几件}\n")
    text = tiny(late, ("to: asked,", "to: asked, requires: [{that: data.later > 1, otherwise: 什么事}],"))
    assert not examine(text).errors
    (problem,) = examine(text.replace("asks: [later, subject, count]", "asks: [subject, count]")).errors
    assert "data.later" in problem.why.zh


def test_a_fact_may_name_matters_of_methods_with_a_hyphen() -> None:
    text = tiny(field("other: {type: matter, of: [appeal-wall, tiny], optional: true, label: 什么事}"))
    assert not examine(text).errors
