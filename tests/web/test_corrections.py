"""Posts and owners changed on a page, around the methods: with a reason, seen by the level above, counted."""

from __future__ import annotations

import pytest

from shanzhi.engine.types import SYSTEM
from shanzhi.people.actions import end_post, set_owners
from shanzhi.people.corrections import NO_REASON, corrections
from shanzhi.people.models import Correction, Post
from shanzhi.people.permission import Denied
from shanzhi.people.problems import BadInput


def of(town, role: str, place) -> Post:
    return Post.objects.get(role=role, place=place)


def test_ending_and_giving_a_post_on_a_page_is_seen_above(town, signed_in):
    staff = signed_in("community_staff")
    post = of(town, "grid_worker", town.grid)
    refused = staff.post(
        f"/places/{town.grid.pk}/posts/new", {"role": "grid_worker", "person": town.residents[0].pk}
    )
    assert refused.status_code == 422
    staff.post(f"/posts/{post.pk}/end", {"reason": "调到别处"})
    given = {"role": "grid_worker", "person": town.residents[0].pk, "basis": "社区会议纪要"}
    staff.post(f"/places/{town.grid.pk}/posts/new", given)
    above = signed_in("street_staff").get(f"/places/{town.street.pk}/corrections").content.decode()
    assert above.index("社区会议纪要") < above.index("调到别处")
    assert "登记任职 1" in above
    assert "结束任期 1" in above
    file = signed_in("street_staff").get(f"/places/{town.street.pk}/corrections?format=xlsx")
    assert file.status_code == 200


def test_owners_on_record_are_changed_with_a_reason(town):
    staff, home = town.actor("community_staff"), town.households[0]
    set_owners(staff, household=home, owners=[(town.residents[0], "")])
    assert not Correction.objects.exists(), "the first entry corrects nothing"
    with pytest.raises(BadInput, match=NO_REASON.zh):
        set_owners(staff, household=home, owners=[(town.residents[1], "")], vouched=[town.residents[1].pk])
    assert home.ownerships.get().person == town.residents[0]
    set_owners(
        staff,
        household=home,
        owners=[(town.residents[1], "")],
        vouched=[town.residents[1].pk],
        reason="已过户",
    )
    assert Correction.objects.get().kind == "owners"


def test_what_a_method_changes_is_no_correction(town):
    end_post(SYSTEM, post=of(town, "grid_worker", town.grid), reason="任期届满")
    assert not Correction.objects.exists()


def test_only_those_who_lead_there_or_above_see_them(town, signed_in):
    end_post(town.actor("community_staff"), post=of(town, "grid_worker", town.grid), reason="调到别处")
    assert corrections(town.actor("street_staff"), town.community).count() == 1
    for who in ("grid_worker@other", "resident"):
        with pytest.raises(Denied):
            corrections(town.actor(who), town.community)
        assert signed_in(who).get(f"/places/{town.community.pk}/corrections").status_code in (403, 404)
