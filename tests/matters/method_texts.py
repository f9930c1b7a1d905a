"""Small methods for tests, each with what one behaviour needs."""


def method(
    name: str, title: str, opens: str, stages: str, *, version: int = 1, form: str = "", at: str = "community"
) -> str:
    """The text of a method: `opens` names who opens it; its first stage is the first of `stages`."""
    first = stages.strip().split(":")[0]
    lines = "".join(f"  {line}\n" for line in stages.strip("\n").splitlines())
    return f"""\
method: {name}
title: {title}
version: {version}
source: 测试
visible: place
form:
  subject: {{type: text, max: 80, label: 事由}}
{form}
open: {{by: [{opens}], at: {at}, to: {first}}}
stages:
{lines}
examples:
  - title: 发起
    when:
      - open: {{subject: 试试}}
        by: {opens}
    then: {{stage: {first}}}
"""


def end(name: str, label: str, kind: str) -> str:
    """A stage that ends the matter and tells its opener."""
    return (
        f"{name}: {{label: {label}, end: {kind}, effects: [{{notify: {{to: [opener], text: {label}}}}}]}}\n"
    )


CLAIM = method(
    "lend-a-hand",
    "搭把手",
    "resident",
    """
offered:
  label: 待接单
  desk: community_staff
  claim: {by: [resident], open_for: 3 days}
  outcomes: {taken: doing, unclaimed: nobody}
doing:
  label: 办理中
  desk: holder
  due: 5 days
  acts:
    finish: {label: 办完, to: finished}
"""
    + end("finished", "已办完", "done")
    + end("nobody", "无人接单", "expired"),
)

BALLOT = method(
    "secret-vote",
    "无记名表决",
    "community_staff",
    """
voting:
  label: 表决
  desk: community_staff
  ballot: {electors: household, open_for: 3 days, pass: yes * 2 > voted, secret: true}
  outcomes: {passed: accepted, failed: rejected}
"""
    + end("accepted", "通过", "done")
    + end("rejected", "未通过", "failed"),
)


OPEN_BALLOT = BALLOT.replace(", secret: true", "")


def visible(how: str) -> str:
    """A method whose matters lie on the grid worker's desk, shown to `desk`, `place` or `public`."""
    text = method(
        f"seen-{how}",
        "谁能看",
        "resident",
        """
lying:
  label: 待办
  desk: grid_worker
  due: 3 days
  acts:
    finish: {label: 办完, to: finished}
"""
        + end("finished", "已办完", "done"),
        at="grid",
    )
    return text.replace("visible: place", f"visible: {how}")


FAMILY = method(
    "family",
    "同住登记",
    "resident",
    """
waiting:
  label: 待办
  desk: community_staff
  due: 2 workdays
  acts:
    add:
      label: 再登记一位
      form:
        more: {type: list, label: 另有, form: {who: {type: text, label: 谁}, tel: {type: phone, sensitive: true, label: 电话}}}
    done: {label: 办好, to: closed}
"""
    + end("closed", "办好了", "done"),
    form="""\
  family:
    type: list
    label: 同住的人
    form:
      who: {type: text, max: 20, label: 谁}
      tel: {type: phone, sensitive: true, label: 电话}
""",
).replace("{subject: 试试}", '{subject: 试试, family: [{who: 甲, tel: "13900000000"}]}')
"""Who lives together: a list that holds a sensitive part."""
