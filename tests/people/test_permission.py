"""One registry of rights: denied by default, a post reaches down its subtree, administrators stand apart."""

import pytest

from shanzhi.engine.types import SYSTEM, Actor
from shanzhi.method.words import Sentence
from shanzhi.people import permission
from shanzhi.people.permission import ANONYMOUS, Administrator, Denied, allowed, explain, require, rule

OWN = [
    a
    for a in permission.actions()
    if a.split(".")[0] in ("person", "look", "post", "account", "token", "audit")
]
ADMINISTRATORS = [
    Administrator(person=None, kind=k) for k in ("system_admin", "security_admin", "audit_admin")
]


def test_an_unknown_action_is_denied_even_to_the_system() -> None:
    assert not allowed(SYSTEM, "matter.devour")
    with pytest.raises(Denied, match=r"matter\.devour"):
        require(Actor(person=1), "matter.devour")


def test_a_rule_for_an_action_nobody_declared_is_refused_at_once() -> None:
    with pytest.raises(KeyError):
        rule("person.sea", who=Sentence("无", "none"))(lambda actor, thing: True)


def test_the_system_may_and_its_double_may_not(ground) -> None:
    assert allowed(SYSTEM, "person.keep", ground.grid)
    assert Actor(person=None) == SYSTEM
    assert not allowed(Actor(person=None), "person.keep", ground.grid)


def test_a_visitor_is_nobody_even_where_nobody_is_named(ground) -> None:
    """A person without an opener, a guardian or an account must not match a visitor without a person."""
    nobody = type(ground.resident)(name="未登记")
    assert not any(allowed(ANONYMOUS, action, nobody) for action in OWN)


def test_a_post_reaches_its_whole_subtree_and_not_its_neighbour(ground) -> None:
    secretary = ground.worker("secretary", ground.community)
    assert allowed(secretary, "person.see", ground.resident)
    assert not allowed(ground.worker("grid_worker", ground.other_grid), "person.see", ground.resident)


@pytest.mark.parametrize("administrator", ADMINISTRATORS, ids=lambda a: a.kind)
def test_an_administrator_has_only_the_acts_of_the_kind(administrator, ground) -> None:
    own = {
        "system_admin": {"account.manage"},
        "security_admin": {"post.assign", "post.end"},
        "audit_admin": {"audit.see", "look.list"},
    }[administrator.kind]
    things = [None, ground.resident, ground.household, ground.grid]
    assert {a for a in OWN if any(allowed(administrator, a, t) for t in things)} >= own
    people = {a for a in OWN if a.startswith(("person.", "look.approve"))}
    if administrator.kind == "security_admin":
        people -= {"person.name"}  # by number, to give a post: it tells nothing of anybody
    assert not [a for a in people if any(allowed(administrator, a, t) for t in things)]


def test_a_person_who_holds_posts_has_none_as_an_administrator(ground) -> None:
    person = ground.post("grid_worker", ground.grid).person
    assert not allowed(Administrator(person=person.pk, kind="system_admin"), "person.see", ground.resident)


def test_a_refusal_says_what_was_asked_and_who_may(ground) -> None:
    with pytest.raises(Denied) as refused:
        require(ground.worker("volunteer", ground.grid), "person.see_sensitive", ground.resident)
    assert "查看未脱敏的个人信息" in refused.value.sentence.zh
    assert "网格员" in refused.value.sentence.zh
    assert "grid workers" in refused.value.sentence.en


def test_every_rule_explains_itself(ground) -> None:
    worker = ground.worker("grid_worker", ground.grid)
    verdicts = {v.rule: v.granted for v in explain(worker, "person.see_sensitive", ground.resident)}
    assert verdicts == {"oneself": False, "guardian": False, "entrusted_there": True}


def test_every_action_has_a_title_in_both_languages_and_a_rule() -> None:
    for name, title in permission.actions().items():
        assert title.zh, name
        assert title.en, name
    assert all(explain(SYSTEM, name) for name in OWN)
