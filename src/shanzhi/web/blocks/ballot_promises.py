"""What a page says of a secret ballot before one votes: what is promised, what is not, and the form of the result."""

from __future__ import annotations

from django.utils.translation import gettext as _
from msgspec import Struct

from shanzhi import secrecy
from shanzhi.matters.ballots.keys import Ballot
from shanzhi.method.roles import ROLES
from shanzhi.web.words import say


class Promise(Struct):
    """The sentences, by what they are about."""

    promised: str
    not_promised: str
    one_holder: str
    form: list[str]
    unanimous: str = ""


def promise_of(ballot: Ballot, electors: int) -> Promise:
    """The sentences for one ballot: by how many open it, and by what it will publish. `electors`: on its roll."""
    key = ballot.key
    posts = [post_words(post) for post in ballot.row.posts]
    said = {"n": key.n, "k": key.k, "posts": _("、").join(posts)}
    publishing = secrecy.read_publishing(ballot.question.publish, len(ballot.question.options))
    weighted = ballot.question.weighted
    area = sum(ballot.row.question.get("areas", [])) if weighted else electors
    everyone = secrecy.Numbers(electors, 0, 0, area, 0, area, electors, area)
    return Promise(
        promised=_(
            "您的选择在写入之前已经加密。以后不论谁拿到数据库、文件、备份或日志，都看不出谁投了什么。能打开的只有总数，"
            "须由 %(n)d 位持钥人中的 %(k)d 位（%(posts)s）一起打开。回执证明您的票在票箱里，不显示投了什么，"
            "也不能用来向别人证明投了什么。任何人都可以按公报重新计票。"
        )
        % said,
        not_promised=_(
            "您是否投过票，工作人员看得到。投票那一刻由服务器加密，此刻服务器必须可信。旁人在场、有人逼迫，系统防不住。"
            "代投的人知道自己替您投了什么。%(k)d 位持钥人若与掌握数据库的人串通，可以看到每张票。"
            "人数很少或全体一致时，结果本身就说明了投票。"
        )
        % said,
        one_holder=_("本地只有一位持钥人（%(post)s）：此人若能看到数据库，就能看到每张票。")
        % {"post": posts[0]}
        if key.k == 1
        else "",
        form=[say(line) for line in secrecy.form_sentences(publishing, electors=electors, weighted=weighted)],
        unanimous=_("须全体同意的事项，通过就等于公开每个人同意。")
        if not weighted and secrecy.unanimous(publishing, everyone)
        else "",
    )


def post_words(post: str) -> str:
    """A holder's post, as the reader's language has it."""
    return next((say(role.name) for role in ROLES.values() if role.name.zh == post), post)
