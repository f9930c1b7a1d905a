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


ELECTION = """\
method: small-election
title: 推选
version: 1
source: 测试
visible: [{shows: [subject, them], whom: [place]}]
data:
  subject: {type: text, max: 80, label: 事由}
  them: {type: list, min: 1, max: 9, label: 候选人, form: {name: {type: text, max: 20, label: 姓名}, about: {type: text, max: 60, optional: true, label: 介绍}}}
open:
  start: {label: 推选, by: [community_staff], asks: [subject, them], at: community, to: ready}
stages:
  ready:
    label: 准备
    desk: [community_staff]
    due: 3 days
    acts: {begin: {label: 开始, effects: [{publish: {shows: [them]}}], to: voting}}
  voting:
    label: 投票
    desk: [community_staff]
    due: 3 days
    choose: {roll: households, of: data.them, places: 2, ties: run_off, write_ins: true, tellers: [community_staff, grid_worker], pass: count.votes * 2 > count.voted}
    outcomes: {elected: chosen, unfilled: open, tied: open}
  chosen: {label: 选好了, end: done, says: 选好了}
  open: {label: 没选成, end: failed, says: 没选成}
examples:
  - title: 开始
    steps: [{open: start, by: community_staff, with: {subject: 院落, them: [{name: 甲某}]}, expect: {stage: ready}}]
"""
"""An election that is held at once: two of those on a list."""
