"""Why each problem is one, and how to mend it: what `shanzhi method explain` tells.

`wrong` and `right` are lines of a method file; a test checks that every code is explained.
"""

from __future__ import annotations

import re
from typing import Any

from msgspec import Struct

from shanzhi.method.problems import SENTENCES
from shanzhi.method.words import Sentence


class Explanation(Struct, frozen=True):
    """One problem explained: what the checker says, why it matters, and how it looks wrong and right."""

    code: str
    says: Sentence
    why: Sentence
    wrong: str = ""
    right: str = ""

    def text(self, language: str) -> str:
        """The explanation as a terminal shows it."""
        heads = ("wrong:", "right:") if language.startswith("en") else ("错：", "对：")
        lines = [f"{self.code}  {self.says.text(language)}", "", self.why.text(language)]
        for head, example in zip(heads, (self.wrong, self.right), strict=True):
            if example:
                lines += ["", head, *("    " + line for line in example.splitlines())]
        return "\n".join(lines)

    def told(self) -> dict[str, Any]:
        """The same as data."""
        return {
            "code": self.code,
            "says": {"zh": self.says.zh, "en": self.says.en},
            "why": {"zh": self.why.zh, "en": self.why.en},
            "wrong": self.wrong,
            "right": self.right,
        }


def explanation(code: str) -> Explanation:
    """The explanation of a code of `SENTENCES`."""
    zh, en, *examples = WHY[code]
    says = SENTENCES[code]
    bare = Sentence(_PLACE.sub("…", says.zh), _PLACE.sub("…", says.en))
    return Explanation(code, bare, Sentence(zh, en), *examples)


_PLACE = re.compile(r"\{\w+\}")

# Code → why in Chinese, why in English, and where it helps: how it looks wrong, how it looks right.
WHY: dict[str, tuple[str, ...]] = {
    "SZ101": ("在编辑器里用“另存为”选 UTF-8 编码（不带 BOM 也可）。", "In the editor choose “save as” with the encoding UTF-8."),
    "SZ102": ("工作法文件是给人看的，再长也远小于这个上限。", "A method file is meant to be read; it never comes near this size."),
    "SZ103": ("YAML 靠缩进和冒号表示结构。最常见的原因：文字里有“: ”或以 [ { & * 开头而没有加引号；用了制表符；缩进不齐。", "YAML shows structure by indentation and colons. The usual reasons: a text that holds “: ” or begins with [ { & * without quotes; tabs; uneven indentation.", "label: 注意: 先登记", 'label: "注意: 先登记"'),
    "SZ104": ("同一处写两次，只会留下一个，而读的人不知道是哪一个。", "Of two alike only one would count, and no reader could tell which."),
    "SZ105": ("锚点和别名会成倍展开，标签会造出对象；工作法文件只是数据，可以放心地从别处拿来。", "Anchors and aliases multiply, tags make objects; a method file is plain data that can be taken from a stranger."),
    "SZ106": ("工作法没有这么深的结构；多半是括号没有关上。", "No method is nested so deeply; a bracket is probably not closed."),
    "SZ107": ("一个文件一个工作法，才能各自改版本、各自采用。", "One file, one method: so each has its own versions and is adopted on its own."),
    "SZ108": ("用 shanzhi method new 写一个可用的开头。", "shanzhi method new writes a beginning that works."),
    "SZ109": ("工作法再大也用不到这么多项。", "No method needs so many items."),
    "SZ110": ("1、true、null 会被读成数字、真假、空值。若它本来就是一个名称，请加引号。", "1, true and null are read as a number, a truth and nothing. If it is meant as a name, put it in quotes.", "options: {1: 不满意}", 'options: {"1": 不满意}'),
    "SZ111": ("这些字符存不进、印不出，或会让文字看上去与实际不同。", "Such characters cannot be stored or printed, or make a text look other than it is."),
    "SZ112": ("一处写错常引出许多处；先改前面的，再检查一次。", "One fault often brings many; mend the first and check again."),
    "SZ201": ("词汇是固定的，这样写错的字不会被悄悄忽略。全部可用的词见 docs/method-reference.md。", "The vocabulary is closed, so that a mistyped key is never silently ignored. All keys: docs/method-reference.md."),
    "SZ202": ("这一项没有它就不能运行。", "Without it this cannot run."),
    "SZ203": ("写的内容与这个词要的类型不同。", "What is written is not of the kind this key takes.", "version: 一", "version: 1"),
    "SZ204": ("这里只能从几个词里选一个。", "Only one of a few words can stand here."),
    "SZ205": ("代号用在条件、网址和导出的表里，所以只用小写字母、数字和下划线；给人看的名字写在 label。", "Names are used in conditions, addresses and exports, so they keep to a-z, 0-9 and _; what people read is the label.", "data:\n  电话: {type: phone, …}", "data:\n  phone: {type: phone, label: 电话, …}"),
    "SZ206": ("5 天和 5 个工作日是两种承诺，所以时长必须写单位。", "Five days and five working days are two different promises, so a duration names its unit.", "due: {lasts: 5}", "due: {lasts: 5 workdays}"),
    "SZ207": ("空着等于没写。", "Empty is as good as missing."),
    "SZ208": ("这几项里必须有一项，程序才知道怎么做。", "One of these is needed to know what to do.", "due: {remind: 1 day}", "due: {lasts: 3 days, remind: 1 day}"),
    "SZ209": ("一处文字有上限，免得一个文件拖住整页；条件太长，多半也没人读得懂。", "A single text has a limit, so that no file weighs a page down; a condition of that length is rarely understood."),
    "SZ301": ("去向写错，事项就会无处可去。", "If the name is wrong a matter has nowhere to go."),
    "SZ302": ("到期动作必须是本环节自己写的动作。", "What is done when time is over must be an act that this stage itself writes."),
    "SZ303": ("角色名来自固定的名单（见 docs/method-reference.md），或写在文件开头的 roles。", "Roles come from a fixed list (docs/method-reference.md) or from `roles` at the top of the file."),
    "SZ304": ("参数要先写在 inputs 里，采用的社区才能设置。", "An input is declared under `inputs`, so that a community can set it."),
    "SZ305": ("事实要先写在 data 里，才能引用。", "A fact is declared in `data` before it is spoken of."),
    "SZ306": ("例如 move 要地方字段，more 要时长。", "`move`, for instance, takes a place field, `more` a duration."),
    "SZ307": ("层级名是固定的。", "The levels have fixed names."),
    "SZ308": ("跨环节的时限在顶上的 clocks 里说一次：从何时起、多长、到何处为止。", "A limit that spans stages is declared once under `clocks`: from when, how long, where it is met.", "due: {clock: main}", "clocks: {main: {label: 办理时限, starts: open, lasts: 5 workdays, ends: [checking]}}\n…\ndue: {clock: main}"),
    "SZ309": ("填的人只答一次；同一件事实在 asks 里写一次就够。", "Whoever acts answers once: a fact stands once in `asks`."),
    "SZ310": ("参数的默认值要合乎自己的类型和上下限。", "An input's default keeps to its own type and bounds."),
    "SZ311": ("字段的上下限、选项和默认值要合乎它的类型。", "A field's bounds, options and default fit its type."),
    "SZ312": ("每种块有固定的几种结果。", "Each block has its own fixed outcomes."),
    "SZ313": ("块结束时会得出这个结果，事项必须知道去哪里。", "The block can end this way, so the matter must know where to go.", "outcomes: {passed: closed}", "outcomes: {passed: closed, failed: returned}"),
    "SZ314": ("把它们分成前后两个环节。", "Make two stages of them, one after the other."),
    "SZ315": ("除内置动作和块的动作外，due、joined、released、hand_over、recuse、open、unwatch 是历史里系统自己记的步骤。", "Besides the built-in acts and those of blocks, due, joined, released, hand_over, recuse, open and unwatch are steps that the program records in the history.", "hand_over: {label: 交钥匙, …}", "give_key: {label: 交钥匙, …}"),
    "SZ316": ("builtins 写的是保留哪些内置动作。", "`builtins` lists the built-in acts that stay."),
    "SZ317": ("只有块才有结果；普通环节用 acts 的 to。", "Only blocks have outcomes; a plain stage uses `to` in its acts."),
    "SZ318": ("known 只能指系统真有的信息。", "`known` can only name what the system really holds."),
    "SZ319": ("采用时填的值要合乎文件里写的类型和上下限。", "What an adopting community sets keeps to the type and bounds in the file."),
    "SZ320": ("经办必须是找得到人的岗位；居民、任何人、系统都不是经办。", "A desk is a post someone holds; residents, anyone and the system are none."),
    "SZ321": ("示例里的动作名要与环节里写的一致。", "An example names acts as the stages do."),
    "SZ323": ("计票用 electors、voted 这些名称；选项同名，两个数就会混在一起。", "The count uses names like electors and voted; an option of the same name would mix two numbers.", "options: {voted: 赞成}", "options: {agree: 赞成}"),
    "SZ324": ("任职、离任只能涉及文件里写明的角色，采用的人才知道它会动哪些岗位。", "Only roles named in the file are given or taken, so that whoever adopts it knows which posts it touches.", "appoint: {person: people.who, role: boss}", "appoint: {person: people.who, role: grid_chief}"),
    "SZ350": ("推选产生的人，只有推选他的人能罢免；这里登记的是结果，不是决定。", "Only those who elect can recall; what is entered here is their result and no decision of ours.", "dismiss: {person: people.former, role: building_lead, why: '{reason}'}", "dismiss: {person: people.former, role: building_lead, record: minutes, why: '{reason}'}"),
    "SZ325": ("工作法库里有要发起的那个工作法，可以核对：它没有这一项，发起时会被退回。", "The other method is in the library and was looked at: it has no such field, so opening it would be refused.", "split: {method: assist, of: data.offices, as: bureau}", "split: {method: assist, of: data.offices, as: office}"),
    "SZ326": ("同一件事在两个工作法里要是同一种内容，才能只填一次。", "What is handed on must be of the same kind in both methods, so that it is entered once."),
    "SZ327": ("没有它，那一件发起不了；不给就要再问一遍。", "Without it the other cannot be opened; nobody should be asked a second time."),
    "SZ328": ("at 分情形时，每种情形要落到与其余的不同的一级。", "Where `at` has cases, each lands at another level than the rest.", "at: [{when: …, level: grid}, {level: grid}]", "at: [{when: …, level: street}, {level: grid}]"),
    "SZ380": ("人在哪里发起，先看到的是入口的按钮；有几个就要分得清。", "People first see the buttons of the ways in; of several, each must be told apart.", "open: {report: {by: [resident], …}, register: {by: [staff], …}}", "open: {report: {label: 反映问题, …}, register: {label: 登记来单, …}}"),
    "SZ382": ("示例的 open 写入口的代号，所填内容写在 with 里。", "The `open` of an example names a way in; the answers stand in `with`.", "- {open: nosuch, with: {…}}", "- {open: start, with: {…}}"),
    "SZ381": ("opening 写另一个工作法的入口代号；不写就用它的第一个。", "`opening` names a way in of the other method; left out, it is the first.", "open: {method: task, opening: nosuch}", "open: {method: task, opening: start}"),
    "SZ330": ("看得到的人要找得到：居民、所有人，或有岗位的人。", "Those who may read must be findable: residents, everyone, or holders of posts."),
    "SZ331": ("敏感信息只给当事人和经办看，每次查看都留痕（个人信息保护法 51）。", "Sensitive data is for parties and desk alone, each look recorded (PIPL art. 51)."),
    "SZ332": ("标题出现在名单、通知和检索里，谁看得到事项，谁就看得到它。", "A heading stands in lists, notices and search: whoever may see the matter reads it."),
    "SZ333": ("看得到事项的人都看得到标题，所以标题里的字段要给他们看。", "Whoever may see a matter reads its heading, so they must be shown what it holds."),
    "SZ334": ("同一个代号指两样东西，页面或条件就会拿错。", "Where one name means two things, a page or a condition takes the wrong one.", "data: {now: {type: integer, label: 现有几件}}", "data: {at_hand: {type: integer, label: 现有几件}}"),
    "SZ341": ("填表、统计和导出只见名称，同名的两个选项会被当成一个。", "Forms, counts and exports show names alone: two options of one name are taken for one.", "options: {a: 其他, b: 其他}", "options: {a: 其他诉求, b: 其他建议}"),
    "SZ340": ("几个方案选一个时，反对全部方案的人也要有票可投，否则多数是逼出来的。", "Where one of several plans is chosen, those who are against all need a vote too, or the majority is forced.", "options: {lift: 装电梯, paint: 粉刷}", "options: {lift: 装电梯, paint: 粉刷, none: 都不同意}"),
    "SZ329": ("加密和遮盖不能因为转给另一工作法而失去。", "What is encrypted and masked here stays so where it is handed on."),
    "SZ344": ("共用动作在顶上的 acts 里写一次，环节只写名字。", "An act that several stages share is written once under `acts`; a stage then writes its name alone.", "acts: {note: }", "acts: {note: {label: 记一次, asks: [remark]}}"),
    "SZ346": ("people.x 说的是事项里的某一个人、户或单位，要先在 people 里写出来；data 里的事实不能当人用。", "people.x means somebody in the matter, who must stand under `people` first; a fact of `data` is nobody.", "desk: [people.owner, community_staff]", "people: {owner: {type: person, label: 负责人}}\ndesk: [people.owner, community_staff]"),
    "SZ373": ("没有人看过就记成核查通过，是弄虚作假；没有答复也不等于同意、满意。到期的那一步另写一个动作，照实说。", "To record as checked what nobody looked at is pretence, and who does not answer has not agreed. Give what comes when time is over an act of its own that says so.", "confirm: {label: 核查通过, by: [desk, system], to: closed}", "confirm: {label: 核查通过, to: closed}\nunchecked: {label: 到期未核查, by: [system], to: closed}"),
    "SZ371": ("预先打勾的同意不是同意。谁代人发起，要记下怎样得到的同意。", "A box ticked beforehand is no consent. Who opens a matter for others records how it was given.", "agree: {type: boolean, default: true, label: 同意公开}", "agree: {type: boolean, label: 同意公开}"),
    "SZ372": ("看得到的人和内容要一条一条说清；什么都不写最窄：只有当事人、经办和上级。", "Who sees what is said line by line; nothing said is the narrowest: parties, desk and the posts above.", "visible: everyone", "visible: [{shows: [subject], whom: [place]}]"),
    "SZ370": ("采用的地方会去设它，以为有用。", "An adopting place would set it and think that it matters.", "inputs:\n  most: {type: integer, default: 2, label: 最多几次}", "requires:\n  - {that: visits.doing < inputs.most, otherwise: 次数用完。}"),
    "SZ390": ("谁保管名册，谁定它多久有效、给谁看、谁可用；借用的只写自己要看的字段。", "Who keeps a register says how long entries stand, who sees and who uses it; who borrows it names the fields it reads.", "registers: {partners: {label: 合作商户, per: organisation, kept_by: merchants, lasts: 365 days}}", "registers: {partners: {label: 合作商户, per: organisation, kept_by: merchants}}"),
    "SZ391": ("名册要先在 registers 里写出来，自己保管或由别的工作法保管（kept_by）。", "A register stands under `registers` first, kept here or by another method (`kept_by`).", "- register: {name: nosuch, whose: people.who, event: entered}", "registers: {aides: {label: 帮手, per: person}}\n- register: {name: aides, whose: people.who, event: entered}"),
    "SZ392": ("一个名册只记一种：人的名册里没有哪一户的条目。", "A register is kept of one kind: one of persons has no entry of a household.", "- register: {name: aides, whose: people.family, event: entered}", "- register: {name: aides, whose: people.who, event: entered}"),
    "SZ393": ("入了册却缺必填的内容，名册就不全，看它的条件和表单也就缺一块。", "An entry without what must be there leaves the register incomplete, and conditions and forms that read it as well.", "- register: {name: aides, whose: people.who, event: entered}", "- register: {name: aides, whose: people.who, event: entered, set: {skill: data.skill}}"),
    "SZ394": ("一个入口由人发起，或由事件引起；两样都有，就写成两个入口。", "A way in is opened by somebody or upon an event; where both are meant, write two.", "renew: {by: [resident], upon: {term: registers.aides}, at: grid, to: asked}", "renew: {by: [resident], at: grid, to: asked}\nending: {upon: {term: registers.aides, before: 30 days}, at: grid, to: asked}"),
    "SZ374": ("没有人会填的事实总是空的，看它的条件也就永远不成立。", "A fact that nobody fills in is always empty, and a condition that looks at it never holds.", "acts: {look: {label: 看过了, to: closed}}", "acts: {look: {label: 看过了, asks: [seen], to: closed}}"),
    "SZ345": ("写了没有人用，读的人会找它。", "Whoever reads the file looks for where it is used."),
    "SZ351": ("版本写明了，片段以后改了，这个工作法不跟着变。", "With the version named, the method stays as it is when the fragment goes on.", 'use: visit-back', 'use: visit-back@1'),
    "SZ352": ("检查、收进库的时候，片段的全文会从旁边的 fragments/ 或本库带进来；带不进来就不知道那个环节做什么。", "When a method is checked or taken in, the text of its fragments is brought along from fragments/ beside it or from the library; without it nobody knows what that stage does."),
    "SZ353": ("收进库的工作法带着当时的片段，不受影响；新写的用新版，或把旧版留在旁边。", "Methods taken in carry the fragment of their day and are not touched. Use the new version in what is written now, or keep the old file beside it.", 'use: visit-back@1', 'use: visit-back@2'),
    "SZ354": ("片段不认得工作法里的人和事实，要一项一项交给它。", "A fragment knows nobody and nothing of the method; each is handed to it.", 'with: {side: people.reporter}', 'with: {side: people.reporter, not_by: actors.handling}'),
    "SZ355": ("多半是写错了代号；片段要什么，看它的 takes。", "Probably a slip in the name; `takes` says what the fragment wants."),
    "SZ356": ("交给它的要和 takes 里写的类型一样。", "What is given has the type that `takes` says.", 'with: {side: data.subject}', 'with: {side: people.reporter}'),
    "SZ357": ("片段的代号前面加上环节的名字，仍有一样的，就分不清说的是哪一个。", "Names of a fragment are put behind the name of the stage; where one is there already, nobody can tell which is meant."),
    "SZ358": ("片段哪里都能用，所以不能说某个工作法里的东西；要用的，写在 takes 里，由用它的环节交给它。", "A fragment serves any method and so speaks of none in particular; what it needs it says under `takes`, and the stage that uses it hands it over."),
    "SZ359": ("条件里比的是一个；几个人放进 people 类型的事实再说。", "A condition compares one; put several into a fact of type people first."),
    "SZ360": ("片段通向哪里由用它的环节说；它自己只说从哪个出口出去。", "Where a fragment leads is for the stage that uses it to say; the fragment names the exit.", 'to: closed', 'to: satisfied'),
    "SZ361": ("不写，走到这个出口的事项就停住了。", "Left out, matters that come to this exit would be stuck.", 'outcomes: {satisfied: closed}', 'outcomes: {satisfied: closed, unsatisfied: handling, unanswered: closed}'),
    "SZ362": ("出口由片段定，写在它的 outcomes 里。", "The fragment says which exits there are, under its `outcomes`."),
    "SZ363": ("片段只有一层，读的人看两个文件就够。事项怎样结束由工作法说。", "Fragments have one level, so that whoever reads needs two files at most. How a matter ends is for the method to say."),
    "SZ364": ("片段自己不能发起事项，也不能采用。", "Nobody opens a matter by a fragment or adopts one."),
    "SZ366": ("用它的人要为每个出口写通向哪里，走不到的出口只会让人白写。", "Whoever uses a fragment says where each exit leads; one that is never come to is written for nothing."),
    "SZ365": ("文件里带着的片段也算内容，用不到的会让人去找。", "Fragments within a file are part of its content; who reads looks for where one is used."),
    "SZ401": ("条件用 CEL 写，检查时就按字段类型核对。没有小数：三分之二写成 count.agree * 3 >= count.voted * 2。", "Conditions are CEL, checked against the types of the fields. There are no decimals: two thirds is count.agree * 3 >= count.voted * 2.", 'when: data.stars > "3"', "when: data.stars > 3"),
    "SZ402": ("都不满足时事项就卡住了。最后一条不写 when，作为其余情形。", "If none holds the matter is stuck. Leave `when` out of the last, as all other cases.", "to:\n  - {when: data.stars >= 3, stage: closed}", "to:\n  - {when: data.stars >= 3, stage: closed}\n  - handling"),
    "SZ403": ("按顺序取第一条满足的，无条件的一条之后都轮不到。", "The first that holds is taken, so none after one without a condition ever is."),
    "SZ404": ("条件的工作量有上限，谁拿来的文件都拖不慢系统；不写 max 的列表最多 500 项，两层循环就是 25 万轮。", "What a condition may cost is bounded, so that no file slows the program down. A list without `max` holds up to 500 lines, and a loop within a loop over it takes 250,000 rounds.", "units: {type: list, form: {…}, label: 单位}", "units: {type: list, max: 20, form: {…}, label: 单位}"),
    "SZ501": ("走不到的环节没有人会看到，多半是哪里的去向写错了。", "Nobody will ever see a stage that is not reached; some `to` is probably wrong."),
    "SZ502": ("件件销账：每个环节都要能走到终点。", "Every matter closes out: from every stage an end can be reached."),
    "SZ503": ("没有时限的环节会没人管。凡等人的环节写 due；会议自带时间。", "A stage without a date is forgotten. Every stage that waits for people has `due`; a meeting brings its own.", "handling:\n  desk: grid_worker", "handling:\n  desk: grid_worker\n  due: {lasts: 5 workdays}"),
    "SZ504": ("每件事任何时候都有人负责。等候、表决等环节也要有人盯着。", "Somebody is responsible at every moment, in waiting and voting stages too.", "", "desk: [grid_worker, community_staff]"),
    "SZ505": ("经办从事项所在处往上找。楼栋长只在楼栋任职，事项若在网格，就找不到他。", "A desk is looked for from where the matter stands upwards. A building lead serves at a building; a matter at the grid never finds one."),
    "SZ506": ("没有终点，事项永远办不完。", "Without an end no matter is ever over.", "", "closed: {label: 已销账, end: done}"),
    "SZ507": ("到了终点就不再办理。要办的事放到前一个环节。", "At an end nothing more is done. What is to be done belongs in a stage before it."),
    "SZ508": ("公示就是让人提意见；至少居民可以提。", "Publicity is there to be objected to, by residents at least.", "publicity: {by: [system], …}", "publicity: {by: [resident], …}"),
    "SZ509": ("这些环节可能一到就结束，互相转来转去。让其中一个等人来办，或去掉回头的路。", "These may be over the moment they begin, and lead to each other. Let one of them wait for a person, or take away the way back."),
    "SZ510": ("时间到时没有人在填表。到期另用一个不必填写的动作。", "Nobody fills in a form when time runs out. Use another act that asks nothing."),
    "SZ511": ("文件以中文为准，en 里给出英文，界面两种语言都完整。", "The file is written in Chinese; `en` gives the English, so that both languages are complete."),
    "SZ512": ("多半是中文改了而英文没有跟着改。", "The Chinese was probably changed and the English was not."),
    "SZ513": ("至少要有一个办成的终点（end: done），成效才算得出来。", "At least one end is a success (end: done), or nothing could be measured."),
    "SZ514": ("提出的人和当事方总要知道结果。", "Whoever opened it, and its parties, are told how it ended.", "closed: {label: 已销账, end: done}", "closed: {label: 已销账, end: done, says: “{subject}”已销账。}"),
    "SZ451": ("一个单位的规则只在一处写；用它的工作法不能改它。", "The rules of a unit stand in one place; who uses it cannot change them.", "ledger:\n  points: {kept_by: household-points, lasts: 9 days}", "ledger:\n  points: {kept_by: household-points}"),
    "SZ452": ("账户要么在 ledger 里有名称，要么是事项里的人。", "An account is named under `ledger`, or belongs to somebody of the matter.", "from: buget", "from: budget"),
    "SZ453": ("动用和读取的都要先写明。", "What is moved or read is declared first.", "unit: point", "unit: points"),
    "SZ454": ("谁可有账由 holders 定。", "`holders` says who may have an account.", "holders: [household]\n…\ninto: people.shop", "holders: [household, organisation]\n…\ninto: people.shop"),
    "SZ455": ("没有罚款，没有倒扣；花自己的积分，由自己先锁定。", "No fines, nothing is taken off; who spends their own points reserves them first.", "transfer: {unit: points, from: people.family, into: shop, …}", "reserve: {unit: points, from: people.family, amount: data.limit, short: lapsed}\n…\nsettle: {unit: points, into: people.shop, amount: data.price}"),
    "SZ456": ("事实、可见范围和成效只看事项自己；余额不在事项里。", "Facts, sights and measures look at the matter alone; a balance is not in it.", "rich: {type: boolean, is: 'ledger.points[people.family] > 9'}", "requires: [{that: 'ledger.points[people.family] > 9', otherwise: 积分不够。}]"),
    "SZ457": ("公示期满那一刻预算可能已经用完：先写好那时去哪里。", "When a publicity ends the budget may be spent: say beforehand where it leads then.", "transfer: {unit: points, from: budget, into: line.family, …}", "transfer: {unit: points, from: budget, into: line.family, short: over_budget, …}"),
    "SZ458": ("复式记账：每一笔都从一个账户到另一个账户，总要有一个账户记着发出了多少。", "Double entry: each movement goes from one account to another, and one of them says how much was issued.", "accounts: {budget: 预算}", "accounts: {issued: {label: 已定额度, may_owe: true}, budget: 预算}"),
    "SZ459": ("别人的账，保管的人点了名才能动。", "Another's ledger is used by those whom its keeper names.", "used_by: []", "used_by: [points-redeem]"),
    "SZ612": ("低保、救助、入学、证明等是法定权利和公共服务，不看积分。", "Allowances, relief, school places and certificates are owed by law; points only encourage.", "title: 低保申请\n…\nrequires: [{that: 'ledger.points[people.family] >= 10', …}]", "requires: [{that: data.income <= inputs.line, …}]"),
    "SZ515": ("移动后要重新进入一个环节，经办才会换成新地方的人。", "After moving, a stage is entered anew, so that the desk is that of the new place.", "escalate: {label: 上报, move: up}", "escalate: {label: 上报, move: up, to: reported}"),
    "SZ516": ("系统只在时限到时动手。", "The system acts only when a time limit is over.", "", "due: {lasts: 7 days, then: lapse}"),
    "SZ517": ("一件变两件、两件变四件，没有尽头。", "One becomes two, two become four, without end."),
    "SZ518": ("接单人是在 claim 环节接下事项的人；经办写 [people.x, holder] 的，点名的人也算。", "The holder is whoever took the matter in a `claim` stage, or whom a desk of [people.x, holder] names."),
    "SZ519": ("敏感信息加密保存、遮盖显示，每次查看都留痕。", "Sensitive data are encrypted, masked, and each look at them is logged.", "tel: {type: phone, label: 电话}", "tel: {type: phone, sensitive: true, known: opener.phone, label: 电话}"),
    "SZ520": ("公开的内容任何人都能看到，不得含个人敏感信息。", "What is published everyone can see; no sensitive data may be in it."),
    "SZ521": ("往上走要有人接：把各级角色写进同一个经办。", "Moving up needs someone above: name the roles of all levels in one desk.", "desk: grid_worker", "desk: [grid_worker, community_staff, street_staff]"),
    "SZ522": ("中文里的每个 {字段}，英文里也要有。", "Every {field} of the Chinese stands in the English too.", "“{subject}”办好了。: It is done.", "“{subject}”办好了。: “{subject}” is done."),
    "SZ523": ("没有列入公布的议程的，不能表决。公布写在宣布开会、开始表决之前的动作里。", "Nothing outside the published agenda is voted on. Publish it in an act that comes before the vote.", "ballot: {motion: question, …}", "effects:\n  - publish: {shows: [question]}"),
    "SZ529": ("工作法要能复制到别处去用，文件里不能有只在本处有意义的编号。", "A method is copied elsewhere, so no number that means something here alone may stand in its file.", "helper: {type: person, default: 12, label: 由谁帮}", "helper: {type: person, label: 由谁帮}"),
    "SZ531": ("办表决、选举的人不能判对它的异议（民法典 280 条：业主还可请法院撤销）。", "Who ran a vote or an election does not judge objections to it (Civil Code 280: owners may also ask a court to revoke it).", "judged_by: [community_staff]", "judged_by: [supervision_member, street_staff]\nnot: [actors.voting]"),
    "SZ532": ("写了名字不等于看得到：只有当事方、经办和 visible 里写到的人才找得到这件事项。", "Being named opens nothing: sides, the desk and whom `visible` names find the matter.", "people: {helper: {type: person, label: 帮手}}\n…\nby: [people.helper]", "people: {helper: {type: person, side: true, label: 帮手}}\n…\nby: [people.helper]"),
    "SZ535": ("可以提异议的人要先看得到公示的内容。", "Whoever may object must be able to read what is shown.", "publicity: {whom: [place], by: [resident, owner], …}", "publicity: {whom: [place, owner], by: [resident, owner], …}"),
    "SZ542": ("谢的是帮忙的人，不是自己提出、自己得分；替别人发起的，发起人就是那个人。", "Points thank whoever helped; nobody earns them by what they asked for themselves. A matter opened for somebody is that person's.", "people: {lender: {type: person, default: opener, label: 借用人}}\n…\naward: {to: people.lender, …}", "award: {to: opener, …}"),
    "SZ536": ("业主共同决定的事，要专有部分面积和人数都占三分之二以上的业主参与表决（民法典 278 条）；不够的，决定可以被撤销。", "What owners decide together needs owners of two thirds, by heads and by area, to take part (Civil Code 278); with fewer it may be revoked.", "ballot: {roll: owners, quorum: count.voted * 2 > count.roll, …}", "ballot: {roll: owners, quorum: count.voted * 3 >= count.roll * 2 && count.voted_area * 3 >= count.roll_area * 2, …}"),
    "SZ537": ("筹集维修资金，改建、重建，改变共有部分用途，用共有部分经营，要参与表决的面积和人数都四分之三以上同意；其余的都要过半数（民法典 278 条）。", "Raising the repair fund, alteration, rebuilding, change of use and business with common parts need three quarters of those taking part, by heads and by area; the rest more than half of both (Civil Code 278).", "ballot: {roll: owners, pass: count.agree * 2 > count.voted, …}", "ballot: {roll: owners, three_quarters: data.special, pass: 'data.special ? count.agree * 4 >= count.voted * 3 && count.agree_area * 4 >= count.voted_area * 3 : count.agree * 2 > count.voted && count.agree_area * 2 > count.voted_area', …}"),
    "SZ538": ("应到多少人看名册，不由谁填；列席的不算。", "How many are expected is what the roll says, typed by nobody; whoever sits in does not count.", "session: {roll: households, quorum: count.present >= 2, …}", "session: {roll: households, quorum: count.present * 2 > count.roll, …}"),
    "SZ539": ("居民会议要过半数到会，居民代表会议要三分之二以上到会，才能当场定；业主按名册投票。", "A residents' meeting decides with more than half of the roll there, representatives with two thirds; owners vote by the roll.", "session: {roll: households, result: {present: present}, …}", "session: {roll: households, quorum: count.present * 2 > count.roll, result: {present: present}, …}"),
    "SZ547": ("无记名的选举不在线上投，只用选票、投票箱；当选的人记成清单时，它的格式和候选名单一样。", "A secret election is not held on screen: papers or a box. Where those elected are kept as a list, it has the form of the candidates.", "choose: {signed: false, cast: [online], …}", "choose: {signed: false, cast: [paper], …}"),
    "SZ548": ("业委会由业主大会选举产生。租户、居民代表选的业委会，谁都可以请法院撤销。", "The owners' committee is elected by the owners. What tenants or representatives elect, a court will set aside.", "choose: {roll: households, …}", "choose: {roll: owners, quorum: 'count.voted * 3 >= count.roll * 2 && count.voted_area * 3 >= count.roll_area * 2', …}"),
    "SZ549": ("居民委员会由选民、户代表或居民代表用选票无记名、差额选出，双过半当选；一人最多代三票。", "The residents' committee is elected in secret on paper, of more candidates than places, by a double majority; nobody holds more than three proxies.", "choose: {roll: residents, cast: [online, paper], …}", "choose: {roll: residents, signed: false, cast: [paper], margin: 1, quorum: count.voted * 2 > count.roll, pass: count.votes * 2 > count.voted, …}"),
    "SZ530": ("谁也不能算两次，一个人填的总数不算数，业主的票要签名。", "Nobody counts twice, totals entered by one person alone do not count, and owners sign.", "cast: [hands, online]", "cast: [hands, box]\ntellers: [community_staff, supervision_member]"),
    "SZ527": ("人数少时只公布是否通过，每一条都要能对着加密的总数证明，所以条件必须是线性的。", "Where few vote only whether it passed is published, and each condition is proved over encrypted sums: it must be linear.", "pass: count.agree / count.oppose > 2", "pass: count.agree > count.oppose * 2"),
    "SZ528": ("参与门槛在开票之前就要判定，那时没有人知道各选项的票数。", "The turnout is judged before the box is opened, when nobody knows the votes of any option.", "quorum: count.agree > 3", "quorum: count.voted * 2 > count.roll"),
    "SZ525": ("经办是发起人或承办人的，不能再让其回避。", "A desk that is the opener's or the holder's cannot bar them.", "desk: {by: [opener], not: [opener]}", "desk: {by: [community_staff, street_staff], not: [opener]}"),
    "SZ526": ("核对要由没有经手的人来做：同岗的别人，没有别人就转上一级。", "Checking is for somebody who had no part in it: another of the same post, or else the level above.", "desk: community_staff", "desk: {by: [community_staff, street_staff], not: [actors.working]}"),
    "SZ524": ("清单和议程的每一项大家都看得到。列表里有一部分是敏感的，整个列表就按敏感信息加密、遮盖。", "Everyone concerned sees the items of a checklist or agenda. A list with a sensitive part is encrypted and masked as a whole."),
    "SZ570": ("接单、联名、表决、公示、评议到了时间就得出结果，系统不必再做别的动作。", "When the time of a claim, endorsement, ballot, publicity or survey is over it has its outcome; there is nothing else for the system to do.", "due: {lasts: 7 days, then: lapse}\nballot: {…}", "due: 7 days\nballot: {…}\noutcomes: {passed: shown, failed: closed}"),
    "SZ571": ("会议几点开始、开多久，本身就定了什么时候结束；再写一个时限，两个时间就会打架。", "When a meeting begins and how long it lasts say when it is over; a second time could only contradict them.", "due: 3 days\nsession: {…, lasts: 2 hours}", "session: {…, lasts: 2 hours}"),
    "SZ572": ("没有起算的时限没有到期日，环节就没有日子。", "A clock that has not begun has no date, so the stage would have none.", "clocks: {main: {…, starts: [doing]}}", "clocks: {main: {…, starts: [doing, arranging]}}"),
    "SZ573": ("做到了的时限不再走；同一环节不能既是起点或停表处，又是终点。", "A clock that is met runs no more; one stage cannot begin or pause it and meet it too.", "starts: [doing], ends: [doing, checking]", "starts: [doing], ends: [checking]"),
    "SZ601": ("规定：不得强制打卡签到、统计在线时长（安全应急除外）。会议签到用 session 块。", "The rule: no forced clock-ins, no counting of time online (security and emergencies excepted). Attendance of a meeting is the `session` block's."),
    "SZ602": ("规定：不得积分排名。积分只属于居民和家庭；指标只说地方和工作法，不说人。", "The rule: no ranking by points. Points belong to residents and households; measures speak of places and methods, never of people."),
    "SZ603": ("规定：非必要不得要求上传照片、视频、轨迹。写 optional: true，或用文字说明代替。法定的文件（会议记录、票据）写明 needed：哪条规定要的。", "The rule: no photos, videos or tracks without need. Make it optional, or let a written account do. Of a paper that a rule demands (minutes, receipts) say which: `needed`.", "photos: {type: files, label: 照片}", "photos: {type: files, optional: true, label: 照片}"),
    "SZ604": ("只填一次：系统有的就不再问。", "Every fact is entered once: what the system holds is not asked.", "name: {type: text, label: 姓名}", "name: {type: text, known: opener.name, label: 姓名}"),
    "SZ605": ("规定：不得以点赞、网络投票、转发、时长作为考核依据。", "The rule: likes, online votes, forwards and hours are no basis for assessment."),
    "SZ606": ("规定：不得强制安装、通报安装率使用率、要求定期登录。", "The rule: no forced installation, no published installation or usage rates, no regular log-in."),
    "SZ607": ("例外是公开的、有期限的。到期就要改正工作法，或重新批准。", "An exception is public and limited in time. When it is over the method is mended, or it is approved anew."),
    "SZ608": ("不再需要的例外要删去。", "An exception that is no longer needed goes."),
    "SZ609": ("必填越多，越没有人填真话。", "The more must be filled in, the less of it is true."),
    "SZ610": ("身份证号里就有出生日期和性别。", "The identity number holds the date of birth and the sex."),
    "SZ611": ("只有“指尖形式主义”一类（SZ6xx）的规则可以例外。", "Only rules on formalism (SZ6xx) can be excepted."),
    "SZ701": ("示例是工作法的测试：这一步的结果与写的不同。若是示例写错，改示例；否则改工作法。", "Examples are the method's tests: this step came out otherwise than written. Mend the example, or the method."),
    "SZ702": ("每条路都要有示例走过，别的社区才敢照搬。", "Every way is taken by an example, so that others can trust the method."),
    "SZ703": ("每个前提都要有示例碰到它被拒绝。", "Every requirement refuses something in some example."),
    "SZ704": ("最后的状态与写的不同。", "The end is not what was written."),
    "SZ705": ("只走一遍而不核对结果，证明不了什么。", "Walking through without looking at the result shows nothing.", "steps: [{open: report, by: resident}]", "steps: [{open: report, by: resident}]\nexpect: {stage: asked}"),
}  # fmt: skip
