"""What the store itself refuses, beside what the engine refuses: codes, and what the person is told."""

from __future__ import annotations

from typing import Any

from shanzhi.engine.types import Refusal
from shanzhi.method.words import Sentence


def _s(zh: str, en: str) -> Sentence:
    return Sentence(zh, en)


MESSAGES: dict[str, Sentence] = {
    "no_such_matter": _s("没有 {number} 号事项，请核对号码。", "There is no matter {number}; check the number."),
    "no_area": _s("名册上有 {count} 位业主的房屋没有登记面积，按面积计的无记名表决不能开始。请先在住户页面“登记业主和面积”补上。", "{count} owners on the roll have no floor area on record, so a secret vote that counts areas cannot begin. Enter the areas on the households' pages first."),
    "no_cards": _s("还没有持钥人领过密钥卡，不能开始无记名表决。请先在“持钥人”页面指定持钥人并领卡，或改为记名表决。", "No key holder has drawn a card yet, so no secret ballot can begin. Name key holders and let them draw their cards, or vote openly."),
    "not_marked": _s("密钥卡或计票密钥的记录被改动过，不能使用。请停止操作，报告管理员和监督人员。", "The record of a card or of the ballot's key was changed and cannot be used. Stop, and tell the operator and the supervisor."),
    "not_sealed_here": _s("这一票没有收下，请重新打开投票页再投。", "This vote was not taken. Open the voting page again."),
    "opening_begun": _s("已有持钥人开始开票，名册不能再改。", "A holder has begun to open the box; the roll can no longer be changed."),
    "closed_anew": _s("票箱刚刚重新封过，请重新打开开票页。", "The box was closed anew just now. Open the page again."),
    "box_open_still": _s("票箱还没有封，不能开票。", "The box is not closed yet and cannot be opened."),
    "bad_card": _s("第 {number} 张卡：{why}", "Card {number}: {why}"),
    "too_few_cards": _s("须有 {needed} 位持钥人的密钥卡，现在只有 {given} 张。请等其他持钥人到齐。", "The cards of {needed} holders are needed; {given} were given. Wait for the others."),
    "partial_twice": _s("这位持钥人的开票文件已经交过。", "This holder's opening file was handed in already."),
    "no_holder": _s("您不是持钥人。请先由街道或社区指定。", "You are no key holder. The street or community names them."),
    "operator_holds_no_card": _s("系统的管理员不能持钥。请由其他人担任。", "Administrators of the system hold no card. Name somebody else."),
    "other_card": _s("输入的不是刚才显示的那张卡。请对照抄下的卡片再输一次。", "This is not the card that was just shown. Compare with your copy and type it again."),
    "card_in_use": _s("这张卡已经登记过。请重新领一张。", "This card is in use already. Draw a new one."),
    "no_entrusting": _s("现在不能委托投票：您在这次表决里没有可委托的票，或不在投票时间。", "No vote can be entrusted now: you have none here to entrust, or the voting is not open."),
    "too_many_tries": _s("试了太多次。请 {minutes} 分钟后再试，或请社区工作人员帮忙。", "Too many tries. Try again in {minutes} minutes, or ask the community's staff."),
    "no_such_neighbour": _s("没有对上。请写对方的全名和完整门牌，和户口或房产登记的一致；或请社区工作人员帮忙。", "No match. Write the full name and the whole door as on record, or ask the community's staff."),
    "no_such_look": _s("没有这一次查看的记录，请从“谁看过我的信息”里选。", "There is no such look on record. Choose it from “who saw my data”."),
    "nobody_to_ask": _s("本地还没有采用能问查看的“给系统提意见”（第 2 版起），请先请区里采用或升级。", "No complaints about this system that can ask about a look (version 2 on) is adopted here; ask the district to adopt or upgrade it."),
    "void": _s("此事项已作废（误录），不能再操作。", "This matter was entered by mistake and is void."),
    "no_such_place": _s("没有这个地方，请重新选择。", "There is no such place; choose again."),
    "no_place_given": _s("没有写在哪里，请选一个地方，或标出位置（接口写 place 或 point）。", "It is not said where: choose a place, or mark the spot (programs: give `place` or `point`)."),
    "no_such_person": _s("没有这个人，请重新选择。", "There is no such person; choose again."),
    "post_too_high": _s("采用这个工作法的地方不能任免“{place}”的{role}；请由上一级采用，或由上一级任免。", "The place that adopted this method cannot give or take the post of {role} at {place}; the level above can."),
    "place_closed": _s("这个地方已经撤销，请选现在的地方。", "That place was closed; choose the one that took its place."),
    "no_place_there": _s("这个位置不在任何网格内，请在地图上重新标注，或直接选择地方。", "That point lies in no grid; mark it again or choose the place."),
    "not_adopted": _s("此处还没有采用工作法“{method}”，请先由街道或区采用它。", "The method “{method}” is not adopted here; the street or district must adopt it first."),
    "bad_command": _s("操作编号须为 1 至 64 个可见字符，请重新提交。", "The command id must have 1 to 64 visible characters; send it again."),
    "command_taken": _s("这次提交的编号已经用过，那时的内容和这次不同：那一次已经办成，这一次没有记录。请先看事项现在的情况；这次的内容还要提交的，再提交一次即可（接口请换一个 command_id）。", "The id of this submission was used before, with other content: that was carried out, and nothing of this was recorded. Look how the matter stands; to submit this as well, submit it once more (programs: with a new command_id)."),
    "in_a_circle": _s("这一步会让几个工作法一圈圈互相发起（{way}），没有办成，什么也没有改动。请工作法的作者去掉其中一处。", "This act would let methods open one another in a circle ({way}), so it was not done and nothing was changed. The author of a method must take one of these out."),
    "without_end": _s("这一步会从“{method}”引出没有尽头的后续，没有办成，什么也没有改动。请工作法的作者改正。", "From “{method}” this act would lead on without end, so it was not done and nothing was changed. The author of the method must mend it."),
    "not_our_register": _s("“{method}”保管的名册“{register}”没有写明“{other}”可用（used_by），没有办成；请保管它的工作法写上，或先在此处采用它。", "The register “{register}” of “{method}” does not name “{other}” under `used_by`, so this was not done; its keeper must name it, and be adopted here."),
    "busy": _s("同时操作的人太多，请稍等一下再试。", "Too many are acting on this at once; wait a moment and try again."),
    "stale": _s("您看到的不是最新情况，其间：{news}。请先查看再决定。", "What you saw is out of date. Since then: {news}. Look again, then decide."),
    "unknown_refs": _s("有 {count} 处指向不存在的对象，请改正：{detail}", "Please mend {count} answers that point to nothing: {detail}"),
    "no_ref": _s("没有这个{what}，请重新选择。", "There is no such {what}; choose again."),
    "other_level": _s("这里只能选{levels}，请重新选择。", "This must be a {levels}; choose again."),
    "own_link": _s("不能与自己关联，请选另一件事项。", "A matter cannot be linked to itself; choose another."),
    "other_method": _s("#{number} 是“{method}”，不能并入；请选同一种工作法的事项。", "#{number} is a matter of “{method}”, into which this cannot be merged; choose one of the same method."),
    "merged_into_closed": _s("#{number} 已经结束，并进去就没有人办了；请选还在办的，或单独办理。", "#{number} has ended, and nobody would see to what is merged into it; choose one that is open, or handle this by itself."),
    "link_back": _s("那一件已经并入本件，不能再并回去。", "That one was already merged into this; it cannot be merged back."),
    "bad_at": _s("时间须带时区，请写成 2026-03-02T09:00+08:00。", "The time needs its zone, such as 2026-03-02T09:00+08:00."),
    "lacks_stage": _s("新版本没有这些环节，或其办法不同：{stages}。请为每个环节指定去向（--map 旧环节=新环节），不能是终点：该结束的按旧版办完。", "The new version lacks these stages, or they work differently: {stages}. Say where each goes (--map old=new), but to no end: what is to end does so under its own version."),
    "open_block": _s("{count} 件正在进行，规则不能中途改变：{matters}。会变的是：{rules}。请等这些事项的这一环节结束后再换版。", "{count} matters are under way and keep their rules: {matters}. This would change: {rules}. Move them to this version once that stage is over."),
    "unfit_facts": _s("{count} 件记下的内容与新版不合：{matters}。{reasons}。它们按原来的版本办完；要换版，请在新版里保留这些内容和谁看得到。", "{count} matters hold what does not fit the new version: {matters}. {reasons}. They end under their own version; to move them, keep these facts, and who reads them, in the new one."),
    "look_through": _s("要公开的内容里有：{pieces}。请改掉；必须保留的，请逐个确认并写明理由。", "What would be public holds: {pieces}. Mend it; what must stay has to be confirmed piece by piece, with the reason."),
    "why_kept": _s("请写明为什么要公开：{pieces}。", "Say why these are to be public: {pieces}."),
    "nothing_public": _s("这件事项现在没有公开的内容。", "Nothing of this matter is public now."),
    "not_there": _s("公开的内容里没有“{text}”，请照公开的原文填写。", "What is public does not hold “{text}”; copy it as it stands there."),
    "unchanged": _s("“改为”和原文一样，没有要更正的。请改文字，再提交。", "The new text is the same as the old one: there is nothing to correct. Change it and send it again."),
    "no_reason": _s("请写明理由。", "Say why."),
    "not_to_correct": _s("更正和撤下公开的内容，由经办岗位和上级岗位来做。", "What is public is corrected and taken down by the desk and the posts above it."),
    "voted_on": _s("“{field}”正在表决或征集中，只能遮去其中的文字（“改为”留空），不能改写。", "“{field}” is being voted on or counted by: parts of it can be struck out (leave the new text empty), not rewritten."),
    "emptied": _s("更正后“{field}”是空的，请写上新的文字，或撤下公开的内容。", "“{field}” would be empty; write a new text, or take the publication down."),
    "not_upgradable": _s("{number} 号事项已结束，或不属于工作法“{method}”，不能换版。", "Matter {number} has ended or is no matter of “{method}”; it cannot be moved to another version."),
    "broken_method": _s("工作法“{method}”的文件读不出来，请联系管理员。", "The file of method “{method}” cannot be read; tell the operator."),
}  # fmt: skip


def refusal(code: str, fields: dict[str, Sentence] | None = None, **values: Any) -> Refusal:
    """A refusal of the store, ready to hand back."""
    return Refusal(code, MESSAGES[code].fill(**values), fields=fields or {})
