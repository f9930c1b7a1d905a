"""登记信息更正: what the law on personal information says of those who hold the record of somebody."""

from __future__ import annotations

import pytest

from shanzhi.matters.files.keeping import keep_file
from shanzhi.matters.rights.unmasking import reveal
from shanzhi.people.permission import Denied
from shanzhi.reading.files import opened
from tests.law.courses import changed, goes, method_of, text_of
from tests.matters.town import build_town


def test_a_refusal_gives_its_reason():
    """个人信息保护法第五十条: 拒绝个人行使权利的请求的，应当说明理由。"""
    goes("record-correction", """
        - {open: ask, by: resident, with: {what: name, right: 王小甲}}
        - {act: not_corrected, by: grid_worker, refused: form}
    """)  # fmt: skip


def test_whoever_is_refused_is_told_of_the_court():
    """个人信息保护法第五十条: 可以依法向人民法院提起诉讼. Told with the first refusal and with the last."""
    goes("record-correction", """
        - {open: ask, by: resident, with: {kind: erase, what: phone, right: 删掉旧号码}}
        - {act: not_corrected, by: grid_worker, with: {reason: 现在只登记了这一个号码}, expect: {stage: telling, told: {asking: 向法院起诉}}}
        - {act: object, by: resident, with: {objection: 号码早就停用了}}
        - {act: not_corrected, by: community_staff, with: {reason: 请先登记一个新号码}, expect: {end: refused, told: {asking: 向法院起诉}}}
    """)  # fmt: skip


def test_who_refused_does_not_look_at_it_again():
    """个人信息保护法第五十条: a complaint is handled; the level above looks, never who refused."""
    goes("record-correction", """
        - {open: ask, by: resident, with: {what: phone, right: 换成新号码}}
        - {act: not_corrected, by: grid_worker, with: {reason: 号码打不通，没有核对上}}
        - {act: object, by: resident, with: {objection: 昨天才开通}, expect: {desk: community_staff}}
        - {act: corrected, by: grid_worker, refused: own_work}
        - {act: corrected, by: community_staff, expect: {end: done}}
    """)  # fmt: skip


def test_one_can_have_it_completed_and_erased_as_well_as_corrected():
    """个人信息保护法第四十六条（更正、补充）、第四十七条（删除）。"""
    assert {one.value for one in method_of("record-correction").fields["kind"].options} == {
        "correct",
        "add",
        "erase",
    }


def test_an_owner_who_lives_elsewhere_a_guardian_and_an_heir_may_ask():
    """个人信息保护法第三十一、四十九条: guardians ask for children, close relatives for the dead; owners wherever they live."""
    method = method_of("record-correction")
    (opening,) = method.openings.values()
    assert {"resident", "owner"} <= set(opening.who.names)
    assert {"guardian", "owner", "heir"} <= {one.value for one in method.fields["standing"].options}


def test_the_photo_of_a_paper_does_not_outlive_the_check():
    """个人信息保护法第四十七条: 处理目的已实现的，应当主动删除. Whatever the answer was."""
    opened = "- {open: ask, by: resident, with: {what: id_number, right: 出生年份是 1951 年, proof: [file1]}, expect: {data: {proof: [file1]}}}"
    goes("record-correction", opened + "\n- {act: corrected, by: grid_worker, expect: {data: {proof: null}}}")
    goes("record-correction", opened + "\n- {act: not_corrected, by: grid_worker, with: {reason: 与户口簿一致}, expect: {data: {proof: null}}}")  # fmt: skip


def test_what_was_asked_is_masked_for_all_but_those_it_concerns():
    """个人信息保护法第二十八条: what one's record should say may be an identity number."""
    method = method_of("record-correction")
    assert method.fields["right"].sensitive
    assert method.fields["proof"].sensitive
    assert "SZ331" in changed(
        "record-correction", ("\nroles:\n", "\nvisible: [{shows: [right], whom: [place]}]\nroles:\n")
    )


@pytest.mark.django_db
def test_nobody_can_open_the_photo_any_more_once_it_was_checked():
    """个人信息保护法第四十七条: deleted, and not only out of sight."""
    town = build_town()
    town.adopt(text_of("record-correction"))
    photo = str(keep_file(actor=town.actor("resident"), name="证件.txt", content="证件（示例）".encode()).pk)
    number = town.open(
        "record-correction", values={"what": "name", "right": "王小甲", "proof": [photo]}
    ).matter.id
    reveal(actor=town.actor("grid_worker"), matter=number, fields=["proof"], purpose="核对证件")
    assert str(opened(town.actor("grid_worker"), photo)[0].pk) == photo
    town.act(number, "corrected", "grid_worker")
    for who in ("grid_worker", "community_staff", "resident"):
        with pytest.raises(Denied):
            opened(town.actor(who), photo)
