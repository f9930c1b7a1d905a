"""Who is invited to take part: nobody whose household has answered, on no face; whoever took it back is asked again."""

from __future__ import annotations

import pytest
from django.test import Client

from shanzhi.engine.types import SYSTEM
from shanzhi.people import actions as people
from shanzhi.people.models import Account
from shanzhi.reading.invitations import open_to
from shanzhi.reading.matter import look
from shanzhi.web.invitations import invitation_cards
from tests.matters.method_texts import OPEN_BALLOT, end, method
from tests.matters.town import Town

RATED = method(
    "rated",
    "评一评",
    "community_staff",
    """
rating:
  label: 评议
  desk: community_staff
  survey: {by: [resident], per: household, open_for: 3 days, questions: {happy: {type: boolean, label: 满意吗}}}
  outcomes: {passed: rated}
"""
    + end("rated", "评完", "done"),
)
SUPPORTED = method(
    "supported",
    "联名",
    "community_staff",
    """
gathering:
  label: 征集
  desk: community_staff
  endorse: {by: [resident], per: household, threshold: "3", open_for: 5 days}
  outcomes: {reached: through, expired: over}
"""
    + end("through", "够了", "done")
    + end("over", "不够", "expired"),
)
SHOWN = method(
    "shown",
    "公示",
    "community_staff",
    """
showing:
  label: 公示
  desk: community_staff
  publicity: {for: 5 workdays, what: [subject], objections: [resident], answer_within: 3 workdays}
  outcomes: {clear: over, upheld: mending}
mending: {label: 改, desk: community_staff, due: 2 days, acts: {mend: {label: 改好, to: showing}}}
"""
    + end("over", "公示完", "done"),
)
WAYS = {
    "a vote": (OPEN_BALLOT, "secret-vote", "vote", {"choice": "agree"}, "", True),
    "a rating": (RATED, "rated", "respond", {"happy": True}, "unrespond", True),
    "support": (SUPPORTED, "supported", "endorse", {}, "unendorse", True),
    "an objection": (SHOWN, "shown", "object", {"reason": "名单不对"}, "take_back", False),
}
"""What is asked: the method, its name, the act with its answers, what takes it back, and whether a household does it once."""


@pytest.fixture
def browsers(town: Town) -> dict[str, Client]:
    town.people["spouse"] = people.add_person(
        SYSTEM, name="家人", household=town.households[0], facts={"birth": "1961-05-06"}
    )
    found = {}
    for who in ("resident", "spouse", "resident2"):
        found[who] = Client()
        found[who].force_login(Account.objects.create(username=who, person=town.people[who]))
    return found


def invited(town: Town, browsers: dict[str, Client]) -> set[str]:
    """Who is invited: the same on the first page, over the API and to whatever counts."""
    on_page = {who for who, it in browsers.items() if it.get("/").context["asked"]}
    by_api = {who for who, it in browsers.items() if it.get("/api/matters?box=asked").json()["matters"]}
    counted = {who for who in browsers if open_to(town.actor(who)).count()}
    assert on_page == by_api == counted
    return on_page


@pytest.mark.parametrize("way", WAYS)
def test_who_has_answered_is_not_invited_again_nor_their_household(
    town: Town, browsers: dict[str, Client], way: str
) -> None:
    text, name, act, values, back, shared = WAYS[way]
    town.adopt(text)
    number = town.open(name, "community_staff", values={"subject": "加装电梯"}).matter.id
    assert invited(town, browsers) == {"resident", "spouse", "resident2"}
    town.act(number, act, "resident", **values)
    assert invited(town, browsers) == ({"resident2"} if shared else {"spouse", "resident2"})
    if back:
        town.act(number, back, "resident")
        assert invited(town, browsers) == {"resident", "spouse", "resident2"}
        town.act(number, act, "resident", **values)
        assert invited(town, browsers) == ({"resident2"} if shared else {"spouse", "resident2"})


def test_who_supported_what_a_matter_came_from_is_not_invited_to_support_it(
    town: Town, browsers: dict[str, Client]
) -> None:
    town.adopt(
        SUPPORTED.replace("endorse: {by", "endorse: {carried: true, by").replace("supported", "carried-on")
    )
    town.adopt(
        SUPPORTED.replace('threshold: "3"', 'threshold: "1"').replace("reached: through", "reached: led").replace(
            "stages:\n", "stages:\n  led:\n    label: 议事中\n    desk: community_staff\n    due: {in: 90 days}\n"
            "    split: {method: carried-on, with: {subject: subject}}\n"
            "    outcomes: {joined: [{when: failed_children > 0, stage: over}, {stage: through}], recalled: through}\n", 1)
    )  # fmt: skip
    number = town.open("supported", "community_staff", values={"subject": "缺扶手"}).matter.id
    town.act(number, "endorse", "resident")
    assert invited(town, browsers) == {"resident2"}


def test_an_invitation_says_what_it_asks_and_the_list_goes_on(
    town: Town, browsers: dict[str, Client]
) -> None:
    for text, name in ((OPEN_BALLOT, "secret-vote"), (RATED, "rated"), (SUPPORTED, "supported")):
        town.adopt(text)
        town.open(name, "community_staff", values={"subject": "加装电梯"})
    found, after = [], ""
    while after is not None:
        page = (
            browsers["resident"]
            .get(f"/api/matters?box=asked&limit=1&after={after}".replace("+", "%2B"))
            .json()
        )
        found += [one["asks"] for one in page["matters"]]
        after = page["next"]
    assert sorted(found) == ["ballot", "endorse", "survey"]
    whole = browsers["resident"].get("/api/matters?box=asked").json()["matters"]
    assert [one["asks"] for one in whole] == found
    assert "请您表决" in browsers["resident"].get("/").content.decode()


HANDS = OPEN_BALLOT.replace(
    "open_for: 3 days", "open_for: 3 days, cast: [hands], tellers: [supervision_member, grid_worker]"
)


def test_a_show_of_hands_calls_its_tellers_and_asks_nobody_to_vote_here(
    town: Town, browsers: dict[str, Client]
) -> None:
    town.adopt(HANDS)
    number = town.open("secret-vote", "community_staff", values={"subject": "加装电梯"}).matter.id
    resident, teller = town.actor("resident"), town.actor("grid_worker")
    assert [one.pk for one in open_to(resident)] == []
    assert [one.pk for one in open_to(teller)] == [number]
    assert [card.what for card in invitation_cards(teller)] == ["请您录入票数"]
    town.act(number, "enter_totals", "grid_worker", heads_agree=1, heads_oppose=0, heads_abstain=0)
    assert [one.pk for one in open_to(teller)] == []


@pytest.mark.parametrize("way", ["a vote", "a rating", "support"])
def test_who_enters_it_for_others_sees_it_and_is_not_asked_to_take_part(town: Town, way: str) -> None:
    text, name, *_rest = WAYS[way]
    for kind in ("ballot", "survey", "endorse"):
        text = text.replace(f"{kind}: {{", f"{kind}: {{clerks: [property_lead], ", 1)
    town.adopt(text)
    town.people["clerk"] = town.appoint("property_lead", town.community, "物业甲")
    number = town.open(name, "community_staff", values={"subject": "加装电梯"}).matter.id
    clerk = town.actor("clerk")
    assert [one.pk for one in open_to(clerk)] == []
    seen = look(clerk, number)
    assert seen is not None
    assert seen.heading == "加装电梯"
    assert not seen.whole
    assert look(town.actor("department_staff"), number) is None
