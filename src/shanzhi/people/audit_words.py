"""What the kinds and results of the audit are called; the records themselves hold the codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shanzhi.method.words import Sentence

KINDS = {
    "sign_in": Sentence("登录", "sign in"),
    "sign_in.once": Sentence("请求登录码或链接", "ask for a sign-in code or link"),
    "password.change": Sentence("更改密码", "change a password"),
    "password.reset": Sentence("重置密码", "reset a password"),
    "second_factor.on": Sentence("启用双因素", "turn on the second factor"),
    "second_factor.recovery": Sentence("用备用码登录", "sign in by a recovery code"),
    "second_factor.reset": Sentence("重置双因素", "reset a second factor"),
    "account.open": Sentence("开账号", "open an account"),
    "account.close": Sentence("关账号", "close an account"),
    "account.ask": Sentence("为管理员账号提出请求", "ask for an administrator's account"),
    "account.confirm": Sentence(
        "确认管理员账号的请求", "confirm what was asked for an administrator's account"
    ),
    "account.refuse": Sentence(
        "不同意管理员账号的请求", "refuse what was asked for an administrator's account"
    ),
    "account.draw": Sentence("取管理员的初始密码", "draw an administrator's first password"),
    "account.unlock": Sentence("解除锁定", "unlock an account"),
    "token.issue": Sentence("新建令牌", "issue a token"),
    "token.revoke": Sentence("停用令牌", "revoke a token"),
    "method.adopt": Sentence("采用工作法、设定参数", "adopt a method, set its inputs"),
    "method.ask": Sentence("申请改参数", "ask for inputs set by a level above"),
    "method.answer": Sentence("答复参数的申请", "answer what was asked for inputs"),
    "method.end": Sentence("不再采用工作法", "end an adoption"),
    "look": Sentence("查看未遮盖的信息", "see personal data unmasked"),
    "look.approve": Sentence("批准查看未成年人信息", "approve a look at a child's data"),
    "card.register": Sentence("领取密钥卡", "take a key card"),
    "card.end": Sentence("密钥卡作废", "end a key card"),
    "ballot.end_of_life": Sentence(
        "表决到期，删除密封的份额和票", "delete a ballot's shares and votes at its end"
    ),
    "ledger.see": Sentence("查看别人的积分账户", "look at the account of somebody else"),
    "audit.read": Sentence("查看审计", "read the audit"),
    "clock.confirm": Sentence("确认时钟", "confirm the clock"),
    "calendar.take": Sentence("录入放假安排", "take in the holidays of a year"),
    "backup.make": Sentence("备份", "make a backup"),
    "method.take": Sentence("收进工作法文件", "take in the file of a method"),
    "audit.prune": Sentence("清理到期的审计", "remove audit records past their time"),
    "reply.keep": Sentence("写常用回复", "keep a text for replies"),
    "reply.retire": Sentence("停用常用回复", "retire a text for replies"),
    "list.export": Sentence("导出清单", "export a list"),
    "person.add": Sentence("登记人员", "enter a person"),
    "person.rename": Sentence("改姓名", "change a name"),
    "person.correct": Sentence("更正登记信息", "correct a person's data"),
    "person.move_out": Sentence("人员迁出", "let a person move away"),
    "person.deceased": Sentence("登记去世", "record a death"),
    "person.alive": Sentence("更正：此人健在", "take back a death recorded by mistake"),
    "person.move": Sentence("迁到别处", "move a person"),
    "person.guardian": Sentence("登记监护人", "name a guardian"),
    "person.copy": Sentence("带走个人信息", "take a copy of a person's data"),
    "person.erase": Sentence("删除个人信息", "erase a person's data"),
    "consent.give": Sentence("登记同意", "record a consent"),
    "consent.withdraw": Sentence("撤回同意", "withdraw a consent"),
    "contact.verified": Sentence("验证联系方式", "verify a way of contact"),
    "household.add": Sentence("登记住户", "enter a household"),
    "household.set": Sentence("修改住户", "change a household"),
    "household.move": Sentence("住户改到别处", "move a household"),
    "household.split": Sentence("分户", "part a household"),
    "household.merge": Sentence("并户", "put two households together"),
    "household.leave": Sentence("全户迁走", "let a whole household move"),
    "household.close": Sentence("注销住户", "close a household"),
    "organization.add": Sentence("登记单位", "enter an organisation"),
    "organization.set": Sentence("修改单位信息", "change an organisation"),
    "licence.add": Sentence("登记证照", "enter a licence"),
    "licence.end": Sentence("注销证照", "end a licence"),
    "role.label": Sentence("设定岗位的本地叫法", "set what a role is called"),
    "organization.close": Sentence("注销单位", "close an organisation"),
    "post.assign": Sentence("登记任职", "assign a post"),
    "post.end": Sentence("结束任期", "end a post"),
    "people.import": Sentence("导入名册", "import a roster"),
    "matter.import": Sentence("导入事项", "import matters"),
    "matter.import.undo": Sentence("撤销导入", "undo an import"),
    "key.new": Sentence("启用新密钥", "take a new key into use"),
    "key.reseal": Sentence("用新密钥重新加密", "seal again with the new key"),
    "demo.built": Sentence("建示例区", "build the sample district"),
}
"""Every kind of record; `tests/people/test_audit_words.py` asks each one that is written for its name."""

RESULTS = {
    "ok": Sentence("成功", "done"),
    "denied": Sentence("无权", "denied"),
    "wrong": Sentence("密码不对", "wrong password"),
    "wrong code": Sentence("验证码不对", "wrong code"),
    "bad link": Sentence("链接无效", "bad link"),
    "locked": Sentence("已锁定", "locked"),
    "closed": Sentence("账号已关闭", "account closed"),
    "asked": Sentence("已发出", "sent"),
    "nobody": Sentence("查无此人", "nobody"),
    "unknown": Sentence("统一身份对应不到账号", "no account for this identity"),
    "unverified": Sentence("统一身份未核实", "identity not verified"),
    "no claim": Sentence("统一身份缺少所需信息", "identity lacks what is asked for"),
    "not proved": Sentence("统一身份未通过", "identity not proved"),
    "away": Sentence("统一身份系统连不上", "identity system away"),
}


ON_THE_SERVER = Sentence("服务器命令行", "command on the server")
ACCOUNT_KEYS = ("of", "opened", "closed")


def account_in(detail: Mapping[str, Any]) -> int | None:
    """The account that a record is about, where it is about one."""
    return next((detail[key] for key in ACCOUNT_KEYS if isinstance(detail.get(key), int)), None)


def kind_name(kind: str) -> Sentence:
    """What a kind of record is called; its code where it has no name."""
    return KINDS.get(kind, Sentence(kind, kind))


def result_name(result: str) -> Sentence:
    """What a result is called; its code where it has no name."""
    return RESULTS.get(result, Sentence(result, result))
