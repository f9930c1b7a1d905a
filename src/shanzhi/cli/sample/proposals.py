"""Proposals of residents in the sample district, at least one for each stage of deliberation, so that a newcomer sees them all."""

from __future__ import annotations

from shanzhi.cli.sample.deliberating import (
    ROOM,
    Story,
    announced,
    done,
    in_yard,
    judged,
    met,
    proposal,
    studied,
    support,
    tasks,
)
from shanzhi.cli.sample.scripts import Other, Script, Step, When, Who

HOURS: Story = (
    "活动室晚上多开两小时",
    "下班回来活动室已经关门，想晚上也能用。",
    "是否把活动室开到晚上九点",
    "晚上由志愿者轮值，九点关灯锁门，不另花钱。",
)
BENCHES: Story = (
    "院里添几把长椅",
    "老人买菜回来没地方歇脚。",
    "是否在院门口和花坛边添置六把长椅",
    "六把旧长椅由居民捐，志愿者修好刷漆，放在院门口和花坛边。",
)
CORNER: Story = (
    "院角清出来晒被子",
    "院角堆着杂物，想清出来晒被子。",
    "是否清理院东北角、添四组晾衣架",
    "大家一起清理，四组晾衣架由居民捐。",
)
LIGHTS: Story = (
    "院门晚上几点关",
    "院门整夜开着，有人半夜进来吵。",
    "是否晚上十一点后关院门、刷卡进出",
    "十一点后刷卡进出，送医和忘带卡的由值班室开门。",
)
DRAIN: Story = (
    "改造院内排水沟",
    "一下大雨就积水到脚踝。",
    "是否改造院内排水沟",
    "重铺 60 米排水沟并加盖板，约 2 万元，申请社区保障资金。",
)
NOISE: Story = (
    "装修几点开工",
    "周末一早就有电钻声。",
    "是否约定周末九点前不开工",
    "周末和节假日九点前、中午十二点到两点不开工，写成公约贴在门厅。",
)
DRYING: Story = (
    "统一晾衣架",
    "衣服晾在灌木上，不好看也不卫生。",
    "是否在南侧草坪边装统一晾衣架",
    "装六组晾衣架，约 2600 元，从社区保障资金列支。",
)
PLANTS: Story = (
    "补种楼前绿化",
    "楼前绿地踩秃了。",
    "是否补种麦冬并加矮护栏",
    "补种麦冬 80 平方米，加 40 厘米矮护栏，约 5600 元，从社区保障资金列支。",
)
GATE: Story = (
    "给单元门换门禁",
    "门禁坏了，谁都能进。",
    "是否更换各单元门禁",
    "更换四套门禁，刷卡和扫码都能开，由老旧小区改造项目出钱。",
)
BOOKS: Story = (
    "楼道图书角",
    "孩子看完的书扔了可惜。",
    "是否在一楼门厅设图书角",
    "书由居民捐，志愿者每周整理一次。",
)
WALK: Story = (
    "平整院内步道",
    "砖松了，绊倒过老人。",
    "是否平整院内步道",
    "重铺 120 米步道，约 1.6 万元，申请社区保障资金。",
)
RULES: Story = (
    "制定楼道公约",
    "楼道堆物，推车过不去。",
    "是否通过《楼道公约》",
    "楼道不堆物、不充电，互相提醒；公约贴在每个单元门口。",
)

PROPOSALS: tuple[Script, ...] = (
    proposal("supporting", 0, 4, "把社区门口的空地改成小游园", "空地堆杂物，改成有座椅、有树荫的小游园，老人孩子都能用。",
             [*support(3, 4, 9), *support(1, 3, 30)], by="r5"),
    proposal("sorting", 0, 5, "周末开一次旧物交换集市", "旧书旧玩具扔了可惜，想每月最后一个周六办集市。",
             support(2, 16, 11), by="r3"),
    proposal("studying", 0, 6, "用公共收益修儿童滑梯", "滑梯裂了缝，想用去年的广告收益修。",
             [*support(4, 16, 16), Step(When(1, "11:00"), "staff", "accept")], by="r8", money=True, **{"raise": False}),
    proposal("amending", 1, 12, "制定养犬公约", "遛狗不牵绳、不清理粪便，想大家定个规矩。",
             [*support(9, 16, 12), Step(When(8, "11:00"), "staff", "accept"), studied(2, "请补上怎样劝导、怎样公示，不设罚款。", "revise")],
             by="r9", covenant="residents"),
    proposal("preparing", 0, 8, "每月一次健康讲座", "老人多，想请医生来讲讲怎么吃药、怎么锻炼。",
             [*support(5, 16, 12), Step(When(4, "09:30"), "staff", "accept")], by="r7"),
    proposal("announced", 0, 9, "早晚高峰护学", "车开得快，孩子放学危险。",
             [*support(8, 2), *announced(When(-9, "19:00"), "是否由志愿者早晚在路口护学", "十名志愿者轮流，每天早晚各半小时。", ago=3)], yard=2),
    proposal("meeting", 0, 20, *HOURS[:2],
             [*support(19, 2), *announced(When(minutes=20), *HOURS[2:], ago=13, topics=[{"topic": "谁来轮值"}, {"topic": "噪音怎么办"}]),
              *(Step(When(minutes=18), f"r{n}", "attend") for n in range(1, 6)),
              Step(When(minutes=17), "committee_chair", "next_item"), Step(When(minutes=12), "committee_chair", "next_item"),
              Step(When(minutes=8), "r2", "ask_floor", {"topic": "周末也开吗"}), Step(When(minutes=6), "r4", "ask_floor", {"topic": "钥匙放在哪里"})],
             yard=0),
    proposal("vote_there", 2, 20, *BOOKS[:2],
             [*support(19, 2), *announced(When(minutes=150), *BOOKS[2:], ago=13, shape="meeting", tellers=[Who("r6"), Who("r7")]),
              *(Step(When(minutes=140), f"r{n}", "attend") for n in range(1, 7)), Step(When(minutes=40), "committee_chair", "finish"),
              Step(When(minutes=20), "r6", "enter_totals", {"heads_agree": 5, "heads_oppose": 1, "heads_abstain": 0})], yard=2),
    proposal("too_few_came", 1, 21, *BOOKS[:2],
             [*support(20, 2), *announced(When(1, "19:00"), *BOOKS[2:], ago=14, shape="meeting", tellers=[Who("r6"), Who("r7")]), *met(1, 2)], yard=1),
    in_yard("voting", 0, 0, 2, BENCHES, [], yes=2, no=1, secret=True),
    in_yard("sealed", 0, 5, 8, CORNER, [], yes=5, no=1, secret=True),
    in_yard("too_few_voted", 1, 1, 8, LIGHTS, [], yes=2, no=0),
    in_yard("not_passed", 1, 2, 20, NOISE, [], yes=2, no=4),
    in_yard("result", 0, 3, 10, PLANTS,
            [Step(When(1, "14:00"), "r6", "object", {"reason": "护栏会挡住轮椅，请留出一个口子。"})]),
    proposal("filing", 3, 34, *RULES[:2],
             [*support(33, 2), Step(When(31, "10:00"), "staff", "accept"), studied(30, "同意提交居民会议。"),
              Step(When(28, "10:30"), "committee_chair", "announce", {
                  "question": RULES[2], "plan": RULES[3], "money": False, "business": False, "electors": "households", "shape": "meeting",
                  "begins": When(14, "19:00"), "venue": ROOM, "tellers": [Who("r6"), Who("r7")]}),
              *met(14, 6), *(Step(When(14, "20:30"), who, "enter_totals", {"heads_agree": 6, "heads_oppose": 0, "heads_abstain": 0}) for who in ("r6", "r7"))],
             yard=3, covenant="residents"),
    in_yard("tasking", 0, 7, 16, DRYING, []),
    in_yard("asked", 0, 9, 17, BENCHES, [
        *tasks(1, ("收旧长椅", "property_lead", -6), ("修补刷漆", "volunteer", -12), waiting=1),
    ]),
    in_yard("doing", 0, 4, 24, DRAIN, [
        *tasks(8, ("开挖并铺设排水沟", "property_lead", -12), ("盖板采购", "owners_member", -5), ("施工告示和绕行牌", "property_lead", 2), ("恢复铺面", "property_lead", -20)),
        *done(2, 5, "property_lead", "告示和绕行牌已立好。"),
        Step(When(1, "15:30"), "property_lead", "report", {"done": "排水沟 60 米已铺好，放水试过，不积水。"}, child=0),
    ]),
    in_yard("unfinished", 2, 0, 26, GATE, [
        *tasks(10, ("更换一、二单元门禁", "property_lead", 2), ("更换三、四单元门禁", "property_lead", 2)),
        *done(0, 6, "property_lead", "一、二单元门禁已换好，试过能开。"),
        Step(When(2, "10:00"), "staff", "drop", {"reason": "三、四单元正在等老旧小区改造，先不换。"}, child=1),
    ]),
    in_yard("judging", 0, 6, 26, WALK, [
        *tasks(10, ("重铺步道", "property_lead", 5)), *done(0, 7, "property_lead", "步道已重铺，坡口抹平。"), *judged(2, "best", "good"),
    ]),
    in_yard("unsolved", 2, 1, 60, LIGHTS, [
        *tasks(44, ("装刷卡门锁", "property_lead", 40)), *done(0, 41, "property_lead", "门锁装好了。"), *judged(38, "bad", "worst", "fair", "bad", comment="半夜送医等了十分钟才开门。"),
        Step(When(28, "10:00"), "staff", "explain", {"explanation": "值班室已加一部电话，门口贴了号码。"}), *judged(25, "bad", "worst", "bad"),
    ]),
    in_yard("closed", 0, 6, 60, HOURS, [
        *tasks(44, ("排轮值表", "volunteer", 36), ("门口贴开放时间", "property_lead", 40)),
        *done(1, 42, "property_lead", "已贴好，中英文都有。"), *done(0, 38, "volunteer", "轮值表排好，第一个月没有缺班。"),
        *judged(33, "best", "best", "good", "best", comment="下班也能用了。"),
    ]),
    in_yard("closed_too", 3, 0, 55, BENCHES, [
        *tasks(39, ("修好并摆放长椅", "property_lead", 30)), *done(0, 34, "property_lead", "六把长椅已摆好。"), *judged(28, "good", "good", "best"),
    ]),
    proposal("not_held", 3, 52, *BOOKS[:2],
             [*support(51, 2), *announced(When(32, "19:00"), *BOOKS[2:], ago=45, shape="meeting", tellers=[Who("r6"), Who("r7")]), *met(32, 2),
              Step(When(31, "10:00"), "committee_chair", "again"),
              Step(When(30, "10:00"), "committee_chair", "announce", {
                  "question": BOOKS[2], "plan": BOOKS[3], "money": False, "business": False, "electors": "households", "shape": "meeting",
                  "begins": When(17, "19:00"), "venue": ROOM, "tellers": [Who("r6"), Who("r7")]}),
              *met(17, 3), Step(When(16, "10:00"), "committee_chair", "stop", {"why": "两次到会的人都不够一半，先由网格员逐户听意见，明年再提。"})], yard=1),
    proposal("lapsed", 4, 52, *BOOKS[:2],
             [*support(51, 2), *announced(When(32, "19:00"), *BOOKS[2:], ago=45, shape="meeting", tellers=[Who("r6"), Who("r7")]), *met(32, 2),
              Step(When(31, "10:00"), "committee_chair", "again"),
              Step(When(30, "10:00"), "committee_chair", "announce", {
                  "question": BOOKS[2], "plan": BOOKS[3], "money": False, "business": False, "electors": "households", "shape": "meeting",
                  "begins": When(17, "19:00"), "venue": ROOM, "tellers": [Who("r6"), Who("r7")]}),
              *met(17, 2)], yard=1),
    proposal("not_supported", 3, 42, "把活动室改成棋牌室", "想在活动室下棋打牌。", support(40, 4, 3), by="r2"),
    proposal("proposal_withdrawn", 4, 25, "把花坛改成停车位", "车没有地方停。", [*support(23, 3), Step(When(22, "10:00"), "r9", "withdraw", {"reason": "邻居们说花坛不能动，不提了"})], by="r9"),
    proposal("merged", 0, 3, "门口空地种树", "空地光秃秃的，种几棵树。", [*support(2, 2, 20), Step(When(1, "09:40"), "staff", "merge", {"into": Other("supporting")})], by="r18"),
    proposal("unsuitable", 4, 15, "禁止养鸽子并没收鸽笼", "楼顶鸽子吵。",
             [Step(When(13, "10:00"), "street_staff", "reject_unlawful", {"advice": "没收他人财物不合法；可以请社区上门协调养殖时间和清洁。"})], by="r4"),
    proposal("settled", 5, 30, "公告栏换一块玻璃", "玻璃裂了，怕划伤孩子。", [*support(28, 10, 10), Step(When(14, "10:00"), "staff", "settle", {"settled_how": "物业当天换了钢化玻璃，已现场看过。"})], by="r6"),
)  # fmt: skip
