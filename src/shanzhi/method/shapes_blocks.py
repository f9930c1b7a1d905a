"""The shapes of blocks: what each asks of a method."""

from __future__ import annotations

from shanzhi.method.keys import WHO, WHO_EN, Shape, key

SHAPES: dict[str, Shape] = {
    "claim": Shape(
        {
            "by": key("roles", "可接单者：" + WHO, "who may take it: " + WHO_EN, required=True),
            "open_for": key("duration", "多久无人接则作罢", "how long it stays open"),
            "form": key("map:field", "接单时填写", "what taking it asks"),
        }
    ),
    "checklist": Shape(
        {
            "items": key("map:item", "固定的项", "fixed items"),
            "from": key("text", "列表字段：每一项成一条", "a list field: one item for each"),
            "by": key("roles", "谁可勾（默认当前经办）", "who may tick (default: the desk)"),
        }
    ),
    "item": Shape(
        {
            "label": key("text", "名称", "its label", required=True),
            "proof": key("choice:none|text|files", "所需证明", "the proof it needs"),
            "optional": key("boolean", "可不做", "may be left undone"),
        },
        short="label",
    ),
    "split": Shape(
        {
            "method": key("id", "子事项的工作法", "the children's method", required=True),
            "each": key("text", "列表字段：每一项开一件", "a list field: one child for each", required=True),
            "as": key("word", "每一项填入子事项的哪个字段", "the child's field that takes the item"),
            "with": key("map:binding", "子事项字段 ← 本事项字段", "its fields from this matter's"),
            "join": key("any", "all、any 或件数", "all, any, or how many"),
        }
    ),
    "endorse": Shape(
        {
            "by": key("roles", "谁可联名", "who may support", required=True),
            "per": key("choice:person|household", "按人或按户计", "counted by person or household"),
            "threshold": key("number", "所需数", "how many are needed", required=True),
            "open_for": key("duration", "多久", "for how long", required=True),
        }
    ),
    "ballot": Shape(
        {
            "electors": key("choice:person|household|owner", "按人、按户或按业主（面积）", "by person, household, or owner (area)", required=True),
            "options": key("map:option", "选项（默认 同意/反对/弃权）", "the choices (default yes/no/abstain)"),
            "open_for": key("duration", "多久", "for how long", required=True),
            "quorum": key("condition", "参与门槛", "the turnout it needs"),
            "pass": key("condition", "通过条件", "what passes", required=True),
            "secret": key("boolean", "无记名", "a secret ballot"),
            "proxies": key("number", "一人最多代几票（0 为不许）", "proxies a person may hold (0: none)"),
            "paper": key("roles", "谁可录入纸质票", "who may enter paper votes"),
            "early": key("boolean", "全部投完即计票", "count as soon as all have voted"),
        }
    ),
    "publicity": Shape(
        {
            "for": key("duration", "多久", "for how long", required=True),
            "what": key("words", "公示的字段", "the fields shown", required=True),
            "objections": key("roles", "谁可提异议", "who may object", required=True),
            "answer_within": key("duration", "异议答复时限", "objections are answered within", required=True),
        }
    ),
    "session": Shape(
        {
            "at": key("text", "时间字段（何时开会）", "the time field: when it begins", required=True),
            "lasts": key("duration", "多长", "how long", required=True),
            "notice": key("duration", "至少提前多久通知", "how long before it must be announced"),
            "by": key("roles", "谁可参加", "who may attend", required=True),
            "expected": key("number", "应到数", "how many should attend"),
            "quorum": key("condition", "到会门槛", "the attendance it needs"),
            "turn": key("integer", "每次发言几分钟", "minutes for each speaking turn"),
            "agenda": key("texts", "固定议题", "fixed agenda items"),
        }
    ),
    "survey": Shape(
        {
            "by": key("roles", "谁可评议", "who may answer", required=True),
            "per": key("choice:person|household", "按人或按户计", "counted by person or household"),
            "questions": key("map:field", "问题", "the questions", required=True),
            "open_for": key("duration", "多久", "for how long", required=True),
            "enough": key("number", "至少几份", "how many answers it needs"),
            "pass": key("condition", "通过条件", "what passes"),
        }
    ),
    "wait": Shape(
        {
            "for": key("duration", "多久", "for how long"),
            "until": key("text", "日期字段", "a date field"),
        },
        short="for",
    ),
}  # fmt: skip
