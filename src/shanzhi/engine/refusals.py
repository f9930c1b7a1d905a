"""Why a command is refused: stable codes and what the person is told, with the next step."""

from __future__ import annotations

from typing import Any, Final

from shanzhi.engine.types import Refusal
from shanzhi.method.rules import Rule
from shanzhi.method.words import Sentence


def _s(zh: str, en: str) -> Sentence:
    return Sentence(zh, en)


REFUSALS: Final[dict[str, Sentence]] = {
    "outdated": _s("{why}", "{why}"),
    "stale": _s("您看到的不是最新情况：其间已有 {count} 条新记录。请先查看再决定。", "What you saw is out of date: {count} new entries have come since. Look again, then decide."),
    "closed": _s("此事项已结束（{end}），不能再操作；如问题又出现，请另行发起并关联它。", "This matter has ended ({end}). If the trouble is back, open a new one and link it."),
    "no_such_opening": _s("没有“{name}”这个入口。可从这里发起：{openings}。", "There is no way in “{name}”. One opens it by: {openings}."),
    "no_such_act": _s("“{stage}”环节没有这个操作。现在可做：{acts}。", "There is no such act in “{stage}”. What can be done now: {acts}."),
    "not_yours": _s("“{act}”由{who}来做。如需办理，请联系他们或留言。", "“{act}” is for {who}. Ask them, or leave a message."),
    "own_work": _s("“{act}”要由没有经手的人来办：您是{part}。由{who}办理；只有您任此岗的，已转上一级。", "“{act}” is for somebody who had no part in it: you are {part}. It is for {who}; where only you hold the post it went a level up."),
    "not_to_them": _s("“{asked}”不能是“{field}”写明的人，也不能是他所在的单位；请换一个。", "“{asked}” cannot be who is named in “{field}”, nor their office; choose another."),
    "form": _s("有 {count} 处需要改：{detail}", "Please mend {count} answers: {detail}"),
    "requires": _s("{why}", "{why}"),
    "registered_already": _s("已经在“{register}”里了；要改请做变更，到期的做续期。", "This stands on “{register}” already; change the entry, or renew it."),
    "not_registered": _s("不在“{register}”里，没有什么可改、可续、可退的；先入册。", "There is no entry of this on “{register}” that stands: enter it first."),
    "not_upon": _s("这个事件不引起什么：不合入口写的条件（when）。", "Nothing is opened upon this: the way in wants otherwise (`when`)."),
    "no_way": _s("没有适用的去向，请联系工作法的制定者。", "No way on applies; tell the method's author."),
    "no_level_above": _s("已经在最高一级，不能再上报。", "It stands at the top level already and cannot move up."),
    "no_such_place": _s("找不到这个地方，请重新选择。", "There is no such place; choose again."),
    "no_such_office": _s("找不到这个部门，请重新选择。", "There is no such office; choose again."),
    "already": _s("已经做过了，一次有效，不必重复。", "This was done already; it counts once."),
    "not_elector": _s("不在这次的名册里。如有误，请联系社区更正名册。", "Not on the roll for this. If that is wrong, ask the community to correct it."),
    "too_few_for_secret": _s("名册上只有 {count} 个，少于 {least} 个，无记名也看得出谁怎么投。请改为记名表决，或在会上当面表决。", "With {count} on the roll, fewer than {least}, a secret ballot would hide nobody. Vote openly, or at the meeting."),
    "no_cards": _s("还没有持钥人领过密钥卡，不能开始无记名表决。请先在“持钥人”页面指定持钥人并领卡，或改为记名表决。", "No key holder has drawn a card yet, so no secret ballot can begin. Name key holders and let them draw their cards, or vote openly."),
    "unsealed": _s("这一票没有加密，没有收下。请重新打开投票页再投。", "This vote was not sealed and was not taken. Open the voting page again."),
    "not_counted": _s("开票没有完成，票箱还封着。请重新打开开票页。", "The opening was not completed; the box is still closed. Open the page again."),
    "box_sealed": _s("票箱已封，不再收票；等持钥人开票。", "The box is closed and takes no more; it waits for the key holders."),
    "not_sealed": _s("票箱还没有封，不能开票。", "The box is not closed yet and cannot be opened."),
    "still_voting": _s("表决还没有截止，截止后才清点纸质票。", "Voting is not over; papers are counted after that."),
    "no_papers": _s("发出的纸质票都清点过了。", "All papers handed out have been counted."),
    "paper_is_secret": _s("无记名表决不录入谁投了什么。请登记谁领了纸质票，截止后由计票人、监票人清点。", "In a secret ballot nobody enters who voted what. Register who drew a paper; after the end the tellers count the papers."),
    "not_secret": _s("这次是记名表决，没有这一步。", "This ballot is open; it has no such step."),
    "too_many_papers": _s("有效票和废票共 {count} 张，而发出后未清点的只有 {left} 张。请重新清点。", "Valid and spoilt papers are {count}, but only {left} were handed out and not counted. Count again."),
    "papers_tell": _s("纸质票不足 {least} 张，或按面积计，总数会看出谁怎么投。请两位计票人把票打乱，一张一张密封录入；废票数照填。", "With fewer than {least} papers, or with areas, the totals would tell who voted what. Let both tellers shuffle the papers and seal each; then enter the spoilt ones alone."),
    "more_than_roll": _s("有效票和废票共 {count}，多于名册上的 {roll}。请重新清点。", "Valid and spoilt votes are {count}, more than the {roll} on the roll. Count again."),
    "areas_unlike": _s("业主的票数和面积要一起填：有票的选项须有面积，没有票的没有；合计不超过名册上的 {most} 平方米。", "Owners' heads and areas go together: an option with votes has an area, one without has none, and all together are at most the {most} m² on the roll."),
    "no_areas_here": _s("这次不按面积计，面积请留空。", "Areas do not count here; leave them empty."),
    "counts_differ": _s("与另一位计票人所填不同，没有录入。请两人重新清点，再各自填写。", "This differs from what the other teller entered and was not taken. Count again together, then enter it each alone."),
    "paper_in_box": _s("这一户领了纸质票，票箱里分不出是哪一张，不能划出。请比较差额，或重新表决。", "A paper was drawn here, and nobody can tell which it is: it cannot be struck out. Compare the margin, or vote anew."),
    "no_places": _s("应选人数都满了，没有要选的；请核对应选几人。", "All places are filled and nobody is to be elected; check how many there are."),
    "candidate_twice": _s("候选名单里有一个人写了两次（或前面已经当选）；请删去一次。", "Somebody is on the list of candidates twice, or is elected already; take one out."),
    "candidates_few": _s("候选人只有 {count} 位，应选 {places} 人至少要 {least} 位候选人；请补足候选人再开始。", "There are {count} candidates; to elect {places} it needs at least {least}. Find more before it begins."),
    "candidate_counts": _s("您是候选人，不能发票、唱票、计票、监票；请换别人来做。", "You are a candidate, who neither hands out papers nor counts them; let somebody else do it."),
    "candidate_holds": _s("候选人不接受委托投票；请委托别人。", "A candidate holds nobody's vote; choose somebody else."),
    "vote_is_over": _s("投票已截止，正在计票，不能再投、再发票。", "Voting is over and the votes are being counted: none is cast, and no paper handed out any more."),
    "count_is_done": _s("票已计完，只等经办认定另选的人是哪一位。", "The count is done; it only waits for the desk to say who was written on the papers."),
    "nobody_to_name": _s("现在没有要认定的人；计票以后，票上写的人当选了才需要认定。", "Nobody is to be named now; that is for somebody who was written on the papers and elected."),
    "not_written": _s("没有要认定的“{name}”；请照票上写的名字填。", "Nobody called “{name}” is to be named; write the name as it stands on the papers."),
    "person_counted": _s("这一位已经是候选人，或已认定过；请核对是哪一位。", "That person is a candidate, or named already; check who it is."),
    "no_void": _s("这次选举没有设宣布无效以后怎么办，不能宣布无效；有问题的请在公示时提出异议。", "This election does not say what follows when it is void, so it cannot be declared so; object when the result is shown."),
    "one_or_the_other": _s("每一行要么选候选人的号码，要么写别人的名字，不能都填或都空。", "Each line is either a candidate's number or another's name, neither both nor none."),
    "no_such_candidate": _s("没有 {number} 号候选人，候选人是 1 到 {most} 号。", "There is no candidate {number}; they are numbered 1 to {most}."),
    "marked_twice": _s("“{name}”写了两次；请删去一次。", "“{name}” is there twice; take one out."),
    "too_many_marks": _s("最多选 {most} 人，现在选了 {count} 人；请去掉 {over} 人再投（纸质票选多了的是废票）。", "At most {most} can be chosen and there are {count}; take out {over} (a paper with too many is spoilt)."),
    "no_write_ins": _s("这次选举只能从候选人里选，不能另写名字。", "Only the candidates can be chosen here; no other name can be written."),
    "is_candidate": _s("“{name}”就是 {number} 号候选人，请直接选，不用另写。", "“{name}” is candidate {number}: choose them instead of writing the name."),
    "read_twice": _s("票号 {number} 已经录过两遍，算过了；录错的请另一位撤销。", "Paper {number} has been read twice and is counted; a second person can take a wrong entry back."),
    "second_reader": _s("票号 {number} 您已录过一遍；第二遍要由另一位计票人、监票人来录。", "You have read paper {number} already; the second reading is for another teller."),
    "readings_differ": _s("票号 {number} 两遍录的不一样，没有算。请两人对着原票看：您录错的，改了再录；前一遍录错的，请撤销后重录。", "The two readings of paper {number} differ, and it is not counted. Look at the paper together: mend yours and enter it again, or take the first one back."),
    "unread": _s("还有 {count} 票只录了一遍；请另一位录第二遍，再报计票完毕。", "{count} votes have been read once only; let another teller read them before the count is done."),
    "given_differs": _s("发出的票填了 {given} 张，登记的是 {registered} 张；请核对发票登记。", "{given} papers are said to have been handed out, and {registered} are registered; check the register."),
    "more_than_given": _s("收回 {returned} 张，多于发出的 {given} 张。请重新清点；确实多了的，这次投票依法无效，由经办宣布无效。", "{returned} papers came back, more than the {given} handed out. Count again; if it is so, the vote is void by law, and the desk declares it."),
    "papers_unbalanced": _s("空白票和废票共 {other} 张，多于收回的 {returned} 张；请重新清点。", "Blank and spoilt papers are {other}, more than the {returned} that came back. Count again."),
    "more_than_valid": _s("有人得 {votes} 票，多于有效票 {valid} 张；请重新清点。", "Somebody has {votes} votes, more than the {valid} valid papers. Count again."),
    "too_many_votes": _s("各人得票共 {votes}，而 {valid} 张有效票每张最多选 {most} 人；请重新清点（选多了的是废票）。", "The votes come to {votes}, but {valid} valid papers hold at most {most} names each. Count again (a paper with too many is spoilt)."),
    "too_few_votes": _s("各人得票共 {votes}，少于有效票 {valid} 张；一个也没选的是空白票，请重新清点。", "The votes come to {votes}, fewer than the {valid} valid papers; one without a name is blank. Count again."),
    "window_over": _s("时间已过（{until}），不能再参加。", "The time was over at {until}."),
    "nothing_due": _s("还没有到期的事。", "Nothing is due yet."),
    "no_such_item": _s("没有这一项：{item}。可选：{items}。", "There is no item {item}; choose among {items}."),
    "item_done": _s("这一项已经完成。", "This item is done already."),
    "item_open": _s("这一项还没有完成，不用退回。", "This item is not done yet."),
    "proof_missing": _s("这一项需要{proof}作为完成情况。", "This item needs {proof} to show it was done."),
    "no_such_objection": _s("没有第 {number} 条异议。", "There is no objection no. {number}."),
    "objection_answered": _s("第 {number} 条异议已答复过。", "Objection no. {number} has been answered."),
    "too_many_proxies": _s("这位居民已受 {count} 人委托，达到上限。", "This person already holds {count} proxies, the most allowed."),
    "letter_missing": _s("由他人代签的，受托人和授权委托书的编号（日期）要一起填；本人签的都不填。", "Where another signed, give both the proxy and the number or date of the written authority; where the elector signed, neither."),
    "no_letters": _s("这次表决不接受委托，票要本人签名。", "This vote takes no proxies: electors sign themselves."),
    "too_many_letters": _s("这位受托人已代 {count} 位签票，达到上限；请由本人签，或另托一位。", "This proxy has signed for {count} already, the most allowed; let the elector sign, or name another."),
    "paper_taken": _s("票号 {number} 已经发给别人或已录入；请核对票号。", "Paper {number} has been handed out or entered already; check the number."),
    "paper_of_another": _s("票号 {number} 是发给另一位的，不能算作这一位的票；请核对票号和姓名。", "Paper {number} was handed out to somebody else and is not this elector's; check the number and the name."),
    "no_such_paper": _s("没有票号 {number} 的记录，请核对票号。", "Nothing is on record of paper {number}; check the number."),
    "own_entry": _s("录入的人不能自己撤销，请另一位工作人员来办。", "Who entered it cannot take it back; ask a second person."),
    "by_name_only": _s("无记名表决不这样登记纸质票。", "In a secret ballot papers are not registered this way."),
    "no_recall": _s("这里要等全部办完，不能提前结束。", "Here everyone must be waited for; it cannot be ended early."),
    "no_proxy": _s("对方没有委托您投票。", "That person has not entrusted the vote to you."),
    "own_proxy": _s("不能委托给自己。", "You cannot be your own proxy."),
    "entrusted": _s("您已委托他人投票。", "You have let another vote for you."),
    "notice_too_short": _s("通知时间不够：至少要提前{notice}。请改到 {earliest} 以后。", "The notice is too short: at least {notice}. Choose a time after {earliest}."),
    "not_to_take_over": _s("“{stage}”这一步不能由{role}接办。请写明要求和期限，由经办人答复。", "“{stage}” cannot be taken over by {role}. Say what is wanted and until when; the desk answers."),
    "own_post": _s("不能登记自己任职，请由他人办理。", "Nobody appoints themselves; ask someone else."),
    "not_elected": _s("“{role}”由推选产生，也由推选的人罢免；请先填写推选或罢免结果的依据，再办。", "A {role} is elected, and recalled by those who elect: fill in what records the result first."),
    "post_elsewhere": _s("岗位不在这件事所涉的范围内，请重新选择地方。", "That post lies outside of what this concerns; choose another place."),
    "post_level": _s("“{role}”设在{levels}，请重新选择地方。", "A {role} serves a {levels}; choose another place."),
    "not_within": _s("“{field}”不在这件事所涉的范围内，请重新选择。", "“{field}” lies outside of what this concerns; choose again."),
    "roll_missing": _s("还没有定由谁表决，请先填写“{field}”。", "Who votes is not settled; fill in “{field}” first."),
    "shown_now": _s("“{field}”正在公示、表决或征求意见，结束前不能更改；请留言说明。", "“{field}” is being shown, voted on or counted by, and cannot be changed before that is over; leave a message."),
    "date_missing": _s("还没有定时间，请先填写“{field}”。", "No time is set; fill in “{field}” first."),
    "not_begun": _s("会议还没有开始（{at}）。", "The meeting has not begun ({at})."),
    "no_speaker": _s("没有人在等候发言。", "Nobody is waiting to speak."),
    "speaking": _s("还有人在发言，请先结束这一轮。", "Someone has the floor; end that turn first."),
    "not_waiting": _s("不在等候发言的人里。", "Not among those who wait to speak."),
    "chair_neutral": _s("主持人保持中立，不能请自己发言；要发言请换人主持。", "The chair is neutral and cannot call themselves; let another take the chair to speak."),
    "not_there": _s("请求发言的人还没有签到；没有手机的，请先代为签到。", "Who asked to speak is not marked present; mark those without a phone present first."),
    "said_by_absent": _s("说话的人还没有签到，请先代为签到，再记他的发言。", "Who said it is not marked present; mark them present first, then note it."),
    "agenda_fixed": _s("议程已公布或会议已开始，只能增加议题，不能再调整或删去。", "The agenda is published or the meeting has begun: items can be added, but no longer moved or dropped."),
    "agenda_over": _s("议程上的议题都进行过了；可以加入议题，或散会。", "Every item of the agenda has been taken; add one, or close the meeting."),
    "not_entrusted": _s("您没有委托他人投票。", "You have not let another vote for you."),
    "objections_wait": _s(
        "您已有 {most} 条异议等着答复；请等答复，或先收回一条再提。",
        "{most} objections of yours await an answer; wait for it, or take one back first.",
    ),
    "no_own_objection": _s("您没有等待答复的异议，不用撤回。", "No objection of yours awaits an answer."),
    "not_answered": _s("您还没有评议，不用撤回。", "You have not given your view."),
    "not_supporting": _s("您还没有支持，不用撤回。", "You have not supported it."),
    "not_present": _s("请先签到。", "Mark yourself present first."),
    "full": _s("已满 {most} 项，不能再加。", "There are {most} already; no more can be added."),
    "nobody_asked": _s("还没有定请谁答复，或者定的人都要回避；请先填写。", "Nobody is named who could answer, or all who are named may not; fill that in first."),
    "too_few_asked": _s("只请了 {count} 方，而要 {needs} 方同意；请多请几方。", "{count} are asked and {needs} must be in favour; ask more."),
    "not_asked": _s("这次没有请您答复。如有误，请联系经办人。", "You are not among those who are asked. If that is wrong, tell the desk."),
    "one_for_one": _s("您已经答过一方，另一方要由别人来答。", "You have answered for one of them; another must answer for the other."),
    "no_such_seat": _s("没有第 {number} 方；请从 1 到 {most} 里选。", "There is no number {number}; choose from 1 to {most}."),
    "own_paper": _s("这是请您自己答的，请直接答复，不要代录。", "This one asks you yourself; answer it, rather than enter a paper."),
    "reminded": _s("今天已经提醒过，明天可以再提醒。", "They were reminded today; you can remind them again tomorrow."),
    "nothing_to_do": _s("“{field}”是空的，没有可分派的事。", "“{field}” is empty; there is nothing to hand out."),
    "list_full": _s("“{list}”最多 {most} 条，已经满了。", "“{list}” holds at most {most} lines and is full."),
    "no_such_field": _s("没有“{field}”这一项，或不能更正。", "There is no answer “{field}”, or it cannot be corrected."),
    "not_your_answer": _s("“{field}”由当时填写的人更正；您可以留言请他们更正。", "“{field}” is corrected by whoever answered it; leave them a message."),
    "own_time": _s("“{field}”这样更正会推迟您自己的时限，请申请延期，或请定这个时限的人更正。", "Corrected so, “{field}” would put off your own time limit; ask for an extension, or let whoever set it correct it."),
    "own_desk": _s("“{field}”决定由谁办理，正在办理的人不能更正；要换人、换部门请用相应的操作。", "“{field}” says whose desk this is, and who has it there cannot correct it; use the acts that pass it on."),
    "own_way": _s("“{field}”决定这件事往下怎么走（{turned}），不由正在办理的人更正：{instead}请本人或上一级岗位更正。", "“{field}” decides how this goes on ({turned}), so whoever has it on the desk does not correct it: {instead}let whose matter it is, or a post above, correct it."),
    "own_consent": _s("“{field}”是本人的同意，只能由本人改成同意（个人信息保护法第十四条）。", "“{field}” is somebody's own consent: only they can change it to yes (Personal Information Protection Law, article 14)."),
    "unmasks": _s("“{field}”这样更正会露出不愿露名的人。请本人更正；或先更正别的，让他仍然不露名。", "Corrected so, “{field}” would show who is not to be named. Let them correct it, or first correct what keeps them unnamed."),
    "own_link": _s("不能并入或关联自己。", "A matter cannot be linked to itself."),
    "no_date": _s("{why}", "{why}"),
    "fault": _s("这条规则算不出结果：{detail} 请告诉工作法的制定者。", "This rule gives no result: {detail} Tell the method's author."),
    "no_such_child": _s("没有这个子事项。", "There is no such child matter."),
    "unknown_stage": _s("“{method}”没有“{stage}”这个环节，此事项要先迁移到新版本。", "“{method}” has no stage “{stage}”; the matter must be moved to this version first."),
    "turning": _s("工作法在几个环节间转来转去，停不下来。请告诉工作法的制定者。", "The method turns between stages without end. Tell its author."),
}  # fmt: skip


class Refuse(Exception):
    """Raised inside a decision to end it with a refusal; `decide` turns it into its answer."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


def refuse(
    code: str, rule: Rule | None = None, fields: dict[str, Sentence] | None = None, **values: Any
) -> Refuse:
    """The refusal `code` with its sentence filled in, ready to raise."""
    why = REFUSALS[code].fill(**values)
    return Refuse(Refusal(code, why, rule.path if rule else None, rule.line if rule else None, fields or {}))
