"""`shanzhi key`: changing the key that seals sensitive fields, without a standstill."""

from __future__ import annotations

import typer

from shanzhi.cli.asking import complaints, console, done, fail
from shanzhi.cli.group import Command, Group
from shanzhi.cli.language import language, say
from shanzhi.method.words import Sentence

app = typer.Typer(
    add_completion=False,
    cls=Group,
    no_args_is_help=True,
    help=say(
        "加密密钥：定期更换，或怀疑泄露时更换。依次做：\n\n"
        "1. `shanzhi key new` 生成新密钥，另存备份\n"
        "2. 重启网站和 worker，从此用新密钥加密；旧密钥照样能打开旧数据\n"
        "3. `shanzhi key reseal` 把旧数据改用新密钥加密\n"
        "4. 把旧密钥移出 keys/，与旧备份放在一起",
        "Sealing keys: change them from time to time, or when one may be known to others. In this order:\n\n"
        "1. `shanzhi key new` makes a new key; back it up\n"
        "2. restart the site and the worker: they seal with it from now on, and old keys still open what is old\n"
        "3. `shanzhi key reseal` seals what is old with the new key\n"
        "4. move the old keys out of keys/, to where the old backups are",
    ),
)


@app.command(
    "new",
    cls=Command,
    help=say(
        "生成下一把加密密钥；网站和 worker 重启后开始使用",
        "make the next sealing key; the site and the worker use it once they are restarted",
    ),
)
def new() -> None:
    """The number of the key is told and recorded, never the key."""
    from shanzhi.people import audit
    from shanzhi.people.keys import new_key

    number = new_key()
    audit.record("key.new", detail={"number": number})
    done(
        f"已生成 keys/seal-{number}。请另存备份，重启网站和 worker，再运行 shanzhi key reseal。",
        f"Made keys/seal-{number}. Back it up, restart the site and the worker, then run shanzhi key reseal.",
    )


@app.command(
    "reseal",
    cls=Command,
    help=say(
        "把用旧密钥（或旧算法）加密的数据改用现在的。可随时中断，再运行接着做；可在使用中进行。",
        "Seal with the present key (and cipher) what is sealed under another. It may be stopped and run again, and people "
        "may work meanwhile.",
    ),
)
def reseal() -> None:
    """Seal until nothing is left, name what does not open, then say which keys are not needed any more."""
    from shanzhi.people import audit, privacy
    from shanzhi.people.keys import retire_old

    count = 0
    afresh = privacy.Afresh()
    try:
        while some := privacy.reseal(afresh):
            count += some
    finally:
        if count:
            audit.record("key.reseal", detail={"values": count, "unreadable": len(afresh.unreadable)})
    console.print(say(f"重新加密 {count} 项。", f"Sealed {count} values afresh."))
    if afresh.unreadable:
        for record, why in afresh.unreadable.items():
            complaints.print(f"{record}: {why.text(language())}", markup=False, soft_wrap=True)
        left = len(afresh.unreadable)
        fail(
            Sentence(
                f"{left} 条记录打不开，没有改动；其余都已重新加密。旧密钥请先留着。",
                f"{left} records do not open and were left as they are; all others are sealed afresh. Keep the old keys.",
            ),
            code=1,
        )
    old = [f"seal-{number}" for number in retire_old()]
    if old:
        names = say("、", ", ").join(old)
        done(
            f"现有数据不再需要 {names}：请移出 keys/，与旧备份一起保管（旧备份还要靠它打开）。",
            f"The data here need {names} no longer: move them out of keys/, and keep them with the old backups, which do.",
        )
