"""The shapes of examples: what is given, the steps, and what must be so."""

from __future__ import annotations

from shanzhi.method.keys import ENDS, Shape, key

SHAPES: dict[str, Shape] = {
    "example": Shape(
        {
            "title": key("text", "名称", "its title", required=True),
            "given": key("shape:given", "前提", "what is given"),
            "steps": key("list:step", "步骤", "the steps", required=True),
            "expect": key("shape:expected", "结果", "what must be so at the end"),
        }
    ),
    "given": Shape(
        {
            "now": key("text", "开始时间（2026-03-02 09:00）", "when it begins"),
            "at": key("word", "发生在哪一级", "the level where it happens"),
            "inputs": key("any", "参数", "inputs"),
            "vacant": key("roles", "空缺的角色", "roles nobody holds"),
            "facts": key("any", "系统已有的信息", "facts the system holds"),
            "roll": key("any", "名册：{count, area}", "the roll: {count, area}"),
            "registers": key("any", "在册的：{名册: [resident, resident2]} 或 {名册: {resident: {字段: 值}}}", "who stands on which register: a list, or each with their fields"),
            "areas": key("any", "各人的面积", "each person's area"),
            "balance": key("any", "积分账的余额：{resident: 50, budget: 100}", "balances of the ledger: {resident: 50, budget: 100}"),
        }
    ),
    "step": Shape(
        {
            "open": key("text", "发起：哪个入口；工作法.入口 另发起一件别的", "open it, by this way in; `method.way` opens a matter of another"),
            "upon": key("any", "与 open 一起：由什么引起，如 {of: resident5}；until、changed 也可写", "with `open`: the event, such as {of: resident5}; `until` and `changed` too"),
            "act": key("text", "动作；工作法.动作 是在那个工作法最近一件里做", "an act; `method.act` is done in the newest matter of that method"),
            "with": key("any", "所填内容", "the answers"),
            "by": key("texts", "由谁（角色、resident、resident2…）；写几个就一个接一个做", "by whom (a role, resident, resident2 …); several do it one after another"),
            "after": key("duration", "过多久", "so long after the last step"),
            "wait": key("duration", "只是时间过去", "only time passes"),
            "joined": key("any", "子事项办结：{child, end}；写了它，子事项就不真的发起", "a child closes: {child, end}; where it stands, children are not opened for real"),
            "refused": key("text", "应被拒绝，代码", "must be refused, with this code"),
            "expect": key("shape:expected", "此时应为", "what must be so now"),
        }
    ),
    "expected": Shape(
        {
            "stage": key("stage", "环节", "the stage"),
            "end": key("choice:" + "|".join(ENDS), "终点", "the end"),
            "level": key("word", "所在层级", "the level where it stands"),
            "desk": key("text", "经办角色；是某个人的，也可写那人", "the role on whose desk it lies; a person's may be called by their name"),
            "due": key("text", "到期时间", "when it is due"),
            "late": key("boolean", "是否超期", "whether it is overdue"),
            "data": key("any", "字段的值", "values of fields"),
            "count": key("any", "计数", "what the block has counted"),
            "points": key("any", "积分", "points awarded, by whom"),
            "registers": key("any", "名册里此时有谁、写着什么；空的写 []", "who stands on which register now, and what it says; [] for nobody"),
            "balance": key("any", "积分账上可用多少：{resident: 30}", "what each may spend: {resident: 30}"),
            "told": key("any", "收到通知者；或各人（people 里的、角色、opener）听到了什么: 其中一段文字", "who was told; or what each was told (people, roles, opener): a part of the text"),
            "effects": key("any", "发生的效果；或各有几个", "the effects there were; or how many of each"),
            "opened": key("any", "发起了几件哪个工作法的事项：{appeal: 1}", "how many matters of which method were opened: {appeal: 1}"),
            "children": key("any", "子事项数；或各环节有几件", "how many child matters; or how many stand in which stage"),
        }
    ),
}  # fmt: skip
