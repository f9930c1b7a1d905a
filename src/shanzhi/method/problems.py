"""What is wrong with a method file: one `Problem` for each fault, all of them reported at once.

Codes are stable: others search for them and the documentation explains each.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from shanzhi.method.words import Sentence


class Problem(Struct, frozen=True):
    """One fault: where it is (1-based line and column), its code, and what to do about it.

    `weight` is `error` (the file is refused) or `advice` (it runs, but could be better).
    """

    code: str
    line: int
    column: int
    why: Sentence
    weight: str = "error"

    def show(self, name: str, language: str = "zh") -> str:
        """One line for a terminal: `file:line:column code sentence`."""
        return f"{name}:{self.line}:{self.column} {self.code} {self.why.text(language)}"


class MethodError(Exception):
    """A method file that cannot be used; `problems` lists every fault found."""

    def __init__(self, problems: list[Problem], name: str = "method") -> None:
        super().__init__("\n".join(p.show(name, "en") for p in problems))
        self.problems = problems
        self.name = name


def _s(zh: str, en: str) -> Sentence:
    return Sentence(zh, en)


# The sentences by code. Families: 1 reading, 2 shape, 3 links, 4 conditions, 5 duties, 6 formalism, 7 examples.
SENTENCES: dict[str, Sentence] = {
    "SZ101": _s("文件不是 UTF-8 文本；请用 UTF-8 另存。", "The file is not UTF-8 text; save it as UTF-8."),
    "SZ102": _s("文件太大（上限 {limit} 字节）。", "The file is too large (at most {limit} bytes)."),
    "SZ103": _s("YAML 写法有误：{detail}", "This is not well-formed YAML: {detail}"),
    "SZ104": _s("“{key}”写了两次（另一处在第 {first} 行）；请删去一处。", "“{key}” is written twice (also on line {first}); remove one."),
    "SZ105": _s("不允许锚点、别名和标签（& * !）；请直接写出内容。", "Anchors, aliases and tags (& * !) are not allowed; write the content out."),
    "SZ106": _s("嵌套过深（上限 {limit} 层）。", "Nested too deeply (at most {limit} levels)."),
    "SZ107": _s("一个文件只能有一个工作法，不要用 --- 分隔多份。", "One file holds one method; do not join several with ---."),
    "SZ108": _s("文件是空的。", "The file is empty."),
    "SZ109": _s("内容太多（上限 {limit} 项）。", "Too many items (at most {limit})."),
    "SZ110": _s("“{key}”不是文字，不能作名称；如确是名称，请加引号：\"{key}\"。", "“{key}” is not text and cannot be a name; if it is meant as one, put it in quotes: \"{key}\"."),
    "SZ111": _s("有不能保存的字符（控制字符、残缺字符或改变书写方向的字符）；请删去。", "It holds characters that cannot be kept (control, broken or direction-changing ones); remove them."),
    "SZ112": _s("问题太多，只列出前 {limit} 处；请先改这些。", "There are too many problems; the first {limit} are listed. Mend these first."),
    "SZ201": _s("不认识“{key}”。{hint}", "“{key}” is not known here. {hint}"),
    "SZ202": _s("缺少“{key}”（{doc}）。", "“{key}” is missing ({doc})."),
    "SZ203": _s("“{key}”应为{expected}。", "“{key}” must be {expected}."),
    "SZ204": _s("“{value}”不是可用的词；可用：{choices}。", "“{value}” is not one of the words allowed here: {choices}."),
    "SZ205": _s("代号“{key}”只能用小写字母、数字和下划线，并以字母开头，最长 60 字。", "The name “{key}” may hold only a-z, 0-9 and _, beginning with a letter, and at most 60 characters."),
    "SZ206": _s("时长“{value}”看不懂；请写成如 5 workdays、2 workhours、3 days，或 inputs.参数名。", "The duration “{value}” is not understood; write e.g. 5 workdays, 2 workhours, 3 days, or `inputs.x`, an input of that type."),
    "SZ207": _s("“{key}”不能为空（{doc}）。", "“{key}” must not be empty ({doc})."),
    "SZ208": _s("“{key}”必须写出其中一项：{choices}。", "“{key}” needs exactly one of: {choices}."),
    "SZ209": _s("“{key}”有 {count} 字，太长（上限 {limit} 字）；请写短些，或分成几条。", "“{key}” is too long: {count} characters, at most {limit}; shorten it, or split it up."),
    "SZ301": _s("没有名为“{name}”的环节。{hint}", "There is no stage “{name}”. {hint}"),
    "SZ302": _s("环节“{name}”没有“{act}”这个动作。{hint}", "The stage “{name}” has no act “{act}”. {hint}"),
    "SZ303": _s("没有“{name}”这个角色。{hint}", "There is no role “{name}”. {hint}"),
    "SZ304": _s("没有“{name}”这个参数。{hint}", "There is no input “{name}”. {hint}"),
    "SZ305": _s("没有“{name}”这项事实。{hint}", "There is no fact “{name}”. {hint}"),
    "SZ306": _s("字段“{name}”应为 {expected} 类型。", "The field “{name}” must be of type {expected}."),
    "SZ307": _s("没有“{name}”这一层级；可用：{choices}。", "There is no level “{name}”; use one of: {choices}."),
    "SZ308": _s("没有名为“{name}”的时钟；请写在顶上的 clocks 里。", "There is no clock “{name}”; declare it under `clocks`."),
    "SZ309": _s("一个动作里把“{name}”问了两次；请删去一处。", "“{name}” is asked twice in one act; drop one."),
    "SZ310": _s("参数“{name}”：{detail}", "The input “{name}”: {detail}"),
    "SZ311": _s("字段“{name}”：{detail}", "The field “{name}”: {detail}"),
    "SZ312": _s("块“{block}”没有“{name}”这个结果；它的结果是：{choices}。", "The block “{block}” has no outcome “{name}”; its outcomes are: {choices}."),
    "SZ313": _s("块“{block}”的结果“{name}”没有写去向。", "The block “{block}” does not say where its outcome “{name}” leads."),
    "SZ314": _s("一个环节只能有一个块（{blocks}）。", "A stage may hold one block only ({blocks})."),
    "SZ315": _s("动作名“{name}”系统自己在用（内置动作、本环节的块，或系统记的一步）；请换一个代号，label 不变。", "The program uses the act name “{name}” itself (a built-in act, this stage's block, or a step that it records); choose another, the label may stay."),
    "SZ316": _s("没有内置动作“{name}”；可用：{choices}。", "There is no built-in act “{name}”; use: {choices}."),
    "SZ317": _s("环节有 outcomes 却没有块。", "The stage has outcomes but no block."),
    "SZ318": _s("没有“{name}”这种系统信息；可用：{choices}。", "The system holds no “{name}”; use: {choices}."),
    "SZ319": _s("参数“{name}”的取值不行：{detail}", "The value for the input “{name}” will not do: {detail}"),
    "SZ320": _s("“{name}”不能作经办；请写岗位角色、people.x、opener 或 holder。", "“{name}” cannot be a desk; write roles with posts, people.x, `opener` or `holder`."),
    "SZ321": _s("没有哪个环节有“{act}”这个动作。{hint}", "No stage has an act “{act}”. {hint}"),
    "SZ323": _s("选项“{name}”与计票用的名称相同（{taken}）；请换一个代号。", "The option “{name}” is named like something the count uses ({taken}); choose another name."),
    "SZ324": _s("“{name}”不是角色，也不是选项全为角色的字段；任职、离任要写明哪些角色。", "“{name}” is no role, and no choice field whose options are all roles; say which roles are given or taken."),
    "SZ350": _s("{roles}由居民或业主推选、罢免，不能由人任免（居委会组织法、物业管理条例）；请用 record 写明登记推选或罢免结果的字段。", "{roles}: elected and recalled by residents or owners, not appointed or dismissed by an order (居委会组织法, 物业管理条例). Name with record the field that holds the recorded result."),
    "SZ325": _s("工作法“{method}”发起时没有“{name}”这一项；请改正 with 或列表里的名称。", "“{method}” asks for no “{name}” when opened; mend the name under `with` or in the list."),
    "SZ326": _s("“{name}”在工作法“{method}”里是 {one}，这里给的是 {other}。", "“{name}” is {one} in “{method}”, but {other} is handed on."),
    "SZ327": _s("工作法“{method}”发起时必须有“{name}”；请在 with 或列表里给出。", "“{method}” cannot be opened without “{name}”; hand it on under `with` or in the list."),
    "SZ328": _s("“{level}”不在“{lands}”之上，事项本来就落在那里；请写更高的一级。", "The {level} is not above the {lands}, where matters land anyway; name a higher level."),
    "SZ340": _s("有几个方案可选（{plans}），却没有“都不同意”；请加一个选项，如 none: 都不同意。", "There are several plans to choose from ({plans}) and no way to be against all of them; add an option such as `none: 都不同意`."),
    "SZ341": _s("选项 {one} 和 {other} 都叫“{label}”，填的人分不清；请改一个的名称。", "The options {one} and {other} are both called “{label}”, and nobody can tell them apart; name one of them otherwise."),
    "SZ329": _s("“{name}”在这里是敏感或只给当事各方看的，工作法“{method}”里却不是；请在那里也写上 sensitive 或 private，或不要交过去。", "“{name}” is sensitive or for the parties alone here, but not in “{method}”; mark it there as well, or do not hand it on."),
    "SZ330": _s("“{name}”不能写在 whom 里；请写 place、public，或岗位角色。{hint}", "“{name}” cannot stand under `whom`; write place, public, or roles with posts. {hint}"),
    "SZ331": _s("“{name}”含敏感信息，不能给当事人和经办以外的人看；请从 shows 中删去。", "“{name}” holds sensitive data, which none but parties and desk may read; take it out of `shows`."),
    "SZ332": _s("“{name}”不能写进 heading：它会列在名单上；请用没有写敏感或 private、类型为 {choices} 的字段。", "“{name}” cannot stand in `heading`, which lists show; use a fact that is not guarded, of type {choices}."),
    "SZ333": _s("名单上的标题含“{name}”，这里却不给看；请把它写进 shows，或另写 heading。", "The heading that lists show holds “{name}”, which this sight leaves out; add it to `shows`, or give another `heading`."),
    "SZ334": _s("代号“{name}”系统自己在用（页面、条件或本环节的计数），答案会混在一起；请换一个，名称（label）可以不变。", "The program uses the name “{name}” itself (on its pages, in conditions, or for what this stage counts), and answers would be mixed up; choose another, the label may stay."),
    "SZ344": _s("动作“{name}”没有写内容，顶上的 acts 里也没有它；请写在其中一处。", "Nothing is written for the act “{name}”, and it is not said under `acts` either; write it in one of the two places."),
    "SZ373": _s("“{words}”由到期自动办（system），听起来却像有人看过、同意了；请照实写，如“到期未核查”“到期未确认”，去向和记下的事实也分开。", "“{words}” is done by the clock (`system`), but sounds as if somebody had looked or agreed; say what is true, such as “not checked in time”, with a way and facts of its own."),
    "SZ371": _s("“{name}”是同意公开的事实，不能有默认值：同意要本人自愿、明确作出（个人信息保护法第十四条），公开还要单独同意（第二十五条）；请删去 default。", "“{name}” is a consent to publishing and has no default: consent is given freely and plainly by the person (Personal Information Protection Law, article 14), and for publishing of its own (article 25); take `default` out."),
    "SZ372": _s("visible 写成一列，说明谁看得到什么，如 [{{shows: all, whom: [place]}}]；没有别人看就不写；“{value}”不行。", "`visible` is a list of who sees what, such as [{{shows: all, whom: [place]}}], left out where nobody else does; “{value}” will not do."),
    "SZ370": _s("参数“{name}”没有一处用到，设了也没有作用；请在条件、时限或选项里写 inputs.{name}，或删去它。", "Nothing uses the input “{name}”, so setting it does nothing; write `inputs.{name}` in a condition, a limit or options, or leave it out."),
    "SZ380": _s("有几个入口时，每个都要有按钮上的话；入口“{name}”没有写 label。", "Where there are several ways in, each says what stands on its button: “{name}” has no `label`."),
    "SZ382": _s("没有入口“{name}”；入口是：{choices}。", "There is no way in “{name}”; the ways in are: {choices}."),
    "SZ381": _s("“{method}”没有入口“{name}”；它的入口是：{choices}。", "“{method}” has no way in “{name}”; its ways in are: {choices}."),
    "SZ390": _s("名册“{name}”：{detail}", "The register “{name}”: {detail}"),
    "SZ391": _s("没有名册“{name}”。{hint}", "There is no register “{name}”. {hint}"),
    "SZ392": _s("“{name}”不是名册要的：这里要一个{per}。", "“{name}” is not what the register is kept of: here it takes a {per}."),
    "SZ393": _s("入册时“{name}”里必填的没有写：{names}；请在 set 里写，或把它们设为可不填（optional）。", "Entering someone in “{name}” leaves out what must be there: {names}. Say it under `set`, or make it optional."),
    "SZ394": _s("入口“{name}”要么写谁可发起（by），要么写由什么引起（upon），两样写一样。", "The way in “{name}” says who opens it (`by`) or what does (`upon`): one of the two."),
    "SZ374": _s("事实“{name}”没有一处会填上（没有动作问它、添它、记它，也不是块的结果）；请写进 asks、set 或 result，或删去它。", "Nothing ever fills in the fact “{name}”: no act asks it, adds to it or sets it, and no block keeps its result there. Write it under asks, set or result, or leave it out."),
    "SZ345": _s("共用动作“{name}”没有环节用到。", "No stage names the act “{name}” that is said under `acts`."),
    "SZ346": _s("people 里没有“{name}”；请写 people.代号。{hint}", "There is no “{name}” under `people`; write people.<name>. {hint}"),
    "SZ351": _s("“{value}”不是片段；请写 代号@版本号，如 visit-back@1。", "“{value}” names no fragment; write id@version, such as visit-back@1."),
    "SZ352": _s("这里没有片段“{name}”，或它的文件读不出来；片段在工作法旁边的 fragments/ 里，可用 shanzhi method check 检查它。", "There is no fragment “{name}” here, or its file cannot be read; fragments stand in fragments/ beside the method, and `shanzhi method check` checks one."),
    "SZ353": _s("片段“{name}”没有第 {version} 版，这里的是第 {other} 版；请先看改了什么，再写 {name}@{other}，或把旧版放在 fragments/{name}@{version}.yaml。", "There is no version {version} of the fragment “{name}” here, but version {other}; see what changed, then write {name}@{other}, or put the old one in fragments/{name}@{version}.yaml."),
    "SZ354": _s("没有交给片段“{name}”（{label}）；请写在 with 里。", "The fragment is not given “{name}” ({label}); write it under `with`."),
    "SZ355": _s("片段不要“{name}”；请从 with 中删去。{hint}", "The fragment takes no “{name}”; leave it out of `with`. {hint}"),
    "SZ356": _s("“{value}”不能交给片段：这里要{expected}。", "“{value}” cannot be given to the fragment, which takes {expected}."),
    "SZ357": _s("代号“{name}”在片段和工作法里重了；请改环节的名字，或另一处的代号。", "The name “{name}” is there twice, by the fragment and otherwise; call the stage, or the other, something else."),
    "SZ358": _s("片段里没有“{name}”：片段只认得自己的，和 takes 里写明要交给它的。{hint}", "The fragment has no “{name}”: it knows its own, and what it says under `takes` that it is given. {hint}"),
    "SZ359": _s("“{name}”交来的是几个，不能写在这里；几个人只能写在 by、not、whom、desk 里。", "“{name}” was given as several, which cannot stand here; several people stand under `by`, `not`, `whom` and `desk` alone."),
    "SZ360": _s("片段里没有环节或出口“{name}”；要离开片段，请写 outcomes 里的一个出口。{hint}", "The fragment has no stage or exit “{name}”; to leave it, name one of its `outcomes`. {hint}"),
    "SZ361": _s("没有写片段的出口“{name}”（{label}）通向哪里；请写在 outcomes 里。", "Nothing says where the exit “{name}” of the fragment ({label}) leads; write it under `outcomes`."),
    "SZ362": _s("片段没有出口“{name}”；它的出口是：{choices}。", "The fragment has no exit “{name}”; its exits are: {choices}."),
    "SZ363": _s("片段的环节“{stage}”不能写 {key}：片段里不能再用片段，也不能结束事项；请通向一个出口（outcomes）。", "The stage “{stage}” of a fragment must not say `{key}`: no fragment uses another or ends a matter; let it lead to an exit (`outcomes`)."),
    "SZ364": _s("这是片段，不是工作法；片段放在 fragments/ 里，由工作法的环节用（use），可用 shanzhi method check 检查它。", "This is a fragment, no method; it stands in fragments/ for stages of methods to `use`, and `shanzhi method check` checks it."),
    "SZ366": _s("片段里没有一处通向出口“{name}”；请写 to: {name}，或删去这个出口。", "Nothing in the fragment leads to its exit “{name}”; write `to: {name}`, or leave the exit out."),
    "SZ365": _s("没有环节用到片段“{name}”；请删去它。", "No stage uses the fragment “{name}”; leave it out."),
    "SZ401": _s("条件有误：{detail}", "The condition is wrong: {detail}"),
    "SZ402": _s("这些去向都带条件，可能无路可走；最后一条请不要写 when。", "Every case has a condition, so there may be no way on; leave `when` out of the last."),
    "SZ403": _s("此前已有无条件的去向，这一条永远用不到。", "A case without a condition stands before this one, so it is never used."),
    "SZ404": _s("列表填满时，这个条件要逐项走 {rounds} 轮，超过 {most} 轮就算不出，做的人会被拒绝；请给列表写较小的 max（一个循环套一个循环的，最多 99），或少套一层循环。", "With full lists the loops of this condition take {rounds} rounds; past {most} it has no answer, and whoever acts is refused. Give the list a smaller `max` (99 for a loop within a loop), or one loop less."),
    "SZ451": _s("积分账“{name}”：{detail}", "The ledger unit “{name}”: {detail}"),
    "SZ452": _s("“{name}”不是“{unit}”里的账户，也不是这里有的人；可用：{choices}。", "“{name}” is no account of “{unit}” and nobody of this matter; use one of: {choices}."),
    "SZ453": _s("积分账里没有“{name}”。{hint}请在顶上的 ledger 里写明，或写 kept_by。", "The ledger has no “{name}”. {hint} Declare it under `ledger`, or with `kept_by`."),
    "SZ454": _s("“{name}”写的人在“{unit}”里不能有账；请改 holders，或写另一方。", "Whoever “{name}” names may have no account of “{unit}”; change its `holders`, or name another."),
    "SZ455": _s("积分只记不扣：不能直接从“{name}”的账上转走；请由本人锁定（reserve），双方确认后再付（settle），记错的用 reverse 冲正。", "Points are given, never taken: nothing is moved straight out of the account of “{name}”. They reserve it themselves (`reserve`) and it is paid once both agree (`settle`); what was wrong is taken back by `reverse`."),
    "SZ456": _s("这里不能读余额：余额会变，只在动作、入口、去向和当时的文字里读。", "A balance cannot be read here: it changes. Acts, openings, routes and texts of the moment read it."),
    "SZ457": _s("这一笔可能由时限触发，余额或上限不够时没有人在场；请写 short（去哪个环节）。", "The clock may bring this about with nobody there when balance or limit forbids it; write `short`, the stage it then leads to."),
    "SZ458": _s("“{unit}”没有可为负的账户，永远没有余额；请给一个账户写 may_owe: true（它欠的就是发出的）。", "“{unit}” has no account that may go below zero, so nothing can ever come in; give one `may_owe: true` (what it owes is what was issued)."),
    "SZ459": _s("“{method}”没有让本工作法动用“{unit}”；请在它的 ledger 里写 used_by。", "“{method}” does not let this method use “{unit}”; name it there under `used_by`."),
    "SZ501": _s("从发起走不到环节“{name}”；请加一条通往它的路，或删去它。", "The stage “{name}” cannot be reached; lead to it or remove it."),
    "SZ502": _s("环节“{name}”没有出路，事项会停在那里；请给它一个去向。", "The stage “{name}” has no way out; matters would stay there for ever."),
    "SZ503": _s("环节“{name}”没有时限；凡要人办的环节都要写 due。", "The stage “{name}” has no time limit; every stage that waits for people needs `due`."),
    "SZ504": _s("环节“{name}”没有经办；请写 desk。", "The stage “{name}” lies on no desk; write `desk`."),
    "SZ505": _s("环节“{name}”的经办无人可任：事项可能在{level}，而 {roles} 不在这一级或其上级任职。", "Nobody can hold the desk of “{name}”: a matter may stand at the {level}, and none of these roles ({roles}) serves there or above."),
    "SZ506": _s("工作法没有终点；请至少写一个带 end 的环节。", "The method has no end; give at least one stage an `end`."),
    "SZ507": _s("终点“{name}”不应再有{what}。", "The end “{name}” must not have {what}."),
    "SZ508": _s("公示“{name}”没有人可以提异议。", "The publicity “{name}” lets nobody object."),
    "SZ509": _s("环节 {names} 会自动转来转去，停不下来。", "The stages {names} would follow each other for ever by themselves."),
    "SZ510": _s("到期动作“{act}”有必填内容，系统填不了；请另设一个动作。", "The act “{act}” taken when time is over asks for answers the system cannot give; use another act."),
    "SZ511": _s("“{text}”没有英文；请补在 en 下，或旁边的 en/ 里（shanzhi method english）。", "“{text}” has no English; add it under `en`, or beside the file in en/ (shanzhi method english)."),
    "SZ512": _s("en 里的“{text}”没有用到。", "“{text}” under `en` is not used."),
    "SZ513": _s("没有终点叫“已销账”（end: done）；事项永远不能办成。", "No end is `done`; a matter could never be closed out."),
    "SZ514": _s("终点“{name}”没有说怎样告知当事人；请写 says。", "The end “{name}” does not say what those concerned are told; write `says`."),
    "SZ515": _s("动作“{act}”移动了事项，却没有写 to，经办不会随之改变；请写明去向（可以是本环节）。", "The act “{act}” moves the matter but has no `to`, so its desk would stay behind; say where it leads (perhaps this same stage)."),
    "SZ516": _s("动作“{act}”只许系统做，却没有哪个时限用到它；请写进本环节 due 的 then，或改 by。", "The act “{act}” is for the system alone but no time limit takes it; name it under this stage's due as `then`, or change `by`."),
    "SZ517": _s("事项一到环节“{name}”就会再发起同一工作法的事项，没有尽头；请删去。", "On reaching “{name}” by itself a matter would open another of the same method, without end; remove that."),
    "SZ518": _s("写了接单人（holder），却没有 claim 环节，也没有 [people.x, holder] 的经办，没有人会成为接单人；请写 people.x。", "It speaks of the holder, but no stage has a `claim` and no desk is [people.x, holder], so nobody ever becomes one; write people.x."),
    "SZ519": _s("“{name}”是电话或证件号，属敏感信息；请写 sensitive: true。", "“{name}” is a telephone or identity number, which is sensitive; write `sensitive: true`."),
    "SZ520": _s("“{name}”含敏感信息，不能公开；请从 shows 中删去。", "“{name}” holds sensitive data and must not be published; take it out of `shows`."),
    "SZ521": _s("动作“{act}”要上移一级，但去往的环节“{stage}”没有上级角色可接；请在经办里加上级角色。", "The act “{act}” moves up, but no role of the desk of “{stage}” serves a higher level; add such a role to that desk."),
    "SZ522": _s("英文里少了 {places}，看英文的人会知道得少。", "The English lacks {places}, so that its readers would be told less."),
    "SZ523": _s("要表决的“{name}”可能没有公布过就走到了“{stage}”；请在之前的每条路上公开它（publish 或公示）。", "“{name}” may reach the vote in “{stage}” without having been published; publish it on every way that leads there."),
    "SZ525": _s("“{name}”的经办都在回避之列，没有人能办；请改 not，或换经办。", "Everyone who could have the desk of “{name}” is barred by `not`; change it, or the desk."),
    "SZ526": _s("“{name}”由办“{stage}”的同一个岗位来核对，可能自己核对自己；请写 not: [actors.{stage}]，或换经办。", "“{name}” is decided by the same desk that acted in “{stage}”, so somebody may check their own work; write not: [actors.{stage}], or choose another desk."),
    "SZ524": _s("“{name}”里有敏感或只给当事各方看的内容，不能逐项列给大家看；请另用一个列表。", "“{name}” holds what is sensitive or for the parties alone, so its lines cannot be listed for all; use another list."),
    "SZ529": _s("“{name}”不能有默认值：人、户、地方、部门、事项、文件的编号在每个单位各不相同，同一个号在别处是另一个。请删去 default，由填的人选；要自动带出的用 known。", "“{name}” takes no default: the numbers of persons, households, places, offices, matters and files are those of one installation, and mean another one elsewhere. Leave `default` out and let people choose; what the system holds comes by `known`."),
    "SZ531": _s("“{name}”公示“{stage}”的结果，异议却可能由办“{stage}”的人判；请写 judged_by（如监督委员会、街道）和 not: [actors.{stage}]。", "“{name}” shows what “{stage}” came to, and objections may be judged by who ran it; write `judged_by` (supervision, the street) and not: [actors.{stage}]."),
    "SZ532": _s("people.{name} 可以办“{act}”，但在“{stage}”看不到这件事项；请写 side: true，或列入 desk、visible 的 whom。", "people.{name} may do “{act}” but does not see the matter in “{stage}”; write side: true, or name them in `desk` or in `whom` of `visible`."),
    "SZ535": _s("“{who}”可以对公示“{name}”提异议，却看不到公示；请写进 whom，或改 by。", "“{who}” may object to “{name}” but is not shown it; add them to `whom`, or change `by`."),
    "SZ542": _s("people.{name} 默认是发起人，而发起人不因自己的事得分，这一条一分也记不上；请写 to: opener，或删去 people.{name} 的 default。", "people.{name} is the opener by default, who earns nothing by their own matter, so these points are never given; write to: opener, or take the `default` of people.{name} out."),
    "SZ536": _s("“{name}”由业主表决，参与的却可以不到三分之二（民法典第二百七十八条）；请写 quorum: count.voted * 3 >= count.roll * 2 && count.voted_area * 3 >= count.roll_area * 2。", "Owners decide in “{name}”, and fewer than two thirds of them may do (Civil Code, article 278); write quorum: count.voted * 3 >= count.roll * 2 && count.voted_area * 3 >= count.roll_area * 2."),
    "SZ537": _s("“{name}”由业主表决，没有守住民法典第二百七十八条的比例：{detail}。", "Owners decide in “{name}”, and not by the shares of article 278 of the Civil Code: {detail}."),
    "SZ538": _s("“{name}”的到会门槛不看应到人数，来几个人、几个外人都算够；请按名册写，如 quorum: count.present * 2 > count.roll；不设门槛的，删去 quorum。", "The attendance that “{name}” needs is not counted from the roll, so that any few, or outsiders, make the number; write it of the roll, as in quorum: count.present * 2 > count.roll, or leave `quorum` out."),
    "SZ539": _s("“{name}”由“{stage}”到会的人当场表决，这样定的无效：{detail}。", "“{name}” is voted on by those who came to “{stage}”, and would be void: {detail}."),
    "SZ530": _s("表决的投票方式不对：{detail}。", "How votes are cast is wrong: {detail}."),
    "SZ547": _s("选举的设置不对：{detail}。", "The election is not set up rightly: {detail}."),
    "SZ548": _s("“{name}”选的是业委会成员，却不是由业主来选，选了无效（民法典第二百七十七条、第二百七十八条）；请写 roll: owners。", "“{name}” elects members of the owners' committee, and not by the owners, which is void (Civil Code, articles 277 and 278); write roll: owners."),
    "SZ549": _s("“{name}”选的是居民委员会成员，不合城市居民委员会组织法：{detail}。", "“{name}” elects members of the residents' committee, and not as the Organic Law of the Urban Residents' Committees has it: {detail}."),
    "SZ527": _s("无记名表决的通过条件要能在不公开票数时证明：只用加、减、乘常数的比较，用 && 连接；“{part}”不行。", "What passes a secret ballot must be provable without its counts: comparisons of sums and multiples joined by &&; “{part}” is not."),
    "SZ528": _s("无记名表决的参与门槛不能看各选项的票数（“{name}”）；请写进 pass。", "The turnout of a secret ballot cannot look at the votes of an option (“{name}”); write that into pass."),
    "SZ570": _s("环节“{name}”到时{block}就结束了，due 里不能写 then；去哪里写在 outcomes。", "In “{name}” the {block} is over when its time is, so `due` can have no `then`; say under `outcomes` where it leads."),
    "SZ571": _s("环节“{name}”的{block}自己定时间，不写 due；请删去，要改时长就改 lasts。", "In “{name}” the {block} has a time of its own; remove `due`, and change how long it is under `lasts`."),
    "SZ572": _s("环节“{name}”随时限“{clock}”到期，却可能还没有起算就走到这里；请在 clocks 的 starts 里加上它之前的环节，或 open。", "The stage “{name}” goes by the clock “{clock}”, but may be reached before that has begun; add an earlier stage, or `open`, to its `starts`."),
    "SZ573": _s("时限“{name}”在环节“{stage}”既起算或暂停、又算做到；请只留一处。", "The clock “{name}” both begins or stands still and is met in “{stage}”; keep one."),
    "SZ612": _s("积分不能影响法定权利：“{words}”的工作法不能读积分余额，也不能按积分分流。", "Points never touch a legal entitlement: a method about “{words}” reads no balance of points, and nothing in it depends on one."),
    "SZ601": _s("要求打卡签到或统计在线时长，违反“指尖形式主义”规定（国办函〔2026〕12号）。", "It forces clock-ins or counts time online, against the rules on formalism (State Council Office letter 2026-12)."),
    "SZ602": _s("对工作人员排名、积分或考核，违反“指尖形式主义”规定；积分只属于居民和家庭。", "It ranks or scores staff, against the rules on formalism; points belong to residents and households."),
    "SZ603": _s("强制上传照片、视频或轨迹，违反“指尖形式主义”规定；请加 optional: true。", "It demands photos, videos or tracks, against the rules on formalism; make it optional."),
    "SZ604": _s("再次索要系统已有的信息，违反“只填一次”；请写 known: {known}。", "It asks again for what the system holds; write `known: {known}`."),
    "SZ605": _s("以点赞、转发、网络投票或时长作考核，违反“指尖形式主义”规定。", "It uses likes, forwards, online votes or hours as an assessment, against the rules on formalism."),
    "SZ606": _s("要求安装或登录率，违反“指尖形式主义”规定。", "It demands installation or log-in rates, against the rules on formalism."),
    "SZ607": _s("例外“{rule}”的有效期写得不对或已过（{until}）；请写今后的日期，如 2027-12-31，或改正工作法。", "The exception for “{rule}” has no valid date in the future ({until}); write one such as 2027-12-31, or mend the method."),
    "SZ608": _s("例外“{rule}”没有对应的问题；请删去。", "The exception for “{rule}” excuses nothing; remove it."),
    "SZ609": _s("必填项有 {count} 个，多于 {limit} 个；请减少，或由系统填写。", "{count} answers are compulsory, more than {limit}; ask fewer, or let the system fill them in."),
    "SZ610": _s("“{name}”可由身份证号推知，不要再问；请删去。", "“{name}” follows from the identity number the system holds; do not ask it."),
    "SZ611": _s("没有“{rule}”这条可以例外的规则；可用：{choices}。", "There is no rule “{rule}” that may be excepted; use one of: {choices}."),
    "SZ701": _s("示例“{title}”第 {step} 步：{detail}", "Example “{title}”, step {step}: {detail}"),
    "SZ702": _s("没有示例走过：{what}。", "No example takes: {what}."),
    "SZ703": _s("没有示例被拒绝于：{what}。", "No example is refused by: {what}."),
    "SZ704": _s("示例“{title}”的结果不符：{detail}", "Example “{title}” ends otherwise: {detail}"),
    "SZ705": _s("示例“{title}”什么也没有核对；请写 expect 或 refused。", "Example “{title}” proves nothing; write `expect` or `refused`."),
}  # fmt: skip


MOST = 500


class Problems:
    """Collects problems; sentences come from the table above.

    A hostile file costs bounded work: past `MOST` no advice is kept, past twice that no error.
    """

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def add(self, code: str, at: Any, *, weight: str = "error", **values: Any) -> None:
        """Note a problem at `at`: anything with `line` and `column`."""
        if len(self.found) < (2 * MOST if weight == "error" else MOST):
            self.found.append(Problem(code, at.line, at.column, SENTENCES[code].fill(**values), weight))

    @property
    def full(self) -> bool:
        """Whether no further problem would be kept, so that none needs to be worded."""
        return len(self.found) >= 2 * MOST

    @property
    def errors(self) -> list[Problem]:
        return [p for p in self.found if p.weight == "error"]

    def listed(self) -> list[Problem]:
        """What was found, each once, in the order of the file; errors before advice where there is too much."""
        found = list(dict.fromkeys(self.found))
        if len(found) > MOST:
            found.sort(key=lambda p: (p.weight != "error", p.line, p.column))
            found = found[:MOST]
            last = found[-1]
            found.append(Problem("SZ112", last.line, last.column, SENTENCES["SZ112"].fill(limit=MOST)))
        return sorted(found, key=lambda p: (p.line, p.column, p.code))
