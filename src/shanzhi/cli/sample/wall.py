"""What hangs on the walls of the sample district: one matter for each stage of the appeal wall."""

from __future__ import annotations

from typing import Any

from shanzhi.cli.sample.scripts import Here, Script, Step, When, Who


def _written(days: int, shown: str, charge: str, promised: int) -> list[Step]:
    """A worker writes it, a member of the committee looks and puts it up; done or answered `promised` days after."""
    values = {"shown": shown, "charge": charge, "promised": When(days - promised)}
    return [
        Step(When(days, "09:40"), "staff", "prepare", values),
        Step(When(days, "10:20"), "committee_member", "post"),
    ]


def _me_too(days: int, count: int, first: int = 2) -> list[Step]:
    return [
        Step(When(days, f"{11 + n % 8:02}:{n * 7 % 60:02}"), f"r{first + n}", "endorse") for n in range(count)
    ]


def _progress(days: int, what: str) -> Step:
    return Step(When(days, "16:30"), "staff", "report", {"what": what})


def _answer(days: int, reply: str) -> Step:
    return Step(When(days, "15:00"), "staff", "answer", {"reply": reply})


def _not_solved(days: int, by: str, missing: str) -> Step:
    return Step(When(days, "19:00"), by, "not_solved", {"missing": missing})


def _said(
    name: str, community: int, opened: int, subject: str, detail: str, steps: list[Step], *,
    category: str = "other", by: str = "r1", at: When | None = None, agree: bool = True,
) -> Script:  # fmt: skip
    values: dict[str, Any] = {"subject": subject, "detail": detail, "category": category, "agree": agree}
    return Script(name, "appeal-wall", community, at or When(opened, "09:10"), by, values, tuple(steps))


WALL: tuple[Script, ...] = (
    _said("offered", 0, 0, "健身角的灯太暗", "晚上去健身角看不清台阶，差点摔倒。", [], category="light", by="r20", at=When(minutes=50)),
    _said("wall_looking", 0, 0, "二号楼门口没有坡道", "推轮椅出门要人抬。",
          [Step(When(minutes=60), "staff", "prepare", {"shown": "二号楼门口只有台阶，轮椅和婴儿车上不去。", "charge": "社区和物业", "promised": When(-9)})],
          by="r24", at=When(minutes=130)),
    _said("on_wall", 0, 6, "菜鸟驿站门口总堵车", "取快递的车停两排，婴儿车过不去，住我楼下那家也说过。",
          [*_written(6, "取快递的车在门口停两排，婴儿车和轮椅过不去。", "社区和驿站", 13), *_me_too(5, 4, 21), _progress(4, "和驿站约好高峰时有人疏导。"), *_me_too(2, 2, 31)],
          category="parking", by="r19"),
    _said("on_wall_answered_soon", 0, 3, "垃圾投放点夏天味道大", "桶盖坏了两个，苍蝇多。",
          [*_written(3, "投放点两个桶盖坏了，夏天味道大、苍蝇多。", "物业保洁", 7), *_me_too(2, 3, 40)], category="clean", by="r33"),
    Script("on_wall_of_a_yard", "appeal-wall", 0, When(4, "18:30"), "grid_worker",
           {"subject": "院子里的信箱锈坏了", "detail": "何大爷说信都被雨淋湿了，他没有手机。", "category": "other", "scope": Here(),
            "reporter": Who("r2"), "agree": True, "how_agreed": "当面说的，同意写上墙。"},
           (*_written(3, "院子里的信箱锈坏了，信会被雨淋湿。", "物业", 10), Step(When(1, "19:00"), "r3", "endorse")), yard=0),
    _said("topic", 1, 9, "想要一个下雨能晒衣服的地方", "阴雨天衣服没处晾。",
          [*_written(9, "想在架空层设一处公共晾晒区。", "居委会", 14), *_me_too(1, 10, 5)], by="r4"),
    _said("deliberating", 0, 16, "孩子放学没处写作业", "双职工多，孩子四点放学没人管。",
          [*_written(16, "想用活动室办一个放学后的自习角。", "居委会", 14), *_me_too(12, 10, 6), Step(When(11, "10:00"), "staff", "propose", {"money": False, "business": False})], by="r5"),
    _said("answering", 2, 15, "楼顶水箱多久洗一次", "想知道水箱清洗记录。",
          [*_written(15, "希望公开楼顶水箱的清洗记录。", "物业", 12), *_me_too(12, 4)], category="clean", by="r6"),
    _said("answered", 0, 8, "二号门的地锁绊人", "二号门地锁高出地面，绊过老人。",
          [*_written(8, "二号门的地锁高出地面，容易绊人。", "物业", 10), *_me_too(6, 5, 12), _answer(1, "地锁已拆除，换成可倒伏的软柱。")], by="r0"),
    _said("wall_closed", 0, 30, "母婴室没有热水", "活动中心母婴室热水器坏了。",
          [*_written(30, "活动中心母婴室的热水器坏了。", "居委会", 10), *_me_too(27, 7, 15), _progress(26, "配件已订，后天到。"), _answer(25, "已更换热水器，水温可调。"),
           Step(When(24, "19:00"), "r14", "confirm")], by="r14"),
    _said("wall_unsolved", 1, 45, "地下车库没有手机信号", "有事打不出电话。",
          [*_written(45, "地下车库没有手机信号，有急事打不出电话。", "社区和通信公司", 10), _answer(38, "已报通信公司，等排期。"), _not_solved(37, "r9", "没有日子。"),
           _answer(35, "通信公司说今年没有计划。"), _not_solved(34, "r9", "还是没有信号。"), _answer(31, "已在入口装了求助电话，信号要等明年。"), _not_solved(30, "r9", "只有入口有电话。")], by="r9"),
    _said("declined", 3, 12, "某户老是吵架", "楼上那户天天吵。",
          [Step(When(12, "15:00"), "staff", "decline", {"grounds": "private", "advice": "邻里之间的事，社区调解员会上门听听两家的想法。"})], by="r2"),
    _said("handed_on", 3, 11, "我家门口路灯不亮", "我家门口那盏灯不亮。", [], category="light", by="r8", agree=False),
    _said("wall_in_danger", 2, 5, "二楼拐角电线裸露", "孩子够得着。", [], category="danger", by="r7"),
    _said("wall_taken_back", 1, 14, "楼上漏水到卧室", "卧室顶滴水，楼上不开门。",
          [*_written(14, "有一户卧室漏水，想请社区约楼上一起看。", "社区", 10), Step(When(13, "20:00"), "r11", "take_back")], category="leak", by="r11"),
    _said("wall_withdrawn", 1, 10, "楼下的狗叫", "早上五点就叫。", [Step(When(10, "09:30"), "r12", "call_off", {"why_off": "跟邻居说过了，已经不叫了"})], by="r12"),
    _said("taken_down", 4, 20, "广场舞声音大", "晚上九点半还在跳。",
          [*_written(20, "广场舞晚上九点半还在放音乐。", "社区", 10), *_me_too(18, 3),
           Step(When(16, "10:00"), "staff", "take_down", {"why": "已经约好八点半结束，墙上这一条有人留了跳舞的人的姓名。"})], category="noise", by="r3"),
)  # fmt: skip
