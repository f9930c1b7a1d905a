"""What the check against formalism refuses, what it leaves alone, and how an exception stands."""

from __future__ import annotations

from datetime import date

import pytest

from shanzhi.method.check import check, load
from shanzhi.method.problems import MethodError
from tests.method.tiny import block, spoiled, tiny

TODAY = date(2026, 3, 2)
FINISH = "finish: {label: 办好了, to: closed}"


def codes(text: str, weight: str = "error") -> list[str]:
    return [p.code for p in check(text, today=TODAY) if p.weight == weight and p.code.startswith("SZ6")]


def measure(label: str) -> str:
    return tiny(("label: 办结率", f"label: {label}"))


def act(label: str, more: str = "") -> str:
    return tiny((FINISH, f"finish: {{label: {label}, to: closed{more}}}"))


def field(spec: str) -> str:
    return tiny(("data:\n", f"data:\n  extra: {spec}\n"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (act("上门打卡"), "SZ601"),
        (act("签到"), "SZ601"),
        (act("Clock in at the gate"), "SZ601"),
        (measure("平均在线时长"), "SZ601"),
        (measure("巡查里程"), "SZ601"),
        (measure("Hours online"), "SZ601"),
        (measure("网格员季度考核得分"), "SZ602"),
        (measure("绩效：各网格员办结量"), "SZ602"),
        (measure("社区干部红黑榜"), "SZ602"),
        (measure("Ranking of staff"), "SZ602"),
        (measure("Grid workers by performance"), "SZ602"),
        (field("{type: files, label: 办理前后对比}"), "SZ603"),
        (field("{type: files, needed: 某条例第三条, label: 办后照片}"), "SZ603"),
        (field("{type: text, label: 巡查轨迹说明}"), "SZ603"),
        (field("{type: list, label: 清单, form: {item: {type: files, label: 凭证}}}"), "SZ603"),
        (field("{type: text, label: 您的姓名}"), "SZ604"),
        (field("{type: text, optional: true, label: 家庭住址}"), "SZ604"),
        (field("{type: phone, sensitive: true, label: 联系电话（手机）}"), "SZ604"),
        (field("{type: id_number, sensitive: true, label: 身份证号码}"), "SZ604"),
        (field("{type: text, label: Your name}"), "SZ604"),
        (measure("文章转发量"), "SZ605"),
        (measure("公众号阅读量"), "SZ605"),
        (measure("Likes"), "SZ605"),
        (act("转发链接到群"), "SZ605"),
        (measure("客户端安装率"), "SZ606"),
        (measure("日活"), "SZ606"),
        (act("请居民下载APP"), "SZ606"),
        (measure("Log-in rate"), "SZ606"),
        (field("{type: choice, options: {m: 男, f: 女}, label: 性别}"), "SZ610"),
    ],
)
def test_what_is_refused(text: str, code: str) -> None:
    assert codes(text) == [code]


@pytest.mark.parametrize(
    "text",
    [
        act("转发给部门"),
        act("无需打卡，直接办理"),
        act("取消签到"),
        act("签到", ", by: [resident]"),
        field("{type: files, optional: true, label: 会议记录和签到册}"),
        measure("满意率"),
        measure("评选出的项目排名"),
        measure("志愿服务时长"),
        measure("Satisfaction"),
        measure("网格内办结率"),
        field("{type: files, optional: true, label: 照片}"),
        field("{type: text, label: 对方姓名}"),
        field("{type: text, label: 儿童姓名}"),
        field("{type: text, label: 工作单位名称}"),
        field("{type: text, label: 地址}"),
        field("{type: point, label: 位置}"),
        field("{type: text, known: opener.name, label: 姓名}"),
        field("{type: text, label: Name of the proposal}"),
        block(
            "session: {at: hour, lasts: 2 hours, roll: residents}\n    acts:\n      note: {label: 会议签到情况, to: closed}",
            "{held: closed}",
            fields="  hour: {type: time, label: 几点}\n",
        ),
    ],
)
def test_what_is_left_alone(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    ("by", "refused"),
    [("[volunteer, party_member]", []), ("[resident]", []), ("[grid_worker]", ["SZ602"]), ("[volunteer, social_worker]", ["SZ602"])],
)  # fmt: skip
def test_points_go_to_whoever_is_no_staff(by: str, refused: list[str]) -> None:
    text = spoiled(
        block(f"claim: {{by: {by}}}", "{taken: closed}", before="    due: {lasts: inputs.within}\n"),
        ("    end: done\n", "    end: done\n    effects:\n      - award: {to: holder, points: 1, for: 帮忙}\n"),
    )  # fmt: skip
    assert codes(text) == refused


def test_twelve_compulsory_answers_pass_and_known_ones_do_not_count() -> None:
    fields = "".join(f"  f{n}: {{type: integer, label: 几件}}\n" for n in range(11))
    assert codes(tiny(("data:\n", "data:\n" + fields))) == []
    thirteenth = fields + "  one_more: {type: integer, label: 几件}\n"
    assert codes(tiny(("data:\n", "data:\n" + thirteenth))) == ["SZ609"]
    held = fields + "  who: {type: text, known: opener.name, label: 姓名}\n"
    assert codes(tiny(("data:\n", "data:\n" + held))) == []


EXCEPTION = "exceptions:\n  - {rule: SZ603, reason: 工程验收, approver: 区委社会工作部, until: 2026-12-31}\n"
PHOTO = tiny(
    ("data:\n", "data:\n  photo: {type: files, label: 现场}\n"), ("stages:\n", EXCEPTION + "stages:\n")
)


def test_an_exception_turns_a_finding_into_advice_and_is_kept_with_the_method() -> None:
    assert codes(PHOTO) == []
    assert codes(PHOTO, "advice") == ["SZ603"]
    (exception,) = load(PHOTO, today=TODAY).exceptions
    assert exception == {
        "rule": "SZ603",
        "reason": "工程验收",
        "approver": "区委社会工作部",
        "until": "2026-12-31",
    }


def test_an_exception_that_is_over_excuses_nothing() -> None:
    with pytest.raises(MethodError) as refused:
        load(PHOTO, today=date(2027, 1, 1))
    assert {p.code for p in refused.value.problems if p.weight == "error"} == {"SZ603", "SZ607"}


def test_a_running_matter_keeps_its_method_though_the_exception_is_over() -> None:
    assert load(PHOTO).exceptions


def test_an_exception_without_reason_excuses_nothing() -> None:
    assert codes(PHOTO.replace("reason: 工程验收, ", "")) == ["SZ603"]


def test_a_paper_that_a_rule_demands_may_be_compulsory_and_the_form_says_why() -> None:
    text = field("{type: files, max: 3, help: 有签名的, needed: 某条例第三条, label: 会议记录}")
    assert codes(text) == []
    told = load(text).fields["extra"].help
    assert told is not None
    assert (told.zh, told.en) == ("有签名的 依据：某条例第三条", "有签名的 Demanded by: 某条例第三条")
