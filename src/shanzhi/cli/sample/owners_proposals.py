"""What owners decide together in the sample district: one proposal for each stage that only owners' matters come to."""

from __future__ import annotations

from shanzhi.cli.sample.deliberating import ROOM, Story, by_owners
from shanzhi.cli.sample.owners import YARD
from shanzhi.cli.sample.scripts import Script, Step, When

ROOF: Story = (
    "翻修屋面防水",
    "顶楼四户雨天漏水，想动用维修资金把屋面重做一遍。",
    "是否使用维修资金翻修两栋楼的屋面防水",
    "两栋楼屋面约 900 平方米，重做防水，概算 9 万元，从维修资金列支。",
)
SHED: Story = (
    "搭一个电动车充电棚",
    "电动车拉飞线充电，太危险。",
    "是否把院东侧空地租给充电运营单位五年",
    "院东侧搭 20 个车位的充电棚，装充电桩和喷淋，运营单位出资，每年租金 6000 元归全体业主。",
)
FEES: Story = (
    "对外来车收停车费",
    "外来车多，本院居民停不下。",
    "是否对外来车辆按次收费",
    "外来车辆每次 5 元，收入归全体业主，由业委会管理，每季度公布。",
)
ADVERTS: Story = (
    "电梯里挂广告",
    "电梯维修要花钱，想挂广告补一点。",
    "是否出租电梯广告位两年",
    "两部电梯四块广告位，每年 4800 元归全体业主；不登药品和借贷广告。",
)
BYLAWS: Story = (
    "修改管理规约",
    "规约里没有电动车停放的规定。",
    "是否在管理规约里写明电动车不进楼道",
    "电动车停在车棚，不进楼道、不在家充电。",
)
PARCELS: Story = (
    "装一组快递柜",
    "快递放在单元门口常丢。",
    "是否在院门内侧出租两米给快递柜",
    "快递柜一组，每年租金 2400 元归全体业主。",
)
LIFT: Story = (
    "更换电梯钢丝绳",
    "电梯年检说钢丝绳要换。",
    "是否使用维修资金更换钢丝绳",
    "两部电梯，概算 3.6 万元，三家比价，从维修资金列支。",
)

OWNERS_PROPOSALS: tuple[Script, ...] = (
    by_owners("owners", 0, YARD, 21, ROOF, [], yes=2, no=1),
    by_owners("owners_preparing", 1, 3, 2, SHED, [], business=True, called=False),
    by_owners("owners_notice", 1, 4, 10, FEES, [], business=True),
    by_owners("owners_meeting", 2, 3, 10, ADVERTS, [], business=True, shape="both", begins=When(-6, "19:00"), venue=ROOM),
    by_owners("owners_too_few", 1, 5, 25, PARCELS, [], yes=2, business=True),
    by_owners("owners_result", 0, 8, 26, LIFT, [Step(When(2, "14:00"), "r3", "object", {"reason": "三家比价的单子没有贴出来。"})], yes=6, no=1),
    by_owners("owners_not_passed", 1, 6, 30, FEES, [], yes=3, no=4, business=True),
    by_owners("bylaws", 3, 4, 40, BYLAWS, [], yes=5, no=2, covenant="owners"),
)  # fmt: skip
