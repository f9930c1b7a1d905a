"""Acts on a page: once each, with what came in between shown, and refusals that name their rule."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from shanzhi.matters.models import Entry, Matter
from shanzhi.people.models import Account
from tests.matters.town import METHODS
from tests.web.gathering import gather
from tests.web.test_files import PNG


def hidden(page: str, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', page).group(1)


def test_a_life_from_report_to_close_out(town, signed_in):
    resident, worker, staff = signed_in("resident"), signed_in("grid_worker"), signed_in("community_staff")
    sent = resident.post("/open/appeal", {"subject": "楼道灯不亮", "command": "c1"}, follow=True)
    assert "已提交" in sent.content.decode()
    number = Matter.objects.get().pk
    assert "楼道灯不亮" in worker.get("/inbox").content.decode()
    for client, act, values in (
        (worker, "accept", {"urgency": "normal"}),
        (worker, "resolve", {"reply": "已换灯泡，请查看"}),
        (staff, "confirm", {}),
        (resident, "rate", {"contacted": "true", "solved": "true", "stars": "5"}),
    ):
        address = f"/matters/{number}/acts/{act}"
        form = client.get(address)
        assert form.status_code == 200, act
        page = form.content.decode()
        answer = client.post(
            address, {**values, "command": hidden(page, "command"), "seq": hidden(page, "seq")}
        )
        assert answer.status_code == 302, act
    assert Matter.objects.get().end == "done"
    assert "已销账" in resident.get(f"/matters/{number}").content.decode()


def test_the_same_form_sent_twice_counts_once(town, signed_in):
    resident = signed_in("resident")
    form = {"subject": "楼道灯不亮", "command": "same"}
    first, second = resident.post("/open/appeal", form), resident.post("/open/appeal", form)
    assert first["Location"] == second["Location"]
    number = Matter.objects.get().pk
    worker = signed_in("grid_worker")
    act = {"urgency": "quick", "command": "again", "seq": "1"}
    for _ in range(2):
        assert worker.post(f"/matters/{number}/acts/accept", act).status_code == 302
    assert Entry.objects.filter(matter=number, act="accept").count() == 1


def test_other_words_under_one_command_are_said_to_be_unrecorded_and_can_be_sent_as_their_own(
    town, signed_in
):
    resident = signed_in("resident")
    resident.post("/open/appeal", {"subject": "楼道灯不亮", "command": "same"})
    answer = resident.post("/open/appeal", {"subject": "井盖松动", "command": "same"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "没有记录" in page
    assert "井盖松动" in page
    resident.post("/open/appeal", {"subject": "井盖松动", "command": hidden(page, "command")})
    assert sorted(Matter.objects.values_list("title", flat=True)) == ["井盖松动", "楼道灯不亮"]
    number = Matter.objects.get(title="井盖松动").pk
    worker = signed_in("grid_worker")
    for text in ("上午来", "上午来", "下午来"):
        answer = worker.post(
            f"/matters/{number}/acts/message", {"text": text, "command": "m", "next": "/inbox"}
        )
    page = answer.content.decode()
    assert (answer.status_code, "没有记录" in page, "下午来" in page) == (409, True, True)
    assert hidden(page, "command") != "m"
    assert Entry.objects.filter(act="message").count() == 1


def test_the_same_photo_sent_twice_counts_once(town, signed_in):
    resident = signed_in("resident")
    for _ in range(2):
        photo = SimpleUploadedFile("灯.png", PNG, "image/png")
        answer = resident.post("/open/appeal", {"subject": "楼道灯不亮", "command": "p", "photos": photo})
        assert answer.status_code == 302
    assert Matter.objects.count() == 1


def test_what_came_in_between_is_shown_and_the_text_is_kept(town, signed_in):
    done = town.act(town.open(), "accept")
    worker = signed_in("grid_worker")
    address = f"/matters/{done.matter.id}/acts/resolve"
    seq = hidden(worker.get(address).content.decode(), "seq")
    town.act(done, "message", "resident", text="其实是四楼")
    late = worker.post(address, {"reply": "三楼的灯已经换好", "command": "w1", "seq": seq})
    page = late.content.decode()
    assert late.status_code == 409
    assert "其实是四楼" in page
    assert "三楼的灯已经换好" in page
    assert "仍要提交" in page
    assert Entry.objects.filter(matter=done.matter.id, act="resolve").count() == 0
    fresh = {
        "reply": "三楼、四楼的灯都换好了",
        "command": hidden(page, "command"),
        "seq": hidden(page, "seq"),
    }
    assert worker.post(address, fresh).status_code == 302
    assert Entry.objects.filter(matter=done.matter.id, act="resolve").count() == 1


def test_when_the_act_is_gone_the_text_can_still_be_copied(town, signed_in):
    done = town.act(town.open(), "accept")
    worker = signed_in("grid_worker")
    town.act(done, "escalate_up", reason="需要动用维修资金")
    late = worker.post(
        f"/matters/{done.matter.id}/acts/resolve", {"reply": "三楼的灯已经换好", "command": "w1", "seq": "2"}
    )
    page = late.content.decode()
    assert late.status_code == 409
    assert "三楼的灯已经换好" in page
    assert "仍要提交" not in page


def test_a_refusal_says_the_rule_in_words(town, signed_in):
    done = town.act(town.open(), "accept")
    asked = {"extension_days": "20", "extension_reason": "等材料到货"}
    answer = signed_in("grid_worker").post(f"/matters/{done.matter.id}/acts/ask_extension", asked)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "申请的天数超过一次可延的上限" in page
    assert "stages.handling" not in page, "the line in the file is for those who deal with methods"
    assert "等材料到货" in page
    assert Entry.objects.filter(matter=done.matter.id).count() == 2


def test_who_adopts_methods_is_told_the_line_of_the_rule(town, signed_in):
    done = town.act(town.act(town.open(), "escalate"), "accept", "community_staff")
    asked = {"extension_days": "20", "extension_reason": "等材料到货"}
    page = signed_in("community_staff").post(f"/matters/{done.matter.id}/acts/ask_extension", asked)
    assert "stages.handling.acts.ask_extension.requires" in page.content.decode()


def test_beside_a_form_stands_what_it_answers(town, signed_in):
    town.adopt((METHODS / "deliberation.yaml").read_text())
    number = town.open(values={"subject": "楼道灯不亮", "detail": "三层东侧"}).matter.id
    page = signed_in("grid_worker").get(f"/matters/{number}/acts/accept").content.decode()
    assert "三层东侧" in page
    town.act(number, "accept")
    town.act(number, "resolve", reply="换了三层的灯泡")
    town.act(number, "confirm", "community_staff")
    page = signed_in("resident").get(f"/matters/{number}/acts/rate").content.decode()
    assert "换了三层的灯泡" in page
    assert page.index("换了三层的灯泡") < page.index('id="form"')


def test_a_level_tells_how_long_it_gives_where_the_stage_has_a_case_of_its_own_before_the_clock(
    town, signed_in
):
    text = (METHODS / "appeal.yaml").read_text()
    own = text.replace(
        "    due:\n      cases:\n",
        "    due:\n      cases:\n        - {when: visits.rating > 0, in: 3 days}\n",
        1,
    )
    assert own != text
    town.adopt(own.replace("version: 4", "version: 99"))
    number = town.open().matter.id
    page = signed_in("grid_worker").get(f"/matters/{number}/acts/accept").content.decode()
    for told in ("紧急 · 2 小时", "复杂 · 15 天"):
        assert told in page, told


def test_a_level_tells_how_long_it_gives(town, signed_in):
    number = town.open().matter.id
    page = signed_in("grid_worker").get(f"/matters/{number}/acts/accept").content.decode()
    for told in ("紧急 · 2 小时", "快办 · 24 小时", "一般 · 7 天", "复杂 · 15 天"):
        assert told in page, told


def test_the_proposal_stands_above_the_button_that_supports_it(town, signed_in):
    town.adopt((METHODS / "deliberation.yaml").read_text())
    number = town.open("deliberation", values={"subject": "添长椅", "detail": "老人没处坐"}).matter.id
    page = signed_in("resident2").get(f"/matters/{number}").content.decode()
    body = page[page.index("<main") :]
    assert body.index("老人没处坐") < body.rindex("我支持")


def test_only_what_can_be_done_is_offered(town, signed_in):
    number = town.open().matter.id
    assert (
        f"/matters/{number}/acts/accept"
        in signed_in("grid_worker").get(f"/matters/{number}").content.decode()
    )
    resident = signed_in("resident").get(f"/matters/{number}").content.decode()
    assert f"/matters/{number}/acts/accept" not in resident
    assert f"/matters/{number}/acts/withdraw" in resident


def test_a_form_from_elsewhere_is_refused(town):
    number = town.open().matter.id
    client = Client(enforce_csrf_checks=True)
    client.force_login(Account.objects.create_user("gw", person=town.people["grid_worker"]))
    answer = client.post(f"/matters/{number}/acts/accept", {"urgency": "normal"})
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "没有执行" in page
    assert "现在登录的是“grid_worker甲”" in page
    assert "data-not-sent" in page
    assert Entry.objects.filter(matter=number).count() == 1


def test_reading_changes_nothing(town, signed_in):
    number = town.open().matter.id
    worker = signed_in("grid_worker")
    for address in ("/sign-out", "/notices/read", f"/matters/{number}/look/phone", "/display"):
        assert worker.get(address).status_code == 405
    worker.get(f"/matters/{number}/acts/accept?urgency=normal")
    assert Entry.objects.filter(matter=number).count() == 1


def test_a_correction_offers_the_facts_by_their_names(town, signed_in):
    done = town.open(values={"subject": "楼道灯不亮", "category": "照明"})
    worker = signed_in("grid_worker")
    address = f"/matters/{done.matter.id}/acts/correct"
    page = worker.get(address).content.decode()
    assert "类别" in page
    sent = worker.post(
        address, {"field": "category", "value": "电力", "reason": "归类错了", "command": "x", "seq": "1"}
    )
    assert sent.status_code == 302
    shown = worker.get(f"/matters/{done.matter.id}").content.decode()
    for text in ("照明", "电力", "归类错了"):
        assert text in shown


def test_what_is_right_is_asked_as_the_fact_was(town, signed_in):
    """A choice is corrected from its choices, and begins with what stands there: the words of a choice are nobody's to guess."""
    number = town.open().matter.id
    town.act(number, "accept", urgency="quick")
    worker = signed_in("grid_worker")
    address = f"/matters/{number}/acts/correct"
    page = worker.get(f"{address}?field=urgency").content.decode()
    assert re.search(r'name="value" value="quick" checked', page)
    sent = {"field": "urgency", "reason": "定低了", "command": "x", "seq": "2"}
    again = worker.post(address, {**sent, "value": "随便写"})
    assert again.status_code == 422
    assert "有 1 处需要改" in again.content.decode()
    assert worker.post(address, {**sent, "value": "urgent"}).status_code == 302
    assert "紧急" in worker.get(f"/matters/{number}").content.decode()


def test_a_correction_tells_what_is_wrong_with_the_answer_that_was_given(town):
    number = town.open().matter.id
    town.act(number, "accept", urgency="quick")
    answer = town.try_act(number, "correct", values={"field": "urgency", "value": "x", "reason": "定低了"})
    assert set(answer.fields) == {"value"}


def test_an_act_tells_what_comes_of_it_before_it_is_done(town, signed_in):
    number = town.open().matter.id
    worker = signed_in("grid_worker")

    def told(act, who=worker):
        return who.get(f"/matters/{number}/acts/{act}").content.decode()

    assert "之后：转入“办理中”" in told("accept")
    assert "之后：交给上一级办理" in told("escalate")
    assert "就此结束（不予受理）" in told("decline")
    assert "发起人、经办过的岗位和上级责任岗位看得到" in told("message")
    assert "之后：就此结束，不再办理" in told("withdraw", signed_in("resident"))


def test_the_ballots_of_others_do_not_stand_where_the_plan_belongs(town, signed_in):
    """Beside a form stands what desks did; not what each of many chose, nor what was said in turn."""
    number = gather(town, "poll", secret=False)
    town.act(number, "vote", "resident", choice="oppose")
    case = signed_in("community_staff").get(f"/matters/{number}/acts/message").content.decode()
    assert (
        "最近的办理" not in case or "投票" not in case.partition("最近的办理")[2].partition("</section>")[0]
    )


def test_a_matter_is_merged_into_one_of_its_kind_that_is_open(town, signed_in):
    town.adopt((METHODS / "errand.yaml").read_text())
    town.open("errand", values={"kind": "repair", "subject": "换楼道灯"})
    ended, open_ = (town.open(values={"subject": f"楼道灯{n}"}).matter.id for n in (1, 2))
    town.act(ended, "withdraw", "resident")
    number = town.open(values={"subject": "楼道灯又坏"}).matter.id
    address = f"/matters/{number}/acts/merge"
    page = (
        signed_in("grid_worker").post(address, {"into.find": "楼道灯", "step": "find:into"}).content.decode()
    )
    assert re.findall(r'name="into" value="(\d+)"', page) == [str(open_)]
    assert "待受理" in page.partition('id="q-into-choices"')[2]


def test_once_a_matter_has_left_the_desk_the_next_one_is_a_tap_away(town, signed_in):
    number, waits = (town.open(values={"subject": f"第{n}件<b>"}).matter.id for n in (1, 2))
    worker = signed_in("grid_worker")

    def done(act, **values):
        address = f"/matters/{number}/acts/{act}"
        sent = {"command": act, "seq": hidden(worker.get(address).content.decode(), "seq"), **values}
        return worker.post(address, sent, follow=True).content.decode()

    assert "下一件" not in done("accept", urgency="normal"), "it lies there still"
    page = done("resolve", reply="换了灯泡，晚上请看看")
    assert f'href="/matters/{waits}">下一件：第2件&lt;b&gt;</a>' in page


def test_it_is_told_who_has_it_next_only_where_that_is_certain(town, signed_in):
    number = town.open().matter.id
    worker = signed_in("grid_worker")
    assert "由所选的部门办理" not in worker.get(f"/matters/{number}/acts/accept").content.decode()
    town.act(number, "accept")
    assert "由所选的部门办理" in worker.get(f"/matters/{number}/acts/refer").content.decode()
