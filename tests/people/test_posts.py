"""Posts: given by those above, at the right level, without overlap, for a term that ends by itself."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from shanzhi.engine.types import SYSTEM, Actor
from shanzhi.people import actions
from shanzhi.people.models import Post
from shanzhi.people.permission import Administrator, Denied
from shanzhi.people.problems import BadInput
from shanzhi.people.queries import ending_terms, held, holders, load_actor, posts_at, posts_of, vacancies
from shanzhi.places.actions import close_place

DAY = timedelta(days=1)


@pytest.fixture
def person(ground):
    return actions.add_person(SYSTEM, name="网格员甲", home=ground.grid)


def test_an_actor_holds_the_posts_in_force_and_knows_its_home_in_one_query(
    ground, django_assert_num_queries
) -> None:
    now = timezone.now()
    office = actions.add_organization(SYSTEM, name="城管局", kind="department", place=ground.district)
    give = lambda role, place, **more: actions.assign_post(  # noqa: E731
        SYSTEM, person=ground.resident, role=role, place=place, **more
    )
    give("building_lead", ground.building)
    give("department_staff", ground.district, organization=office)
    give("volunteer", ground.grid, since=now - 9 * DAY, until=now - DAY)
    give("steward", ground.building, since=now + DAY)
    with django_assert_num_queries(1):
        actor = load_actor(ground.resident.pk)
    assert actor == Actor(
        person=ground.resident.pk,
        posts=frozenset({("building_lead", ground.building.pk), ("department_staff", ground.district.pk)}),
        offices=frozenset({("department_staff", office.pk)}),
        household=ground.household.pk,
        home=ground.building.ancestor_ids,
    )
    assert ("steward", ground.building.pk) in load_actor(ground.resident.pk, now + 2 * DAY).posts
    assert len(posts_of(ground.resident)) == 2


def test_someone_unknown_holds_nothing(db) -> None:
    assert load_actor(10**9) == Actor(person=10**9)


@pytest.mark.parametrize(
    ("role", "place", "says"),
    [("grid_worker", "community", "网格"), ("secretary", "grid", "社区"), ("emperor", "grid", "emperor")],
)
def test_a_role_stands_at_its_levels_alone(ground, person, role: str, place: str, says: str) -> None:
    with pytest.raises(BadInput, match=says) as refused:
        actions.assign_post(SYSTEM, person=person, role=role, place=getattr(ground, place))
    assert refused.value.fields


@pytest.mark.parametrize(
    ("since", "until", "taken"),
    [
        (-5, None, False),
        (5, 15, False),
        (-5, 1, False),
        (9, None, False),
        (10, None, True),
        (-20, -10, True),
        (-20, 0, True),
    ],
)
def test_terms_of_one_person_in_one_post_do_not_overlap(ground, person, since, until, taken: bool) -> None:
    now = timezone.now()
    give = lambda a, b: actions.assign_post(  # noqa: E731
        SYSTEM,
        person=person,
        role="grid_worker",
        place=ground.grid,
        since=now + a * DAY,
        until=now + b * DAY if b is not None else None,
    )
    give(0, 10)
    if taken:
        assert give(since, until).pk
    else:
        with pytest.raises(BadInput, match="重叠"):
            give(since, until)


def test_an_ended_term_makes_room(ground, person) -> None:
    post = actions.assign_post(SYSTEM, person=person, role="grid_worker", place=ground.grid)
    actions.end_post(SYSTEM, post=post, reason="调动")
    assert actions.assign_post(SYSTEM, person=person, role="grid_worker", place=ground.grid).pk


def test_a_term_runs_forward(ground, person) -> None:
    now = timezone.now()
    with pytest.raises(BadInput, match="晚于"):
        actions.assign_post(
            SYSTEM, person=person, role="grid_worker", place=ground.grid, since=now, until=now
        )


def test_a_closed_place_takes_no_posts(ground, person) -> None:
    ground.other_grid = close_place(place=ground.other_grid)
    with pytest.raises(BadInput, match="已撤销"):
        actions.assign_post(SYSTEM, person=person, role="grid_worker", place=ground.other_grid)


def test_a_department_post_names_its_department(ground, person) -> None:
    with pytest.raises(BadInput, match="单位"):
        actions.assign_post(SYSTEM, person=person, role="department_staff", place=ground.district)


def test_whoever_leads_a_place_appoints_below_it_and_never_themselves(ground, person) -> None:
    secretary = ground.worker("secretary", ground.community)
    post = actions.assign_post(
        secretary, person=person, role="grid_worker", place=ground.grid, basis="社区会议纪要"
    )
    with pytest.raises(Denied):
        actions.assign_post(secretary, person=person, role="community_staff", place=ground.community)
    with pytest.raises(Denied):
        actions.end_post(load_actor(person.pk), post=post, reason="不想干了")
    from shanzhi.people.models import Person

    self = Person.objects.get(pk=secretary.person)
    with pytest.raises(BadInput, match="自己"):
        actions.assign_post(secretary, person=self, role="grid_chief", place=ground.grid)


def test_the_security_administrator_gives_rights_and_the_system_one_does_not(ground, person) -> None:
    with pytest.raises(Denied):
        actions.assign_post(
            Administrator(person=None, kind="system_admin"),
            person=person,
            role="secretary",
            place=ground.community,
        )
    security = Administrator(person=None, kind="security_admin")
    assert actions.assign_post(security, person=person, role="secretary", place=ground.community).pk


def test_a_post_ends_once_and_for_a_reason(ground) -> None:
    post = ground.post("grid_worker", ground.grid)
    with pytest.raises(BadInput, match="原因"):
        actions.end_post(SYSTEM, post=post, reason=" ")
    actions.end_post(SYSTEM, post=post, reason="调动")
    ended = post.ended_at
    with pytest.raises(BadInput, match="已经结束"):
        actions.end_post(SYSTEM, post=post, reason="再次")
    post.refresh_from_db()
    assert (post.ended_at, post.end_reason) == (ended, "调动")


def test_a_term_that_ran_out_ends_by_itself(ground) -> None:
    now = timezone.now()
    post = ground.post("grid_worker", ground.grid, until=now + 30 * DAY)
    assert holders("grid_worker", ground.grid) == [post]
    assert held("grid_worker", ground.grid.pk)
    assert not held("grid_worker", ground.grid.pk, at=now + 30 * DAY)
    assert not held("grid_worker", ground.grid.pk, office=1)
    with pytest.raises(BadInput, match="已经结束"):
        actions.end_post(SYSTEM, post=post, reason="迟了", at=now + 31 * DAY)


def test_vacancies_name_place_role_and_since_when(ground) -> None:
    now = timezone.now()
    ground.post("secretary", ground.community)
    ground.post("grid_worker", ground.grid)
    until = now - 2 * DAY
    ground.post("microgrid_worker", ground.microgrid, since=now - 9 * DAY, until=until)
    found = {(v.place.name, v.role): v.since for v in vacancies(ground.district)}
    assert found == {
        ("第二网格", "grid_worker"): None,
        ("甲微网格", "microgrid_worker"): until,
        ("一栋", "building_lead"): None,
    }
    assert [v.place for v in vacancies(ground.other_grid, {"grid": ["grid_chief"]})] == [ground.other_grid]


def test_terms_that_end_soon_are_listed_unless_renewed(ground) -> None:
    now = timezone.now()
    soon = ground.post("grid_worker", ground.grid, until=now + 10 * DAY)
    renewed = ground.post("grid_worker", ground.other_grid, until=now + 5 * DAY)
    actions.assign_post(
        SYSTEM, person=renewed.person, role="grid_worker", place=ground.other_grid, since=renewed.until
    )
    ground.post("secretary", ground.community, until=now + 60 * DAY)
    assert ending_terms(ground.district) == [soon]
    assert len(ending_terms(ground.district, within=90 * DAY)) == 2
    assert ending_terms(ground.other_grid) == []


def test_the_posts_of_a_subtree(ground) -> None:
    here, _ = ground.post("grid_worker", ground.grid), ground.post("secretary", ground.community)
    assert list(posts_at(ground.grid)) == [here]
    assert posts_at(ground.street).count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_not_give_one_person_one_post_twice(ground, person) -> None:
    outcomes = []

    def give() -> None:
        try:
            outcomes.append(actions.assign_post(SYSTEM, person=person, role="grid_worker", place=ground.grid))
        except BadInput as refused:
            outcomes.append(refused)
        finally:
            connection.close()

    threads = [threading.Thread(target=give) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == 6
    assert Post.objects.filter(person=person).count() == 1
