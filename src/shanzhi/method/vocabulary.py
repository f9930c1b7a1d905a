"""The closed vocabulary of the method language: every key there is, what it takes, and what it means.

One table serves the reader (unknown and missing keys), the JSON Schema for editors, the reference page and
the test that every key has a consumer at run time. A `Key.takes` is one of:

    text word integer boolean any          plain values (a `word` is a name of ours: [a-z][a-z0-9_]*)
    duration                               `5 workdays`, or the name of an input of that type
    condition number                       CEL: true or false / a whole number (a literal is allowed)
    roles words texts                      one or a list
    stage act                              the name of a stage or act of this method
    routes                                 a stage, or a list of cases
    shape:X  map:X  list:X                 a mapping of shape X; named mappings; a list of them
    choice:a|b|c                           one of these words

A shape with `short` may also be written as a plain value, which then stands for that one key.
"""

from __future__ import annotations

from msgspec import Struct

from shanzhi.method.words import Sentence

FIELD_TYPES: tuple[str, ...] = (
    "text",
    "integer",
    "boolean",
    "money",
    "date",
    "time",
    "choice",
    "choices",
    "phone",
    "id_number",
    "point",
    "place",
    "person",
    "household",
    "office",
    "offices",
    "matter",
    "files",
    "list",
)
INPUT_TYPES: tuple[str, ...] = ("text", "integer", "boolean", "money", "duration", "choice", "choices")
ENDS: dict[str, Sentence] = {
    "done": Sentence("已销账", "closed out"),
    "merged": Sentence("已并案", "merged into another"),
    "refused": Sentence("不予受理", "not accepted"),
    "withdrawn": Sentence("已撤回", "withdrawn"),
    "failed": Sentence("未通过", "did not pass"),
    "expired": Sentence("已到期", "expired"),
}
BUILT_IN_ACTS: tuple[str, ...] = ("message", "attach", "correct", "watch", "withdraw")
EFFECTS: tuple[str, ...] = ("notify", "publish", "open", "link", "document", "award")
BLOCKS: tuple[str, ...] = (
    "claim",
    "checklist",
    "split",
    "endorse",
    "ballot",
    "publicity",
    "session",
    "survey",
    "wait",
)


class Key(Struct, frozen=True):
    """One key: what it takes, whether it must be there, and its meaning in both languages."""

    takes: str
    doc: Sentence
    required: bool = False


class Shape(Struct, frozen=True):
    """One kind of mapping: its keys, and the key that a plain value stands for."""

    keys: dict[str, Key]
    short: str | None = None


def _k(takes: str, zh: str, en: str, *, required: bool = False) -> Key:
    return Key(takes, Sentence(zh, en), required)


_WHO = "desk、opener、holder、resident、anyone、system 或角色名"
_WHO_EN = "desk, opener, holder, resident, anyone, system, or role names"

SHAPES: dict[str, Shape] = {
    "method": Shape(
        {
            "method": _k("any", "工作法的代号（小写字母、数字、连字符）", "the method's id (a-z, 0-9, -)", required=True),
            "title": _k("text", "名称", "its name", required=True),
            "version": _k("integer", "版本号，从 1 起", "version, from 1", required=True),
            "summary": _k("text", "一句话说明", "what it is for, in a sentence"),
            "source": _k("text", "出处", "where it comes from", required=True),
            "basis": _k("texts", "法律政策依据", "law and policy it rests on"),
            "roles": _k("map:role_list", "自定的角色组：按层级各一角色", "named groups of roles, one for each level"),
            "inputs": _k("map:input", "采用时可设的参数", "what an adopting community may set"),
            "form": _k("map:field", "发起时填写的内容", "what opening one asks"),
            "open": _k("shape:open", "谁可发起、落到哪一级、进入哪个环节", "who opens, at which level, into which stage", required=True),
            "stages": _k("map:stage", "各环节", "the stages", required=True),
            "measures": _k("map:measure", "成效指标", "what tells whether the method works"),
            "visible": _k("choice:place|desk|public", "谁可查看：本地居民 / 仅经办 / 公开", "who may see a matter: people of the place, desks only, everyone"),
            "exceptions": _k("list:exception", "对“指尖形式主义”规则的例外（公开）", "exceptions from the formalism rules (public)"),
            "en": _k("map:translation", "英文文本：中文 → 英文", "English for the Chinese texts"),
            "examples": _k("list:example", "示例，也是测试", "examples, which are its tests", required=True),
        }
    ),
    "role_list": Shape({"roles": _k("roles", "按层级从低到高的角色", "roles from the lowest level up", required=True)}, short="roles"),
    "translation": Shape({"text": _k("text", "英文", "the English", required=True)}, short="text"),
    "input": Shape(
        {
            "type": _k("choice:" + "|".join(INPUT_TYPES), "类型", "its type", required=True),
            "label": _k("text", "名称", "its label", required=True),
            "help": _k("text", "说明", "a line of help"),
            "default": _k("any", "默认值", "the default", required=True),
            "min": _k("any", "下限", "lower bound"),
            "max": _k("any", "上限", "upper bound"),
            "options": _k("map:option", "可选值", "the choices"),
        }
    ),
    "option": Shape({"label": _k("text", "名称", "its label", required=True)}, short="label"),
    "field": Shape(
        {
            "type": _k("choice:" + "|".join(FIELD_TYPES), "类型", "its type", required=True),
            "label": _k("text", "名称", "its label", required=True),
            "help": _k("text", "说明", "a line of help"),
            "optional": _k("boolean", "可不填", "may be left empty"),
            "sensitive": _k("boolean", "敏感信息：加密、遮盖、查看留痕", "sensitive: encrypted, masked, each look logged"),
            "known": _k("text", "系统已有的来源，如 opener.phone；有则不再问", "where the system holds it (opener.phone); then it is not asked"),
            "min": _k("any", "下限（文本为最少字数）", "lower bound (for text: characters)"),
            "max": _k("any", "上限（文本为最多字数）", "upper bound (for text: characters)"),
            "options": _k("map:option", "可选值", "the choices"),
            "default": _k("any", "默认值", "the default"),
            "asked": _k("condition", "何时需要填写", "asked only when this holds"),
            "form": _k("map:field", "列表（list）每一项的内容", "for a list: what each item holds"),
        }
    ),
    "open": Shape(
        {
            "by": _k("roles", "谁可发起：" + _WHO, "who may open: " + _WHO_EN, required=True),
            "at": _k("word", "落到的层级", "the level at which it lands", required=True),
            "to": _k("stage", "进入的环节", "the stage it enters", required=True),
            "requires": _k("list:requirement", "前提", "what must hold"),
        }
    ),
    "stage": Shape(
        {
            "label": _k("text", "名称", "its label", required=True),
            "help": _k("text", "给当事人看的一句话", "a line for the people concerned"),
            "desk": _k("shape:desk", "由谁经办", "whose desk it lies on"),
            "due": _k("shape:due", "时限", "the time limit"),
            "acts": _k("map:act", "可做的动作", "what can be done"),
            "pauses": _k("words", "停在此环节时暂停的时钟", "clocks that stand still in this stage"),
            "effects": _k("list:effect", "进入时的效果", "effects on entering"),
            "builtins": _k("words", "允许的内置动作（默认全部）", "built-in acts allowed (all by default)"),
            "outcomes": _k("map:outcome", "块的结果通向何处", "where the block's outcomes lead"),
            "end": _k("choice:" + "|".join(ENDS), "终点", "an end"),
            **{
                name: _k(f"shape:{name}", zh, en)
                for name, zh, en in (
                    ("claim", "抢单：一群人中任一人接下", "any of a pool takes it"),
                    ("checklist", "清单：逐项完成", "items, each done with its proof"),
                    ("split", "协办：分成若干子事项，办完汇合", "child matters, joined again"),
                    ("endorse", "联名：限期内达到人数", "a threshold of supporters in a window"),
                    ("ballot", "表决", "a ballot"),
                    ("publicity", "公示：期内可提异议，须答复", "publicity; objections must be answered"),
                    ("session", "会议", "a meeting"),
                    ("survey", "评议", "a survey"),
                    ("wait", "等候", "waiting for a date"),
                )
            },
        }
    ),
    "desk": Shape(
        {
            "role": _k("roles", "角色、角色组、opener 或 holder", "a role, a group of roles, opener or holder", required=True),
            "at": _k("word", "从哪一级找起（默认事项所在处）", "the level to look from (default: where it stands)"),
            "up": _k("integer", "从上几级找起", "so many levels above"),
            "office": _k("text", "部门字段：填了就由该部门经办", "an office field: if filled in, that office's desk"),
            "last": _k("stage", "回到某环节上次的经办人", "back to whoever last acted in that stage"),
        },
        short="role",
    ),
    "due": Shape(
        {
            "in": _k("duration", "时长", "how long"),
            "cases": _k("list:due_case", "按条件定时长", "how long, by case"),
            "clock": _k("word", "跨环节计时的时钟名", "name of a clock that spans stages"),
            "then": _k("act", "到期由系统执行的动作", "the act the system takes when it is over"),
            "remind": _k("duration", "到期前多久提醒", "remind so long before"),
        },
        short="in",
    ),
    "due_case": Shape(
        {
            "when": _k("condition", "条件（无则为其余情形）", "the condition (none: all other cases)"),
            "in": _k("duration", "时长", "how long", required=True),
        }
    ),
    "act": Shape(
        {
            "label": _k("text", "名称", "its label", required=True),
            "help": _k("text", "说明", "a line of help"),
            "by": _k("roles", "谁可做（默认当前经办）：" + _WHO, "who (default: the desk): " + _WHO_EN),
            "form": _k("map:field", "需填写的内容", "what it asks"),
            "requires": _k("list:requirement", "前提", "what must hold"),
            "to": _k("routes", "去向（无则留在本环节）", "where it leads (none: it stays)"),
            "move": _k("word", "up（上一级）或一个地方字段", "`up`, or a place field to move to"),
            "extend": _k("shape:extend", "延长时钟", "give a clock more time"),
            "restart": _k("words", "重新起算的时钟", "clocks that start afresh"),
            "stop": _k("words", "停止的时钟（已完成）", "clocks that stop (done)"),
            "clear": _k("words", "清空的字段", "fields to forget"),
            "effects": _k("list:effect", "效果", "its effects"),
            "confirm": _k("text", "执行前的确认语", "asked before it is done"),
        }
    ),
    "extend": Shape(
        {
            "clock": _k("word", "时钟名", "the clock", required=True),
            "by": _k("text", "整数字段名", "a whole-number field", required=True),
            "unit": _k("choice:workdays|days|workhours|hours", "单位", "the unit", required=True),
        }
    ),
    "requirement": Shape(
        {
            "that": _k("condition", "条件", "the condition", required=True),
            "otherwise": _k("text", "不满足时告诉当事人的话", "what the person is told", required=True),
        }
    ),
    "route": Shape(
        {
            "when": _k("condition", "条件（无则为其余情形）", "the condition (none: all other cases)"),
            "stage": _k("stage", "环节", "the stage", required=True),
            "label": _k("text", "名称", "its label"),
        },
        short="stage",
    ),
    "outcome": Shape({"to": _k("routes", "去向", "where it leads", required=True)}, short="to"),
    "effect": Shape(
        {
            "notify": _k("shape:notify", "通知", "tell people"),
            "publish": _k("shape:publish", "公开", "publish"),
            "open": _k("shape:open_matter", "发起另一工作法的事项", "open a matter of another method"),
            "link": _k("shape:link", "关联另一事项", "link to another matter"),
            "document": _k("shape:document", "生成文书", "make a document"),
            "award": _k("shape:award", "记积分", "award points"),
        }
    ),
    "notify": Shape(
        {
            "to": _k("roles", "通知谁：opener、desk、holder、watchers、parent、supporters 或角色", "whom: opener, desk, holder, watchers, parent, supporters, or roles", required=True),
            "text": _k("text", "内容，可含 {字段}", "the text; may hold {fields}", required=True),
        }
    ),
    "publish": Shape(
        {
            "what": _k("words", "公开的字段", "the fields made public", required=True),
            "for": _k("duration", "公开多久", "for how long"),
            "title": _k("text", "标题，可含 {字段}", "the heading; may hold {fields}"),
        }
    ),
    "open_matter": Shape(
        {
            "method": _k("text", "工作法代号", "the method's id", required=True),
            "with": _k("map:binding", "子事项字段 ← 本事项字段", "its fields from this matter's"),
        }
    ),
    "binding": Shape({"from": _k("text", "字段名", "a field's name", required=True)}, short="from"),
    "link": Shape(
        {
            "to": _k("text", "事项字段", "a matter field", required=True),
            "as": _k("choice:duplicate|follows|relates", "关系", "the relation", required=True),
            "follow": _k("boolean", "发起人随之收到后续通知", "the opener is told of its progress"),
        }
    ),
    "document": Shape(
        {
            "title": _k("text", "文书名", "its title", required=True),
            "text": _k("text", "正文，可含 {字段}", "the text; may hold {fields}", required=True),
        }
    ),
    "award": Shape(
        {
            "to": _k("choice:opener|holder|actor", "给谁", "to whom", required=True),
            "points": _k("number", "分值", "how many", required=True),
            "account": _k("choice:person|household", "记入个人或家庭账", "a person's or a household's account"),
            "for": _k("text", "事由", "what for", required=True),
        }
    ),
    "claim": Shape(
        {
            "by": _k("roles", "可接单者：" + _WHO, "who may take it: " + _WHO_EN, required=True),
            "open_for": _k("duration", "多久无人接则作罢", "how long it stays open"),
            "form": _k("map:field", "接单时填写", "what taking it asks"),
        }
    ),
    "checklist": Shape(
        {
            "items": _k("map:item", "固定的项", "fixed items"),
            "from": _k("text", "列表字段：每一项成一条", "a list field: one item for each"),
            "by": _k("roles", "谁可勾（默认当前经办）", "who may tick (default: the desk)"),
        }
    ),
    "item": Shape(
        {
            "label": _k("text", "名称", "its label", required=True),
            "proof": _k("choice:none|text|files", "所需证明", "the proof it needs"),
            "optional": _k("boolean", "可不做", "may be left undone"),
        },
        short="label",
    ),
    "split": Shape(
        {
            "method": _k("text", "子事项的工作法", "the children's method", required=True),
            "each": _k("text", "列表字段：每一项开一件", "a list field: one child for each", required=True),
            "as": _k("word", "每一项填入子事项的哪个字段", "the child's field that takes the item"),
            "with": _k("map:binding", "子事项字段 ← 本事项字段", "its fields from this matter's"),
            "join": _k("any", "all、any 或件数", "all, any, or how many"),
        }
    ),
    "endorse": Shape(
        {
            "by": _k("roles", "谁可联名", "who may support", required=True),
            "per": _k("choice:person|household", "按人或按户计", "counted by person or household"),
            "threshold": _k("number", "所需数", "how many are needed", required=True),
            "open_for": _k("duration", "多久", "for how long", required=True),
        }
    ),
    "ballot": Shape(
        {
            "electors": _k("choice:person|household|owner", "按人、按户或按业主（面积）", "by person, household, or owner (area)", required=True),
            "options": _k("map:option", "选项（默认 同意/反对/弃权）", "the choices (default yes/no/abstain)"),
            "open_for": _k("duration", "多久", "for how long", required=True),
            "quorum": _k("condition", "参与门槛", "the turnout it needs"),
            "pass": _k("condition", "通过条件", "what passes", required=True),
            "secret": _k("boolean", "无记名", "a secret ballot"),
            "proxies": _k("number", "一人最多代几票（0 为不许）", "proxies a person may hold (0: none)"),
            "paper": _k("roles", "谁可录入纸质票", "who may enter paper votes"),
            "early": _k("boolean", "全部投完即计票", "count as soon as all have voted"),
        }
    ),
    "publicity": Shape(
        {
            "for": _k("duration", "多久", "for how long", required=True),
            "what": _k("words", "公示的字段", "the fields shown", required=True),
            "objections": _k("roles", "谁可提异议", "who may object", required=True),
            "answer_within": _k("duration", "异议答复时限", "objections are answered within", required=True),
        }
    ),
    "session": Shape(
        {
            "at": _k("text", "时间字段（何时开会）", "the time field: when it begins", required=True),
            "lasts": _k("duration", "多长", "how long", required=True),
            "notice": _k("duration", "至少提前多久通知", "how long before it must be announced"),
            "by": _k("roles", "谁可参加", "who may attend", required=True),
            "expected": _k("number", "应到数", "how many should attend"),
            "quorum": _k("condition", "到会门槛", "the attendance it needs"),
            "turn": _k("integer", "每次发言几分钟", "minutes for each speaking turn"),
            "agenda": _k("texts", "固定议题", "fixed agenda items"),
        }
    ),
    "survey": Shape(
        {
            "by": _k("roles", "谁可评议", "who may answer", required=True),
            "per": _k("choice:person|household", "按人或按户计", "counted by person or household"),
            "questions": _k("map:field", "问题", "the questions", required=True),
            "open_for": _k("duration", "多久", "for how long", required=True),
            "enough": _k("number", "至少几份", "how many answers it needs"),
            "pass": _k("condition", "通过条件", "what passes"),
        }
    ),
    "wait": Shape(
        {
            "for": _k("duration", "多久", "for how long"),
            "until": _k("text", "日期字段", "a date field"),
        },
        short="for",
    ),
    "measure": Shape(
        {
            "label": _k("text", "名称", "its label", required=True),
            "help": _k("text", "口径", "how it is counted"),
            "share": _k("condition", "占比：符合者", "share of those that…"),
            "count": _k("condition", "计数：符合者", "how many…"),
            "mean": _k("number", "平均值", "the mean of…"),
            "median": _k("number", "中位数", "the median of…"),
            "of": _k("condition", "范围（默认全部）", "among which (default all)"),
        }
    ),
    "exception": Shape(
        {
            "rule": _k("text", "规则代码", "the rule's code", required=True),
            "reason": _k("text", "理由", "why", required=True),
            "approver": _k("text", "批准单位", "who approved", required=True),
            "until": _k("text", "有效期至（日期）", "until when (a date)", required=True),
        }
    ),
    "example": Shape(
        {
            "title": _k("text", "名称", "its title", required=True),
            "given": _k("shape:given", "前提", "what is given"),
            "when": _k("list:step", "步骤", "the steps", required=True),
            "then": _k("shape:expected", "结果", "what must be so at the end", required=True),
        }
    ),
    "given": Shape(
        {
            "now": _k("text", "开始时间（2026-03-02 09:00）", "when it begins"),
            "at": _k("word", "发生在哪一级", "the level where it happens"),
            "inputs": _k("any", "参数", "inputs"),
            "vacant": _k("roles", "空缺的角色", "roles nobody holds"),
            "facts": _k("any", "系统已有的信息", "facts the system holds"),
            "roll": _k("any", "名册：{count, area}", "the roll: {count, area}"),
            "areas": _k("any", "各人的面积", "each person's area"),
        }
    ),
    "step": Shape(
        {
            "open": _k("any", "发起：所填内容", "open it, with these answers"),
            "act": _k("word", "动作", "an act"),
            "with": _k("any", "所填内容", "the answers"),
            "by": _k("text", "由谁（角色、resident、resident2…）", "by whom (a role, resident, resident2 …)"),
            "after": _k("duration", "过多久", "so long after the last step"),
            "wait": _k("duration", "只是时间过去", "only time passes"),
            "joined": _k("any", "子事项办结：{child, end}", "a child closes: {child, end}"),
            "refused": _k("text", "应被拒绝，代码", "must be refused, with this code"),
            "then": _k("shape:expected", "此时应为", "what must be so now"),
        }
    ),
    "expected": Shape(
        {
            "stage": _k("stage", "环节", "the stage"),
            "end": _k("choice:" + "|".join(ENDS), "终点", "the end"),
            "level": _k("word", "所在层级", "the level where it stands"),
            "desk": _k("text", "经办角色", "the role on whose desk it lies"),
            "due": _k("text", "到期时间", "when it is due"),
            "late": _k("boolean", "是否超期", "whether it is overdue"),
            "data": _k("any", "字段的值", "values of fields"),
            "tally": _k("any", "计数", "what the block has counted"),
            "points": _k("any", "积分", "points awarded, by whom"),
            "notified": _k("roles", "收到通知者", "who was told"),
            "effects": _k("words", "发生的效果", "the effects there were"),
            "children": _k("integer", "子事项数", "how many child matters"),
        }
    ),
}
