"""Whose desk a matter lies on: by level, vacant posts, offices, who handled it last."""

from __future__ import annotations

from msgspec.structs import replace

from shanzhi.engine.types import Actor
from shanzhi.engine.world import World
from tests.engine.play import Play

LEVELS = """
first:
  label: 待办
  desk: [grid_worker, community_staff, street_staff, district_staff]
  due: {in: 3 workdays}
  acts:
    done: {label: 办好, to: closed}
    up: {label: 上报, move: up, to: first}
"""


def test_the_role_that_serves_the_level_has_the_desk_and_nobody_else():
    play = Play(LEVELS)
    assert play.open(place=6).desk.role == "grid_worker"
    assert (play.matter.place, play.matter.origin) == (4, 6)
    assert play.refused("done", "community_staff").code == "not_yours"
    play.do("up", "grid_worker")
    assert (play.matter.desk.role, play.matter.desk.place) == ("community_staff", 3)
    assert play.refused("done", "grid_worker").why.en.count("community staff") == 1
    play.do("up", "community_staff")
    play.do("up", "street_staff")
    assert play.refused("up", "district_staff").code == "no_level_above"
    play.do("done", "district_staff")
    assert [e.place for e in play.entries] == [4, 4, 3, 2, 1]


def test_a_vacant_post_falls_upward_and_the_level_it_fell_to_counts_for_moving_up():
    play = Play(LEVELS, world=World(vacant=frozenset({"grid_worker"})))
    play.open()
    assert (play.matter.desk.role, play.matter.desk.place, play.matter.place) == ("community_staff", 3, 4)
    play.do("up", "community_staff")
    assert play.matter.desk.role == "street_staff"


def test_a_post_vacated_after_the_matter_came_is_covered_from_above_until_it_is_held_again():
    play = Play(LEVELS)
    play.open()
    play.world.posts -= {("grid_worker", 4)}
    assert "done" in play.open_acts("community_staff")
    later = Actor(9_000, frozenset({("grid_worker", 4)}))
    play.world.posts |= {("grid_worker", 4)}
    assert "done" not in play.open_acts("community_staff")
    play.do("done", later)
    assert (play.entries[-1].role, play.entries[-1].person) == ("grid_worker", 9_000)


def test_with_no_holder_anywhere_the_nearest_possible_post_has_it():
    nobody = frozenset({"grid_worker", "community_staff", "street_staff", "district_staff"})
    play = Play(LEVELS, world=World(vacant=nobody))
    assert (play.open().desk.role, play.matter.desk.place) == ("grid_worker", 4)


def test_the_opener_and_the_holder_have_desks_of_their_own():
    play = Play(
        """
        first:
          label: 待接
          desk: community_staff
          claim: {by: [volunteer, steward], open_for: 1 day}
          outcomes: {taken: doing, unclaimed: closed}
        doing:
          label: 在办
          desk: holder
          due: {in: 1 day}
          acts: {hand: {label: 交付, to: thanks}}
        thanks:
          label: 待确认
          desk: opener
          due: {in: 1 day}
          acts: {ok: {label: 确认, to: closed}}
        """
    )
    play.open("resident2")
    play.do("take", "steward")
    assert (play.matter.desk.role, play.matter.desk.person) == ("holder", play.actor("steward").person)
    assert play.refused("hand", "volunteer").code == "not_yours"
    play.do("hand", "steward")
    assert play.refused("ok", "resident").code == "not_yours"
    play.do("ok", "resident2")
    assert play.entries[-1].role == "opener"


NAMED = """
first:
  label: 在办
  desk: {role: holder, person: owner}
  due: {in: 9 days}
  acts:
    done: {label: 办好了, to: closed}
    assign:
      label: 换人
      by: [community_staff]
      form: {owner: {type: person, label: 由谁}}
      to: first
"""


def test_what_nobody_took_or_is_named_for_lies_with_the_post_that_answers_not_with_its_opener():
    play = Play(NAMED)
    play.open("resident2")
    assert (play.matter.desk.role, play.matter.desk.person) == ("grid_worker", None)
    assert "网格员" in play.refused("done", "resident2").why.zh
    play.do("assign", "community_staff", owner=play.actor("volunteer").person)
    assert (play.matter.desk.role, play.matter.desk.person) == ("holder", play.actor("volunteer").person)
    play.do("done", "volunteer")
    assert play.matter.closed


def test_what_a_post_gave_out_to_nobody_is_done_by_who_gave_it_out():
    play = Play(NAMED, opening="{by: [community_staff], at: grid, to: first}")
    play.open("community_staff")
    assert (play.matter.desk.role, play.matter.desk.person) == (
        "holder",
        play.actor("community_staff").person,
    )


def test_what_is_nobodys_goes_up_the_line_past_vacant_posts():
    play = Play(NAMED, world=World(vacant=frozenset({"grid_worker", "grid_chief"})))
    assert play.open("resident2").desk.role == "community_staff"
    play.do("done", "community_staff")
    assert play.matter.closed


OFFICES = """
first:
  label: 待办
  desk: {role: [grid_worker, department_staff, district_staff], office: office, last: first}
  due: {in: 3 workdays}
  acts:
    refer:
      label: 转部门
      form: {office: {type: office, label: 部门}}
      to: first
    ask: {label: 问居民, to: asking}
    back: {label: 退回, clear: [office], to: first}
    done: {label: 办好, to: closed}
asking:
  label: 待补充
  desk: opener
  due: {in: 3 days}
  acts: {told: {label: 补充, to: first}}
"""


def test_an_office_gets_its_own_desk_at_the_place_it_serves():
    play = Play(OFFICES)
    play.open()
    play.do("refer", "grid_worker", office=2)
    assert (play.matter.desk.role, play.matter.desk.office, play.matter.desk.place) == (
        "department_staff",
        2,
        1,
    )
    assert play.refused("done", "department_staff@office1").code == "not_yours"
    assert play.refused("done", "district_staff").code == "not_yours"
    play.do("back", "department_staff@office2")
    assert play.matter.desk.role == "grid_worker"


def test_an_office_that_does_not_exist_is_refused():
    play = Play(OFFICES)
    play.open()
    assert play.refused("refer", "grid_worker", office=77).code == "no_such_office"
    assert "office" not in play.matter.data


def test_a_vacant_office_is_covered_by_the_staff_of_its_place():
    play = Play(OFFICES, world=World(vacant=frozenset({"department_staff"})))
    play.open()
    play.do("refer", "grid_worker", office=2)
    play.do("done", "district_staff")
    assert play.matter.closed


def test_it_comes_back_to_whoever_handled_it():
    play = Play(OFFICES)
    play.open()
    play.do("refer", "grid_worker", office=1)
    play.do("ask", "department_staff@office1")
    play.do("told", "resident")
    assert play.matter.desk == replace(
        play.matter.handlers["first"], person=play.actor("department_staff@office1").person
    )
    assert play.matter.desk.office == 1


def test_it_does_not_come_back_to_a_post_that_nobody_holds_any_more():
    play = Play(
        OFFICES.replace("[grid_worker, department_staff, district_staff]", "[grid_worker, community_staff]")
    )
    play.open()
    play.do("ask", "grid_worker")
    play.world.posts -= {("grid_worker", 4)}
    play.do("told", "resident")
    assert play.matter.desk.role == "community_staff"


def test_who_acts_from_elsewhere_is_not_taken_for_the_handler():
    play = Play(
        """
        first:
          label: 待办
          desk: [grid_worker, community_staff]
          due: {in: 1 day}
          acts:
            send: {label: 发出, to: waiting}
        waiting:
          label: 等居民
          desk: opener
          due: {in: 1 day}
          acts:
            go_on: {label: 不等了, by: [community_staff], to: second}
        second:
          label: 再办
          desk: {role: [grid_worker, community_staff], last: waiting}
          due: {in: 1 day}
          acts: {done: {label: 办好, to: closed}}
        """
    )
    play.open()
    play.do("send", "grid_worker")
    play.do("go_on", "community_staff")
    assert "waiting" not in play.matter.handlers
    assert play.matter.desk.role == "grid_worker"


def test_moving_leaves_the_handlers_below_behind():
    play = Play(
        """
        first:
          label: 待办
          desk: {role: [grid_worker, community_staff], last: first}
          due: {in: 1 day}
          acts: {up: {label: 上报, move: up, to: first}, done: {label: 办好, to: closed}}
        """
    )
    play.open()
    play.do("up", "grid_worker")
    assert play.matter.desk.role == "community_staff"


def test_a_desk_so_many_levels_above():
    play = Play(
        """
        first:
          label: 待核
          desk: {role: [community_staff, street_staff, district_staff], up: 1}
          due: {in: 1 day}
          acts: {ok: {label: 属实, to: second}}
        second:
          label: 社区备案
          desk: {role: [community_staff, street_staff], at: street}
          due: {in: 1 day}
          acts: {ok: {label: 备案, to: closed}}
        """
    )
    assert play.open().desk.role == "community_staff"
    play.do("ok", "community_staff")
    assert play.matter.desk.role == "street_staff"


def test_sent_to_another_place_it_concerns_the_people_there():
    world = World()
    world.paths.update({31: (1, 2, 31), 41: (1, 2, 31, 41)})
    world.levels.update({31: "community", 41: "grid"})
    world.posts |= {("grid_worker", 41)}
    play = Play(
        """
        first:
          label: 待办
          desk: [grid_worker, community_staff]
          due: {in: 1 day}
          acts:
            send: {label: 转送, form: {there: {type: place, label: 哪里}}, move: there, to: first}
            second_it: {label: 附议, by: [resident], form: {why: {type: text, max: 9, optional: true, label: 理由}}}
        """,
        world=world,
    )
    play.open()
    assert play.refused("send", "grid_worker", there=999).code == "no_such_place"
    play.do("second_it", "resident3")
    play.do("send", "grid_worker", there=41)
    assert (play.matter.place, play.matter.desk.place) == (41, 41)
    assert play.refused("second_it", "resident3").code == "not_yours"
    play.do("second_it", Actor(9_001, home=(1, 2, 31, 41)))
