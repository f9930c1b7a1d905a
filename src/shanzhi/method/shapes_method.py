"""The shapes of the file itself: what it asks, who opens it, what an adopter may set, how it is measured."""

from __future__ import annotations

from shanzhi.method.field_types import ASKED_TYPES, COLUMN_TYPES, INPUT_TYPES
from shanzhi.method.keys import WHO, WHO_EN, Shape, key
from shanzhi.method.people import PEOPLE_TYPES
from shanzhi.method.registers import LIFE, PER

SHAPES: dict[str, Shape] = {
    "method": Shape(
        {
            "method": key("id", "工作法的代号（小写字母、数字、连字符）", "the method's id (a-z, 0-9, -)", required=True),
            "title": key("text", "名称", "its name", required=True),
            "version": key("integer", "版本号，从 1 起", "version, from 1", required=True),
            "summary": key("text", "一句话说明", "what it is for, in a sentence"),
            "source": key("text", "出处", "where it comes from", required=True),
            "basis": key("list:basis", "依据、参照的法律政策", "law and policy it rests on, or follows"),
            "roles": key("map:role_list", "自定的角色组：按层级各一角色", "named groups of roles, one for each level"),
            "inputs": key("map:input", "采用时可设的参数", "what an adopting community may set"),
            "people": key("map:person", "事项里有谁：人、户、单位；当事方（side）看得到自己的事项", "who is in it: persons, households, organisations; a `side` sees its matter"),
            "data": key("map:field", "事项的全部事实：每项只说一次，动作用 asks 按名字问", "every fact, said once; acts ask for them by name (`asks`)"),
            "clocks": key("map:clock", "跨环节的时限：一次说清从何时起、多长、何处暂停、到何处为止；没有什么能把它充满", "limits that span stages: from when, how long, where they stand still, where they are met; nothing refills one"),
            "registers": key("map:register", "名册：有人进、续、变、退的清单，一个人、户、单位或地方一条；或别的工作法保管的", "registers: kept lists with a life, one entry for each person, household, organisation or place; or those that another method keeps"),
            "heard_by": key("ids", "哪些工作法可以由本工作法的事项引起（upon: method）", "which other methods may open matters upon what becomes of matters of this one (`upon: {method}`)"),
            "ledger": key("map:unit", "积分账：计什么、谁可有账、上限、多久失效；由别的工作法保管的写 kept_by", "the ledger: what is counted, who may have an account, limits, how long it lasts; `kept_by` for what another method keeps"),
            "open": key("map:opening", "各个入口：谁可发起、落到哪一级、进入哪个环节", "the ways in: who opens, at which level, into which stage", required=True),
            "defaults": key("shape:defaults", "各环节默认有的（终点除外），环节自己写了的以它为准", "what every stage but an end has unless it says otherwise"),
            "acts": key("map:act", "共用动作：只写一次，环节写名字就有；环节另写的以它为准", "acts said once: a stage has them by naming them, and may say some of it otherwise"),
            "stages": key("map:stage", "各环节", "the stages", required=True),
            "fragments": key("map:fragment", "各环节用到的片段（use）的全文，收进库时自动带上，不用手写", "the fragments that stages `use`, whole: put there when a method is taken in, not by hand"),
            "measures": key("map:measure", "成效指标", "what tells whether the method works"),
            "heading": key("text", "一件事项怎么称呼，可含 {字段}；不写就用 subject、title 或第一项文字", "what one matter is called, may hold {fields}; left out: `subject`, `title` or the first text"),
            "visible": key("sights", "除当事人、经办和上级外，谁看得到什么；不写就没有别人。above 一词：只有经办和它以上的岗位，出事地方的下级岗位也看不到", "who else may read what, besides parties, desk and the posts above; left out: nobody. The one word above: nor the posts below the desk where it happened"),
            "exceptions": key("list:exception", "对“指尖形式主义”规则的例外（公开）", "exceptions from the formalism rules (public)"),
            "en": key("english", "英文：文字 → 英文，或路径 → {文字: 英文}；也可写在旁边的 en/ 里", "the English: text → English, or path → {text: English}; it may stand beside the file, in en/"),
            "examples": key("list:example", "示例，也是测试", "examples, which are its tests", required=True),
        }
    ),
    "basis": Shape(
        {
            "law": key("text", "名称", "its name", required=True),
            "articles": key("integers", "哪些条", "which articles"),
            "kind": key("choice:basis|reference", "basis：依据；reference：参照", "basis: the method rests on it; reference: it follows it", required=True),
            "region": key("region", "适用地区：national（全国）或行政区划代码；地方的依据在别处只是参照", "where it is law: national, or the code of a region; elsewhere a local basis is a reference", required=True),
            "about": key("text", "其中哪些内容", "what of it"),
        }
    ),
    "sight": Shape(
        {
            "shows": key("words", "看哪些字段；all：没有写敏感、只给当事各方看的全部", "which facts; all: every one that is not guarded", required=True),
            "whom": key("roles", "谁：place（本社区居民）、public（所有人）、岗位角色、people.x，或角色参数 inputs.x；above：只有经办和它以上的岗位看，出事地方的下级岗位看不到", "who: place (residents of the community), public (everyone), roles with posts, people.x, or `inputs.x` that holds roles; above: the desk and the posts above it alone, none below where it happened", required=True),
            "when": key("condition", "仅当（只说 data、people、inputs、visits）", "only when (it speaks of data, people, inputs, visits)"),
            "in": key("words", "只在这些环节；不写就是所有环节", "in these stages alone; left out: in all"),
        }
    ),
    "role_list": Shape({"roles": key("roles", "按层级从低到高的角色", "roles from the lowest level up", required=True)}, short="roles"),
    "input": Shape(
        {
            "type": key("choice:" + "|".join(INPUT_TYPES), "类型", "its type", required=True),
            "label": key("text", "名称", "its label", required=True),
            "help": key("text", "说明", "a line of help"),
            "default": key("any", "默认值", "the default", required=True),
            "min": key("any", "下限（表格为行数；不写就是 1，没有填表不能采用）", "lower bound (of a table: rows; 1 if left out, and nobody adopts it empty)"),
            "max": key("any", "上限（表格为行数）", "upper bound (of a table: rows)"),
            "options": key("options", "可选值；或表格参数 inputs.x，选它的各行", "the choices; or `inputs.x`, a table whose rows they are"),
            "form": key("map:column", "表格（table）除名称外还有哪些列", "for a table: its columns besides the name of a row"),
            "set_by": key("choice:district|street|community", "由哪级设（默认采用的地方自己设）", "the level that sets it (default: any place that adopts)"),
        }
    ),
    "column": Shape(
        {
            "type": key("choice:" + "|".join(COLUMN_TYPES), "类型", "its type", required=True),
            "label": key("text", "名称，也是表头", "its label, and its heading", required=True),
            "help": key("text", "说明", "a line of help"),
            "optional": key("boolean", "可以空着", "may be left empty"),
            "min": key("any", "下限", "lower bound"),
            "max": key("any", "上限", "upper bound"),
            "options": key("options", "可选值", "the choices"),
        }
    ),
    "option": Shape({"label": key("text", "名称", "its label", required=True)}, short="label"),
    "row": Shape(
        {
            "label": key("text", "名称", "its label", required=True),
            "above": key("text", "上一级的代码；不写就在最上面", "the code of the choice above it; left out: it stands at the top"),
        },
        short="label",
    ),
    "field": Shape(
        {
            "type": key("choice:" + "|".join(ASKED_TYPES), "类型", "its type", required=True),
            "label": key("text", "名称", "its label", required=True),
            "help": key("text", "说明", "a line of help"),
            "optional": key("boolean", "可不填", "may be left empty"),
            "sensitive": key("condition", "敏感信息：加密、遮盖、查看留痕；写条件的，总是加密，条件成立时遮盖", "sensitive: encrypted, masked, each look logged; with a condition: encrypted always, masked while it holds"),
            "needed": key("text", "文件（files）：哪条规定非要不可，如“居民委员会组织法：会议要有记录”；写了就可以必填，并写在表上。照片、视频、轨迹不在此列", "for files: the rule that demands the paper (minutes, receipts); it may then be compulsory, and the form says why. Not for photos, videos or tracks"),
            "private": key("boolean", "只给当事各方看，不公开", "for the parties alone: never shown to others or published"),
            "known": key("text", "系统已有的来源，如 opener.phone，或名册 registers.x.字段；有则不再问", "where the system holds it (opener.phone, or `registers.x.field`); then it is not asked"),
            "among": key("text", "只能是名册里在册的：registers.x", "only who stands in this register: registers.x"),
            "of": key("ids", "事项（matter）：可选哪些工作法的事项；不写，并入时只能选本工作法的", "for a matter: whose methods' matters it may name; if left out, merging takes those of this method alone"),
            "at": key("words", "地方（place）：只能是哪几级的，如 [microgrid, building]", "for a place: of which levels it may be"),
            "min": key("any", "下限（文本为最少字数）", "lower bound (for text: characters)"),
            "max": key("any", "上限（文本为最多字数）", "upper bound (for text: characters)"),
            "options": key("options", "可选值；或表格参数 inputs.x，选它的各行", "the choices; or `inputs.x`, a table whose rows they are"),
            "default": key("any", "默认值", "the default"),
            "when": key("condition", "何时需要填写", "asked only when this holds"),
            "is": key("text", "由算式得出，不问也不填", "computed by an expression: never asked or set"),
            "working": key("boolean", "算式得出的中间结果：只给条件和文字用，不列在页面、表上", "with `is`, a step on the way: for conditions and texts, listed on no page or paper"),
            "form": key("map:field", "列表（list）每一项的内容", "for a list: what each item holds"),
        }
    ),
    "person": Shape(
        {
            "type": key("choice:" + "|".join(PEOPLE_TYPES), "类型：person 人、household 户、organisation 单位、office 部门、one 其中任一、people 几个人", "its type: person, household, organisation, office, one (any of these), people (several)", required=True),
            "label": key("text", "名称，也是问法", "its label, which is also the question", required=True),
            "help": key("text", "说明", "a line of help"),
            "among": key("text", "只能是名册里在册的：registers.x", "only who stands in this register: registers.x"),
            "default": key("text", "默认是谁：opener（发起人）、opener.household、opener.organisation、actor.person、actor.household、actor.organisation；有岗位的人代发起时仍会问", "who it is by itself: opener, opener.household, opener.organisation, actor.person, actor.household, actor.organisation; who opens it for another is still asked"),
            "optional": key("boolean", "可不填", "may be left empty"),
            "when": key("condition", "何时要填", "asked only when this holds"),
            "side": key("boolean", "当事方：看得到自己的事项，收到告知，可以撤回", "a party: sees its matter, is told, may withdraw"),
            "private": key("boolean", "只给当事各方看，不公开", "for the parties alone: never shown to others or published"),
            "sensitive": key("condition", "敏感信息：加密、遮盖、查看留痕；写条件的，总是加密，条件成立时遮盖", "sensitive: encrypted, masked, each look logged; with a condition: encrypted always, masked while it holds"),
            "min": key("integer", "至少几个（people）", "at least so many (people)"),
            "max": key("integer", "至多几个（people）", "at most so many (people)"),
        }
    ),
    "event": Shape(
        {
            "register": key("text", "名册里的一条……", "an entry of this register…"),
            "event": key("choice:" + "|".join(LIFE), "……怎样了：entered 入册、renewed 续期、changed 变更、left 退出、refused 未获准、ended 到期", "…had this happen"),
            "term": key("text", "任期：角色，或名册（registers.x）", "a term ends: of a role, or of entries of a register (registers.x)"),
            "before": key("duration", "任期到期前多久", "so long before the term ends"),
            "method": key("id", "某工作法的事项……（那个工作法的 heard_by 要写着本工作法）", "a matter of this method… (whose `heard_by` names this one)"),
            "stage": key("word", "……到了这个环节或终点", "…reached this stage or end"),
        }
    ),
    "register": Shape(
        {
            "label": key("text", "名称", "its label", required=True),
            "per": key("choice:" + "|".join(PER), "一条记谁：人、户、单位、房屋、地方；同一个只有一条", "what it has one entry for", required=True),
            "form": key("map:field", "每条的内容", "the fields of an entry"),
            "lasts": key("duration", "多久有效，到期不续就退出；不写就一直在册", "how long an entry stands unless it is renewed; left out: for good"),
            "visible": key("list:shown", "谁看得到哪些内容；不写就只有本人", "who may read which fields; left out: nobody but whose entry it is"),
            "used_by": key("ids", "还有哪些工作法可以看它、写它", "which other methods may read and write it"),
            "kept_by": key("id", "由哪个工作法保管；那里的 used_by 要写着本工作法", "kept by another method, whose `used_by` names this one"),
        }
    ),
    "shown": Shape(
        {
            "shows": key("words", "哪些内容；all：没有写敏感、private 的全部。写明的敏感内容遮着看，写明用途才看全，看一次记一次", "which fields; all: every one that is neither sensitive nor private. A sensitive one that is named is masked, and seen whole for a purpose, each look logged", required=True),
            "whom": key("roles", "谁：public（所有人）、place（本社区居民）、在那里有岗位的角色，或 inputs.x", "who: public, place (residents of the community), roles with posts over the entry's place, or `inputs.x`", required=True),
        }
    ),
    "opening": Shape(
        {
            "label": key("text", "按钮上、列表里的话，如“反映问题”；只有一个入口时可不写，用工作法的名称", "the words on the button and in lists; where there is one way in it may be left out: the title"),
            "help": key("text", "说明", "a line of help"),
            "alert": key("text", "表单上方的红线提示，如“有危险请先打 110、119、120”", "a red line above the form, such as whom to call in danger"),
            "by": key("roles", "谁可发起：" + WHO, "who may open: " + WHO_EN),
            "upon": key("shape:event", "由什么引起，自动发起，一事一件（不写 by）", "what opens it by itself, once for each event (then no `by`)"),
            "when": key("condition", "upon：只在这时；可说 event.of、event.until、event.changed，和名册", "of `upon`: only if this holds; it may speak of event.of, event.until, event.changed and of registers"),
            "asks": key("words", "要填的事实", "the facts it asks"),
            "requires": key("list:requirement", "前提", "what must hold"),
            "set": key("map:value", "不问就记下的事实：代号: 值或算式", "facts recorded without asking: name: a value or an expression"),
            "at": key("landings", "落到哪一级；或分情形，最后一种不写条件", "the level at which it lands; or cases, the last without a condition", required=True),
            "to": key("routes", "进入的环节，可分情形", "the stage it enters, which may depend on the case", required=True),
        }
    ),
    "landing": Shape(
        {
            "when": key("condition", "条件（无则为其余情形）", "the condition (none: all other cases)"),
            "level": key("word", "落到哪一级；以后转到别处也不低于它", "the level at which it lands, and below which it is not sent later", required=True),
            "why": key("text", "落得比其余的高时告诉发起人的话，可含 {字段}、{desk}（由谁经办）", "what the opener is told where it lands higher than others; may hold {fields} and {desk}, who has it"),
        },
        short="level",
    ),
    "requirement": Shape(
        {
            "that": key("condition", "条件", "the condition", required=True),
            "otherwise": key("text", "不满足时告诉当事人的话", "what the person is told", required=True),
        }
    ),
    "measure": Shape(
        {
            "label": key("text", "名称", "its label", required=True),
            "help": key("text", "口径", "how it is counted"),
            "share": key("condition", "占比：符合者", "share of those that…"),
            "number": key("condition", "计数：符合者", "how many…"),
            "sum": key("number", "合计", "the sum of…"),
            "mean": key("number", "平均值", "the mean of…"),
            "median": key("number", "中位数", "the median of…"),
            "among": key("condition", "在何者中（默认全部）", "among which (default all)"),
        }
    ),
    "exception": Shape(
        {
            "rule": key("text", "规则代码", "the rule's code", required=True),
            "reason": key("text", "理由", "why", required=True),
            "approver": key("text", "批准单位", "who approved", required=True),
            "until": key("text", "有效期至（日期）", "until when (a date)", required=True),
        }
    ),
}  # fmt: skip
