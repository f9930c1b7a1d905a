"""Many short lives under one method, and all that they come to: what `test_consumers` compares."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from shanzhi.engine.decide import available, decide, open_matter
from shanzhi.engine.types import SYSTEM, Child, Command, Decision, Matter, Refusal
from shanzhi.engine.world import World
from shanzhi.method.model import Method

# act, by whom, its answers; or the time that passes.
Step = tuple[str, str, dict[str, Any]] | timedelta
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FULL: dict[str, Any] = {
    "subject": "路灯不亮",
    "kind": "small",
    "size": 2,
    "spot": 4,
    "helpers": [1, 2],
    "day": "2026-03-05",
    "hour": "2026-03-06T09:00",
    "parts": [{"name": "甲"}],
    "twin": 7,
    "deputy": 2003,
    "circle": 6,
}
POSTS: dict[str, Any] = {
    "subject": "路灯不亮", "deputy": 2003, "post": "team_lead", "spot": 4, "circle": 6, "day": "2026-05-05",
    "yards": [{"yard": 6, "keeper": 2004}],
}  # fmt: skip
ELECTION: dict[str, Any] = {
    "subject": "选人", "circle": 6,
    "slate": [{"who": 2005 + n, "name": name} for n, name in enumerate(("甲某", "乙某", "丙某"))],
    "seated": [{"who": 2004, "name": "丁某"}],
}  # fmt: skip
MARKS = [{"candidate": 1}, {"candidate": 2}]
SIGNED = {"elector": 2003, "number": "1", "marks": MARKS, "proxy": "王某", "letter": "委 1 号"}
VOTED: list[Step] = [
    ("elect", "grid_worker", {}),
    ("entrust", "resident4", {"proxy": 2002}),
    ("vote_for", "resident2", {"elector": 2004, "marks": MARKS}),
    ("vote", "resident2", {"marks": [*MARKS, {"candidate": 3}]}),
    ("vote", "resident", {"marks": [{"name": "周某"}]}),
    ("paper", "community_staff", SIGNED),
    ("paper", "supervision_member", SIGNED),
]
OPENINGS: list[tuple[str, dict[str, Any]]] = [
    ("resident", {"subject": "一"}),
    ("resident", {"subject": "字" * 21}),
    ("resident", {"subject": "路灯不亮", "size": 0}),
    ("resident", {"subject": "路灯不亮", "size": 9}),
    ("resident", {"subject": "路灯不亮", "size": 7}),
    ("resident", {"subject": "路灯不亮", "kind": "big"}),
    ("resident", {"subject": "路灯不亮", "kind": "huge"}),
    ("resident", {"subject": "路灯不亮", "parts": [{"name": "太长的名字了"}, {}]}),
    ("resident", {"size": 3}),
    ("volunteer", {"subject": "路灯不亮"}),
    ("resident", {"subject": "路灯不亮", "whom": 2002}),
    ("resident", {"subject": "路灯不亮", "bureau": 1}),
    ("resident", {"subject": "路灯不亮", "size": 8}),
    ("resident", {"subject": "路灯不亮", "friends": [2002]}),
    ("resident", {"subject": "路灯不亮", "friends": [2002, 2003]}),
    ("resident", {"subject": "路灯不亮", "friends": [2002, 2003, 2004, 2005]}),
]
LIVES: list[tuple[str, dict[str, Any], list[Step]]] = [
    ("time", {"subject": "路灯不亮"}, [HOUR, DAY, 2 * DAY, 30 * DAY]),
    ("hour", {"subject": "路灯不亮", "hour": "2026-03-06T09:00"}, []),
    ("cases", {"subject": "路灯不亮", "size": 6}, [("choose", "grid_worker", {}), ("on", "resident", {})]),
    (
        "acts",
        FULL,
        [
            ("note", "volunteer", {"remark": "好"}),
            ("note", "grid_worker", {"remark": "no"}),
            ("note", "grid_worker", {}),
            ("note", "grid_worker", {"remark": "好"}),
            ("longer", "grid_worker", {}),
            HOUR,
            ("again", "grid_worker", {}),
            ("halt", "grid_worker", {}),
            ("rest", "grid_worker", {}),
            ("log", "resident", {"line": "来过"}),
            DAY,
            ("on", "resident", {}),
            ("choose", "grid_worker", {}),
            ("watch", "resident5", {}),
            ("above", "grid_worker", {}),
            ("back", "street_staff", {}),
            ("above", "grid_worker", {}),
            ("back", "street_staff", {}),
            ("higher", "grid_worker", {}),
            ("yonder", "community_staff", {}),
            ("forget", "grid_worker", {}),
        ],
    ),
    ("pauses", {"subject": "路灯不亮"}, [("rest", "grid_worker", {}), DAY, ("on", "resident", {})]),
    ("longer", {"subject": "路灯不亮"}, [("longer", "grid_worker", {})]),
    ("night", {"subject": "路灯不亮"}, [10 * HOUR, ("above", "grid_worker", {})]),
    ("last", {"subject": "路灯不亮"}, [("note", "grid_worker", {"remark": "好"}), ("again", "grid_worker", {})]),
    ("often", {**FULL, **POSTS}, [("often", "grid_worker", {}), ("often", "grid_worker", {})]),
    ("claim", FULL, [("claim", "grid_worker", {}), ("take", "volunteer", {}), ("take", "grid_worker", {"coming": "现在"}), ("take", "volunteer", {"coming": "现在"})]),
    (
        "looked over",
        FULL,
        [
            ("rate", "grid_worker", {}),
            ("look", "resident", {"rated_seen": "看好了"}),
            ("look", "grid_worker", {"rated_seen": "看好了"}),
            ("answer", "grid_worker", {}),
            ("answer", "resident", {"rated_helper": 2002}),
        ],
    ),
    (
        "looked over alone",
        FULL,
        [("rate", "grid_worker", {}), ("look", "grid_worker", {"rated_seen": "看好了"}), ("answer", "resident", {})],
    ),
    ("not looked over", FULL, [("rate", "grid_worker", {}), 4 * DAY]),
    ("unclaimed", FULL, [("claim", "grid_worker", {}), 3 * DAY]),
    (
        "list",
        FULL,
        [
            ("list", "grid_worker", {}),
            ("tick", "volunteer", {"item": "look"}),
            ("tick", "volunteer", {"item": "look", "proof": "看了"}),
            ("tick", "grid_worker", {"item": "1"}),
            ("tick", "volunteer", {"item": "1"}),
        ],
    ),
    ("split", FULL, [("split", "grid_worker", {}), ("@joined", "", {"child": 1, "end": "done"})]),
    (
        "gather",
        FULL,
        [
            ("gather", "grid_worker", {}),
            ("submit", "resident2", {"worth": 3}),
            ("submit", "resident2", {"worth": 9}),
            ("submit", "resident2", {"worth": 1}),
            ("submit", "resident3", {"worth": 2}),
            ("submit", "resident4", {"worth": 2}),
            ("@joined", "", {"child": 4, "end": "withdrawn"}),
            5 * DAY,
            ("submit", "resident5", {"worth": 1}),
            ("pick", "grid_worker", {"number": 5}),
            ("pick", "grid_worker", {"number": 2}),
            ("pick", "grid_worker", {"number": 1}),
            ("conclude", "grid_worker", {}),
        ],
    ),
    ("recall", FULL, [("split", "grid_worker", {}), ("recall", "grid_worker", {"reason": "不等了"})]),
    ("endorse", FULL, [("endorse", "grid_worker", {}), *(("endorse", f"resident{n}", {}) for n in (2, 3, 4))]),
    ("expired", FULL, [("endorse", "grid_worker", {}), ("endorse", "volunteer", {}), ("endorse", "department_staff@office1", {}), ("nothing", "resident2", {}), 5 * DAY]),
    (
        "ballot",
        FULL,
        [
            ("ballot", "grid_worker", {}),
            ("correct", "grid_worker", {"field": "subject", "value": "改一改", "reason": "笔误"}),
            ("entrust", "resident4", {"proxy": 2002}),
            ("vote_for", "resident2", {"elector": 2004, "choice": "agree"}),
            ("vote", "resident2", {"choice": "agree"}),
            ("give_paper", "community_staff", {"elector": 2003}),
            *(("vote", f"resident{n}", {"choice": "against"}) for n in (5, 6, 7)),
            HOUR,
            5 * DAY,
            ("seal_paper", "community_staff", {"choice": "agree", "area": 10_000}),
            ("count_papers", "supervision_member", {"spoilt": 0}),
            ("count_papers", "community_staff", {"spoilt": 0}),
            ("count_papers", "grid_worker", {"spoilt": 0}),
            ("open_box", "key_holder", {"cards": "示例"}),
        ],
    ),
    (
        "given up",
        FULL,
        [
            ("ballot", "grid_worker", {}),
            *(("vote", f"resident{n}", {"choice": "against"}) for n in range(2, 8)),
            HOUR,
            5 * DAY,
            DAY,
            2 * DAY,
            9 * DAY,
        ],
    ),
    (
        "too few",
        FULL,
        [
            ("ballot", "grid_worker", {}),
            *(("vote", f"resident{n}", {"choice": "agree"}) for n in range(2, 7)),
            6 * DAY,
            ("open_box", "key_holder", {"cards": "示例"}),
        ],
    ),
    ("elect", ELECTION, [*VOTED, 6 * DAY, ("finish_count", "supervision_member", {}), 30 * DAY]),
    ("elect and wait", ELECTION, [*VOTED, 5 * DAY, DAY, 2 * DAY, 9 * DAY]),
    (
        "all elect",
        ELECTION,
        [*VOTED, *(("vote", f"resident{n}", {"marks": [*MARKS, {"candidate": 3}][: n - 4]}) for n in range(5, 9))],
    ),
    ("elect few", ELECTION, [*VOTED[:3], 6 * DAY, ("finish_count", "community_staff", {})]),
    ("few", FULL, [("ballot", "grid_worker", {}), ("vote", "resident2", {"choice": "agree"}), 6 * DAY]),
    (
        "show",
        FULL,
        [
            ("show", "grid_worker", {}),
            ("object", "resident2", {"reason": "不同意"}),
            3 * DAY,
            3 * DAY,
            ("answer", "grid_worker", {"objection": 1, "upheld": False, "answer": "已说明"}),
            ("answer", "community_staff", {"objection": 1, "upheld": False, "answer": "已说明"}),
        ],
    ),
    ("clear", FULL, [("show", "grid_worker", {}), 4 * DAY]),
    (
        "meet",
        FULL,
        [
            ("meet", "grid_worker", {}),
            4 * DAY,
            ("attend", "volunteer", {}),
            *(("attend", f"resident{n}", {}) for n in (2, 3, 4)),
            ("ask_floor", "resident2", {"topic": "路灯"}),
            ("give_floor", "grid_worker", {}),
            ("finish", "grid_worker", {}),
        ],
    ),
    ("late notice", FULL | {"hour": "2026-03-02T20:00"}, [("meet", "grid_worker", {})]),
    (
        "survey",
        FULL,
        [
            ("ask", "grid_worker", {}),
            ("respond", "volunteer", {"mark": 5}),
            ("respond", "resident2", {"mark": 7}),
            ("respond", "resident2", {"mark": 5}),
            ("respond", "resident2", {"mark": 1}),
            ("respond", "resident3", {"mark": 2}),
            4 * DAY,
        ],
    ),
    (
        "sign",
        FULL,
        [
            ("sign", "grid_worker", {}),
            ("correct", "grid_worker", {"field": "subject", "value": "改一改", "reason": "笔误"}),
            ("countersign", "resident", {"choice": "agree", "said": "字" * 25}),
            ("countersign", "resident", {"choice": "agree", "said": "好"}),
            ("countersign", "resident", {"choice": "agree"}),
            ("countersign", "resident3", {"choice": "against"}),
            ("countersign", "grid_worker", {"choice": "agree"}),
            ("countersign_for", "community_staff", {"seat": 6, "choice": "agree", "files": ["a.jpg"]}),
            ("countersign", "department_staff@office2", {"choice": "agree"}),
        ],
    ),
    ("silent", FULL, [("sign", "grid_worker", {}), ("countersign", "resident", {"choice": "agree"}), 3 * DAY]),
    ("lots", FULL, [("lot", "grid_worker", {}), 5 * DAY, *(("enter_seed", who, {"numbers": "1 2 3 4 5 6 1 2 3 4 5 6"}) for who in ("grid_worker", "community_staff", "volunteer"))]),
    (
        "sealed",
        FULL,
        [
            ("seal", "grid_worker", {}),
            *(("commit", f"resident{n}", {"sealed": hashlib.sha256(f"第{n}家的一句暗语".encode()).hexdigest()}) for n in (2, 3, 4)),
            5 * DAY,
            *(("reveal", f"resident{n}", {"secret": f"第{n}家的一句暗语"}) for n in (2, 3)),
            9 * DAY,
        ],
    ),
    ("low marks", FULL, [("ask", "grid_worker", {}), *(("respond", f"resident{n}", {"mark": 1}) for n in (2, 3)), 4 * DAY]),
    ("few answers", FULL, [("ask", "grid_worker", {}), ("respond", "resident2", {"mark": 5}), 4 * DAY]),
    ("wait", FULL, [("wait", "grid_worker", {}), DAY, 2 * DAY]),
    ("wait day", FULL, [("wait_day", "grid_worker", {}), DAY, 3 * DAY]),
    ("named", FULL, [("name", "grid_worker", {}), ("back", "resident3", {})]),
    ("posts", POSTS, [("give", "grid_worker", {})]),
    ("close", FULL, [("close", "grid_worker", {})]),
]  # fmt: skip
WATCHERS = (
    "resident",
    "resident2",
    "grid_worker",
    "community_staff",
    "street_staff",
    "volunteer",
    "department_staff@office1",
)


def lived(method: Method) -> Iterator[str]:
    """What each life comes to under a method, as text to compare; the method's own hash and lines left out."""
    for by, values in OPENINGS:
        yield _text(_open(method, World(facts={"opener.phone": "13800000000"}), by, values)[0])
    for _, values, steps in LIVES:
        world = World(facts={"opener.phone": "13800000000"}, roll={"count": 6, "area": 60_000})
        seen, matter, now = _open(method, world, "resident", values)
        for step in steps:
            if matter is None:
                break
            if isinstance(step, timedelta):
                now += step
                matter = _clock(method, world, matter, now, seen)
            else:
                act, by, answers = step
                actor = SYSTEM if act == "@joined" else world.people[by]
                command = world.sealed(
                    method, matter, Command("", act.lstrip("@"), now, actor, values=answers)
                )
                answer = command if isinstance(command, Refusal) else decide(method, matter, command, world)
                matter = _keep(world, answer, matter, seen)
            seen.append(
                [
                    [act.name for act in available(method, matter, world.people[w], world, now)]
                    for w in WATCHERS
                ]
            )
        yield _text(seen)


def _text(seen: list[Any]) -> str:
    return json.dumps(msgspec.to_builtins(seen, enc_hook=str), ensure_ascii=False, default=str)


def _open(
    method: Method, world: World, by: str, values: dict[str, Any]
) -> tuple[Any, Matter | None, datetime]:
    now = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    seen: list[Any] = []
    command = Command("", "open", now, world.people[by], values=values)
    matter = _keep(world, open_matter(method, command, 6, world, matter=1), None, seen)
    return seen, matter, now


def _clock(method: Method, world: World, matter: Matter, now: datetime, seen: list[Any]) -> Matter:
    for _ in range(60):
        if matter.wakes is None or matter.wakes > now:
            break
        matter = (
            _keep(world, decide(method, matter, Command("", "due", now, SYSTEM), world), matter, seen)
            or matter
        )
    return matter


def _keep(world: World, answer: Decision | Refusal, matter: Matter | None, seen: list[Any]) -> Any:
    if isinstance(answer, Refusal):
        seen.append([answer.code, answer.rule, answer.why, sorted(answer.fields)])
        return matter
    world.record(1, answer.entries, answer.effects, matter.visit if matter else 0)
    for given in (effect.values for effect in answer.effects if effect.kind == "child"):
        index, at = given["index"], answer.entries[0].at
        world.born.setdefault(1, {})[index] = Child(
            index, answer.matter.visit, index, given["method"], 2000 + index, at, "", None, given["values"]
        )
    seen.append([msgspec.structs.replace(answer.matter, method=""), answer.entries, answer.effects])
    return answer.matter
