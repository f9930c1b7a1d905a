"""The register of ballot papers over the API."""

from __future__ import annotations

import pytest

from tests.matters.method_texts import BALLOT

pytestmark = pytest.mark.django_db


def test_papers_are_registered_entered_taken_back_and_listed(api) -> None:
    town = api.town
    town.people["second"] = town.appoint("community_staff", town.community, "社工乙")
    town.adopt(BALLOT.replace("secret: true", "paper: [community_staff]"))
    number = town.open("secret-vote", "community_staff", values={"subject": "加装电梯"}).matter.id
    staff, second = api.as_("community_staff"), api.as_("second")
    elector = town.people["resident"].pk

    def act(caller, name: str, **values):
        return caller.post(f"/matters/{number}/acts", {"act": name, "values": values})

    assert act(staff, "hand_out", elector=elector, number="7", way="本人签收").status < 300
    assert act(staff, "paper", elector=elector, number="7", choice="同意").status < 300
    refused = act(staff, "paper", elector=town.people["resident2"].pk, number="7", choice="同意")
    assert (refused.status, refused["code"]) == (422, "paper_of_another")
    assert act(staff, "void_paper", number="7", reason="录错了")["code"] == "own_entry"
    assert act(second, "void_paper", number="7", reason="录错了").status < 300
    [paper] = staff.get(f"/matters/{number}/papers")["papers"]
    assert (paper["number"], paper["name"], paper["way"], paper["why"]) == (
        "7",
        "居民1",
        "本人签收",
        "录错了",
    )
    assert "choice" not in str(paper)
    assert api.as_("resident").get(f"/matters/{number}/papers").status == 404
