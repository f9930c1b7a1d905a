"""What lies with one person for a post goes on to the next, as an act of history; nothing else moves."""

from __future__ import annotations

from shanzhi.engine.draft import Draft
from shanzhi.engine.handing_over import HandOver, hand_over
from shanzhi.engine.types import SYSTEM, Command, Decision
from shanzhi.engine.world import World
from tests.engine.play import Play

STAGES = """
first:
  label: 办理
  desk: {role: [grid_worker, community_staff], last: first}
  due: {in: 9 days}
  acts:
    ask: {label: 问, to: asking}
    offer: {label: 派单, to: offered}
    close: {label: 办结, to: closed}
asking:
  label: 待答
  desk: opener
  due: {in: 9 days}
  acts: {tell: {label: 答, to: first}}
offered:
  label: 待接
  desk: [grid_worker, community_staff]
  claim: {by: [volunteer], open_for: 9 days}
  outcomes: {taken: doing, unclaimed: first}
doing:
  label: 在办
  desk: holder
  due: {in: 9 days}
  acts: {done: {label: 办好, to: closed}}
"""
GRID, GONE, NEW, ABOVE = 4, 1001, 2002, 2003


def handed(play: Play, **change: int) -> Decision | None:
    asked = HandOver(change.pop("role", "grid_worker"), GRID, change.pop("person", GONE), **change)  # type: ignore[arg-type]
    d = Draft(play.method, play.matter, Command("", "hand_over", play.now, SYSTEM), play.world, play.now)
    return hand_over(d, asked)


def back(vacant: frozenset[str] = frozenset()) -> Play:
    """A matter that lies again with the grid worker who asked."""
    play = Play(STAGES, world=World())
    play.open()
    play.do("ask", "grid_worker")
    play.do("tell", "resident")
    assert play.matter.desk.person == play.actor("grid_worker").person == GONE
    play.world.posts -= {("grid_worker", GRID)} if vacant else set()
    return play


def test_the_successor_has_it_and_is_asked_again():
    decision = handed(back(), to=NEW)
    assert (decision.matter.desk.role, decision.matter.desk.person) == ("grid_worker", NEW)
    assert decision.matter.handlers["first"].person == NEW
    assert [e.act for e in decision.entries] == ["hand_over"]
    assert {e.kind for e in decision.effects} == {"arrived", "told"}


def test_the_date_stays():
    play = back()
    assert handed(play, to=NEW).matter.due == play.matter.due


def test_without_a_successor_the_desk_is_looked_for_upwards():
    decision = handed(back(frozenset({"grid_worker"})), stands_in=ABOVE)
    desk = decision.matter.desk
    assert (desk.role, desk.place, desk.person) == ("community_staff", 3, None)


def test_while_others_hold_the_post_it_lies_with_them():
    decision = handed(back())
    assert (decision.matter.desk.role, decision.matter.desk.person) == ("grid_worker", None)


def test_what_was_taken_goes_to_the_successor_or_to_who_stands_in():
    play = Play(STAGES)
    play.open()
    play.do("offer", "grid_worker")
    play.do("take", "volunteer")
    person = play.actor("volunteer").person
    for change in ({"to": NEW}, {"stands_in": NEW}):
        decision = handed(play, role="volunteer", person=person, **change)
        assert (decision.matter.desk.role, decision.matter.desk.person) == ("holder", NEW)
        assert decision.matter.handlers["@holder"].person == NEW


def test_what_lies_with_somebody_else_stays():
    play = Play(STAGES)
    play.open()
    play.do("ask", "grid_worker")
    assert handed(play, person=1002, to=NEW) is None
    waiting = handed(play, to=NEW)
    assert waiting.matter.desk == play.matter.desk
    assert waiting.matter.handlers["first"].person == NEW
