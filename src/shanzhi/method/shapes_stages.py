"""The shapes of stages: desks, time limits, acts, routes and effects."""

from __future__ import annotations

from shanzhi.method.blocks import BLOCKS
from shanzhi.method.effects import EFFECTS, shape_name, shape_of
from shanzhi.method.keys import ENDS, WHO, WHO_EN, Key, Shape, key

BARRED = "回避，不能由谁办：opener、holder、actors.环节（在那里办过的人）、people.x"
BARRED_EN = "who may not: opener, holder, actors.<stage> (who acted there), people.x"

SHAPES: dict[str, Shape] = {
    "stage": Shape(
        {
            "label": key("text", "名称", "its label", required=True),
            "help": key("text", "给当事人看的一句话", "a line for the people concerned"),
            "says": key("text", "进入时告知：发起人、当事方、关注和联名的人，可含 {字段}；终点必写", "told on entering, whichever way, to its opener, its sides, its watchers and supporters; may hold {fields}; every end has it"),
            "desk": key("shape:desk", "由谁经办", "whose desk it lies on"),
            "due": key("shape:due", "时限", "the time limit"),
            "acts": key("acts", "可做的动作；只写名字的是共用动作（acts）", "what can be done; a name alone is an act said once (`acts`)"),
            "effects": key("list:effect", "进入时的效果", "effects on entering"),
            "builtins": key("words", "允许的内置动作（默认全部）", "built-in acts allowed (all by default)"),
            "outcomes": key("map:outcome", "块的结果、片段的出口通向何处", "where the outcomes of the block, or the exits of the fragment, lead"),
            "use": key("fragment", "这个环节就是一个片段：代号@版本号；desk、due 等是它各环节默认有的", "the stage is this fragment, id@version; its desk, due and others are what the fragment's stages have unless they say otherwise"),
            "with": key("map:given_part", "交给片段什么", "what the fragment is given"),
            "end": key("choice:" + "|".join(ENDS), "终点", "an end"),
            **{kind: Key(f"shape:{kind}", spec.doc) for kind, spec in BLOCKS.items()},
        }
    ),
    "defaults": Shape(
        {
            "desk": key("shape:desk", "由谁经办", "whose desk a stage lies on"),
            "due": key("shape:due", "时限", "the time limit"),
            "builtins": key("words", "允许的内置动作", "built-in acts allowed"),
            "acts": key("acts", "每个环节都有的动作", "acts that every stage has"),
        }
    ),
    "desk": Shape(
        {
            "by": key("roles", "依次由谁经办，第一个在的：角色、角色组、people.x、inputs.x、opener、holder；不写就是默认的（defaults，或用这个片段的环节），这里写的加上去", "the first of these who is there: roles, groups of roles, people.x, inputs.x, opener, holder; left out: those of the default desk (of `defaults`, or of the stage that uses the fragment), to which this one adds"),
            "at": key("word", "从哪一级找起（默认事项所在处）", "the level to look from (default: where it stands)"),
            "up": key("integer", "从上几级找起", "so many levels above"),
            "last": key("stage", "回到某环节上次的经办人", "back to whoever last acted in that stage"),
            "off_hours": key("roles", "非工作时间由谁经办，谁在就由谁；不写就照常", "whose desk it is outside working hours, the first of these who is there; left out: as always"),
            "not": key("texts", BARRED, BARRED_EN + "; if nobody else is there, a level up"),
        },
        short="by",
    ),
    "due": Shape(
        {
            "lasts": key("span", "多长", "how long"),
            "cases": key("list:due_case", "按情形定多长：第一条满足的算，都不满足的用 lasts", "how long, by case: the first that holds; if none does, `lasts`"),
            "until": key("time", "到某日某时：有值就以它为准；日期指当天结束。如 data.day", "up to this time, if it has a value; a date means the end of that day: `data.day`"),
            "not_after": key("time", "不晚于：有值时，到期不会比它晚", "never later than this time, if it has a value"),
            "clock": key("word", "随跨环节的时限（clocks 里的一个）到期；按情形另有时长的以那个为准", "over when this clock is (one of `clocks`), unless a case says otherwise"),
            "then": key("act", "到期由系统执行的动作；会自己结束的块（接单、联名、表决、公示、评议）不写，去向在 outcomes", "the act the system takes when it is over; not with a block that then closes (claim, endorse, ballot, publicity, survey): its `outcomes` say where"),
            "remind": key("duration", "到期前多久提醒", "remind so long before"),
        },
        short="lasts",
    ),
    "clock": Shape(
        {
            "label": key("text", "名称", "its label", required=True),
            "starts": key("words", "从何时起：open（发起时）或环节，第一次进入就起算，以后再进不重来", "from when: `open`, or stages; the first entry counts, no later one", required=True),
            "lasts": key("span", "多长", "how long"),
            "cases": key("list:due_case", "按情形定多长：第一条满足的算，都不满足的用 lasts", "how long, by case: the first that holds; if none does, `lasts`"),
            "until": key("time", "到某日某时：有值就以它为准", "up to this time, if it has a value"),
            "not_after": key("time", "不晚于：有值时，到期不会比它晚", "never later than this time, if it has a value"),
            "pauses": key("words", "停在这些环节时暂停", "stages in which it stands still"),
            "ends": key("words", "到这些环节就算做到；从那里退回别的环节，接着走，原来的到期不变", "stages in which it is met; sent back from there it runs on, to its old end", required=True),
        }
    ),
    "due_case": Shape(
        {
            "when": key("condition", "条件（无则为其余情形）", "the condition (none: all other cases)"),
            "lasts": key("span", "多长", "how long", required=True),
        }
    ),
    "act": Shape(
        {
            "label": key("text", "名称", "its label", required=True),
            "help": key("text", "说明", "a line of help"),
            "by": key("roles", "谁可做（默认当前经办）：" + WHO, "who (default: the desk): " + WHO_EN),
            "not": key("texts", BARRED, BARRED_EN),
            "asks": key("words", "要填的事实", "the facts it asks"),
            "adds": key("word", "添一条：列表（list）事实", "adds one line to this list"),
            "set": key("map:value", "不问就记下的事实：代号: 值或算式", "facts recorded without asking: name: a value or an expression"),
            "requires": key("list:requirement", "前提", "what must hold"),
            "to": key("routes", "去向（无则留在本环节）", "where it leads (none: it stays)"),
            "move": key("text", "up（上一级）或去哪里：data.x（地方）", "`up`, or where to: data.x, a place"),
            "extend": key("shape:extend", "延长时钟", "give a clock more time"),
            "clear": key("words", "清空的字段", "fields to forget"),
            "effects": key("list:effect", "效果", "its effects"),
            "confirm": key("text", "执行前的确认语", "asked before it is done"),
        }
    ),
    "value": Shape({"value": key("any", "值，或算式（data.x、actor.x、inputs.x……）", "a value, or an expression (data.x, actor.x, inputs.x …)", required=True)}, short="value"),
    "extend": Shape(
        {
            "clock": key("word", "时钟名", "the clock", required=True),
            "more": key("span", "多多少：data.x（时长），或 data.x 加单位（整数）", "how much more: `data.x` of type duration, or `data.x days` of a whole number", required=True),
        }
    ),
    "route": Shape(
        {
            "when": key("condition", "条件（无则为其余情形）", "the condition (none: all other cases)"),
            "stage": key("stage", "环节", "the stage", required=True),
            "label": key("text", "名称", "its label"),
        },
        short="stage",
    ),
    "outcome": Shape(
        {
            "to": key("routes", "去向", "where it leads", required=True),
            "set": key("map:value", "不问就记下的事实：代号: 值或算式", "facts recorded without asking: name: a value or an expression"),
            "effects": key("list:effect", "效果", "its effects"),
        },
        short="to",
    ),
    "effect": Shape(
        {kind: Key(f"shape:{shape_name(kind)}", spec.doc) for kind, spec in EFFECTS.items()}
    ),
    **{shape_name(kind): shape_of(kind) for kind in EFFECTS},
    "handed": Shape({"value": key("text", "事实的路径（data.x），或 opener（发起人）", "the path of a fact (data.x), or opener", required=True)}, short="value"),
}  # fmt: skip
