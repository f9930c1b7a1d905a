"""The shapes of blocks: what each asks of a method."""

from __future__ import annotations

from shanzhi.method.keys import WHO, WHO_EN, Shape, key

WITHIN = "只限哪里的人：地方字段（默认事项所涉之处）"
WITHIN_EN = "whose people: a place field (default: the place it concerns)"
RESULT = "把结果用文字记成一项（代号: 名称），可公示、可引用"
RESULT_EN = "keep the result in words as a fact (name: label), to be shown and spoken of"

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
            "each": key("text", "列表字段：每一项开一件（不写则只开一件）", "a list field: one child for each (without it: one child)"),
            "as": key("word", "每一项填入子事项的哪个字段", "the child's field that takes the item"),
            "with": key("map:binding", "子事项字段 ← 本事项字段", "its fields from this matter's"),
            "join": key("any", "all、any 或件数", "all, any, or how many"),
            "left": key("choice:close|leave", "不再等待时，没办完的子事项：close 一并结束（默认），leave 各自办下去", "what becomes of children not yet back when it goes on: close (default), or leave them to themselves"),
        }
    ),
    "endorse": Shape(
        {
            "by": key("roles", "谁可联名", "who may support", required=True),
            "per": key("choice:person|household", "按人或按户计", "counted by person or household"),
            "threshold": key("number", "所需数；可用 electors（名册人数或户数）", "how many are needed; may speak of electors (how many there are)", required=True),
            "open_for": key("duration", "多久", "for how long", required=True),
            "label": key("text", "这个动作叫什么（默认“我支持”）", "what the act is called (default: I support it)"),
            "carried": key("boolean", "来自的那件事的支持者也算在内", "supporters of the matter it came from count too"),
            "within": key("text", WITHIN, WITHIN_EN),
            "result": key("map:kept", RESULT, RESULT_EN),
        }
    ),
    "ballot": Shape(
        {
            "electors": key("word", "按人（person）、按户（household）或按业主面积（owner），或写一个选项字段", "by person, household or owner (area), or a choice field that says which", required=True),
            "on": key("text", "表决什么：一个事先公开过的文字字段", "what is voted on: a text field made public before"),
            "options": key("map:option", "选项（默认 同意/反对/弃权）", "the choices (default yes/no/abstain)"),
            "open_for": key("duration", "多久", "for how long", required=True),
            "quorum": key("condition", "参与门槛", "the turnout it needs"),
            "pass": key("condition", "通过条件", "what passes", required=True),
            "secret": key("condition", "无记名（可按条件）", "a secret ballot (may be a condition)"),
            "secret_owners": key("condition", "业主也可无记名（须当地认定合法；默认不可）", "owners too may vote in secret (where the district holds that lawful; default: they may not)"),
            "needs": key("number", "无记名：几位持钥人一起才能开票（默认 2）", "a secret ballot: how many key holders open the box together (default 2)"),
            "count_within": key("duration", "无记名：封箱后多久内开票（默认 3 个工作日）", "a secret ballot: how soon after closing the box is opened (default 3 workdays)"),
            "give_up_after": key("duration", "无记名：封箱后多久仍未开票即作未能开票（默认 15 个工作日）", "a secret ballot: how long after closing a box that nobody opened is given up (default 15 workdays)"),
            "open_from": key("number", "无记名：名册和投票至少几票才开票（默认 5）", "a secret ballot: from how many electors and votes on the box is opened (default 5)"),
            "counts_from": key("number", "无记名：几票起公布各项票数（默认 30）", "a secret ballot: from how many votes on the votes of each option are published (default 30)"),
            "shares_from": key("number", "无记名：几票起面积公布到百分之一（默认 60）", "a secret ballot: from how many votes on areas are published in whole per cent (default 60)"),
            "heaviest": key("number", "无记名：最重一户至多占所投面积的百分之几，才公布面积（默认 5）", "a secret ballot: the per cent of the area cast that no weight may exceed for that (default 5)"),
            "papers_from": key("number", "无记名：纸质票几张起可直接录入合计（默认 30）", "a secret ballot: from how many papers on the totals of the paper box are entered plainly (default 30)"),
            "kept_days": key("number", "无记名：结束几天后删除密封的份额、盐和密封票（默认 30）", "a secret ballot: how many days after its end sealed shares, salts and ballots are deleted (default 30)"),
            "keeps_ballots": key("condition", "无记名：到期仍保留密封票（默认不保留）", "a secret ballot: the sealed ballots are kept even then (default: they are not)"),
            "proxies": key("number", "一人最多代几票（0 为不许）", "proxies a person may hold (0: none)"),
            "paper": key("roles", "谁可录入纸质票", "who may enter paper votes"),
            "early": key("boolean", "全部投完即计票", "count as soon as all have voted"),
            "within": key("text", WITHIN, WITHIN_EN),
            "result": key("map:kept", RESULT, RESULT_EN),
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
            "roll": key("word", "应到谁：residents（满 18 周岁的居民）、households（每户）、owners（业主），或写一个选项字段；通知开会时名册就定下", "who is to attend: residents (from 18), households or owners, or a choice field that says which; fixed when the meeting is called", required=True),
            "others": key("roles", "谁列席（到场但不计入）", "who sits in: present, never counted"),
            "quorum": key("condition", "到会门槛", "the attendance it needs"),
            "turn": key("number", "每次发言几分钟", "minutes for each speaking turn"),
            "agenda": key("texts", "固定议题", "fixed agenda items"),
            "from": key("text", "列表字段：每一项列为议题", "a list field: each line goes on the agenda"),
            "within": key("text", WITHIN, WITHIN_EN),
            "result": key("map:kept", RESULT, RESULT_EN),
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
            "within": key("text", WITHIN, WITHIN_EN),
            "result": key("map:kept", RESULT, RESULT_EN),
        }
    ),
    "kept": Shape({"label": key("text", "名称", "its label", required=True)}, short="label"),
    "wait": Shape(
        {
            "for": key("duration", "多久", "for how long"),
            "until": key("text", "日期字段；现填的日子不能已过", "a date field; a day named now must not have passed"),
        },
        short="for",
    ),
}  # fmt: skip
