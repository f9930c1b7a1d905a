"""Values that were names alone are paths: whose they are is said, as in a condition."""

from __future__ import annotations

from shanzhi.method.lifting.values import lift_values
from shanzhi.method.problems import Problems
from shanzhi.method.read import Node, read

OLD = """
people: {who: {type: person}}
data: {helpers: {type: list}, begins: {type: time}, into: {type: matter}, role: {type: choice}, spot: {type: place}}
acts:
  join: {asks: [into], effects: [{link: {matter: into, as: duplicate}}], move: spot, to: jointly}
stages:
  jointly:
    effects: [{appoint: {person: who, role: grid_worker, at: spot}}, {appoint: {of: helpers, person: line.who, role: role}}]
    split: {of: helpers}
    outcomes: {joined: {effects: [{notify: {of: helpers, whom: [desk], text: 好了}}], to: talk}}
    acts: {up: {move: up, clear: [into], to: jointly}}
  talk: {session: {begins: begins, of: helpers, within: data.spot}}
"""


def nodes(text: str) -> Node:
    root = read(text, Problems())
    assert root is not None
    return root


def test_a_value_says_whose_it_is() -> None:
    lifted = lift_values(nodes(OLD), []).plain()
    jointly, talk = lifted["stages"]["jointly"], lifted["stages"]["talk"]
    assert lifted["acts"]["join"]["effects"] == [{"link": {"matter": "data.into", "as": "duplicate"}}]
    assert lifted["acts"]["join"]["move"] == "data.spot"
    assert jointly["effects"][0]["appoint"] == {
        "person": "people.who",
        "role": "grid_worker",
        "at": "data.spot",
    }
    assert jointly["effects"][1]["appoint"] == {
        "of": "data.helpers",
        "person": "line.who",
        "role": "data.role",
    }
    assert jointly["split"] == {"of": "data.helpers"}
    assert jointly["outcomes"]["joined"]["effects"][0]["notify"]["of"] == "data.helpers"
    assert talk["session"] == {"begins": "data.begins", "of": "data.helpers", "within": "data.spot"}


def test_names_of_facts_and_of_stages_stay_names() -> None:
    lifted = lift_values(nodes(OLD), []).plain()
    assert lifted["acts"]["join"]["asks"] == ["into"]
    assert lifted["stages"]["jointly"]["acts"]["up"] == {"move": "up", "clear": ["into"], "to": "jointly"}


def test_what_is_lifted_is_lifted_once() -> None:
    once = lift_values(nodes(OLD), [])
    assert lift_values(once, []).plain() == once.plain()
