"""What matters hold about a person, for the copy they take along: what they opened, did, sent and were told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from shanzhi.engine.types import Actor
from shanzhi.matters.files.contents import path_of
from shanzhi.matters.lists.marks import as_told
from shanzhi.matters.lists.wording import act_label, stage_label
from shanzhi.matters.methods.compiled import compiled
from shanzhi.matters.models import Entry, File, Matter, Notice, NoticeChannel, Watch
from shanzhi.matters.rights.access import named_in
from shanzhi.matters.rights.looks_told import facts_seen
from shanzhi.matters.writing.record import context_of, entry_context
from shanzhi.method.model import Method
from shanzhi.method.results import in_words
from shanzhi.method.words import Sentence
from shanzhi.people.actors import load_actor
from shanzhi.people.models import Look, Person
from shanzhi.people.portable import Section, holder, in_language
from shanzhi.people.sealing import unseal_if_readable
from shanzhi.places.queries import full_name


@holder
def held_of_matters(person: Person) -> Iterable[Section]:
    """Matters opened, one's own entries in any matter, files, what one follows, notices, the channel, who looked."""
    opened = Matter.objects.filter(opener=person).select_related("origin").defer("origin__geometry")
    yield Section(
        "matters", Sentence("我发起的", "Matters I opened"), [_matter(m) for m in opened.order_by("pk")]
    )
    party = named_in(Actor(person.pk, household=person.household_id), side=True)
    named = Matter.objects.filter(party, void=False).exclude(opener=person).select_related("origin")
    yield Section(
        "party_to",
        Sentence("我是当事方的", "Matters I am a party to"),
        [_matter(m, own=False) for m in named.defer("origin__geometry").order_by("pk")],
    )
    entries = Entry.objects.filter(person=person).select_related("matter").order_by("at", "matter", "seq")
    yield Section("acts", Sentence("我做过的", "What I did"), [_entry(entry) for entry in entries])
    files = list(File.objects.filter(person=person).order_by("at"))
    yield Section(
        "files",
        Sentence("我上传的文件", "Files I sent"),
        [
            {_("文件"): _file_name(f), _("大小"): f.size, _("时间"): f.at, _("事项"): f.matter_id or ""}
            for f in files
        ],
        [(_file_name(f), path_of(f.hash)) for f in files],
    )
    watches = Watch.objects.filter(person=person).order_by("since")
    yield Section(
        "watches",
        Sentence("我关注的", "What I follow"),
        [{_("事项"): w.matter_id, _("起"): w.since} for w in watches],
    )
    notices = list(Notice.objects.filter(person=person).order_by("pk"))
    told = as_told(load_actor(person.pk), [(in_language(Sentence(n.zh, n.en)), n.matter_id) for n in notices])
    yield Section(
        "notices",
        Sentence("通知", "Notices"),
        [
            {
                _("时间"): n.at,
                _("内容"): text,
                _("事项"): n.matter_id or "",
                _("已读"): n.read_at or "",
            }
            for n, text in zip(notices, told, strict=True)
        ],
    )
    channel = NoticeChannel.objects.filter(person=person).first()
    if channel is not None:
        row = {
            _("渠道"): channel.channel,
            _("免打扰"): f"{channel.quiet_from or ''}–{channel.quiet_to or ''}",
        }
        yield Section("channel", Sentence("怎样通知我", "How I am told"), [row])
    looks = list(Look.objects.filter(subject=person.pk).order_by("-seq"))
    saw = facts_seen(looks)
    yield Section(
        "looks",
        Sentence("谁看过我的信息", "Who saw my data"),
        [
            {
                _("时间"): look.at,
                _("看了"): _("、").join(in_language(fact) for fact in saw[look.seq]),
                _("用途"): look.detail.get("purpose", ""),
            }
            for look in looks
        ],
    )


def _file_name(file: File) -> str:
    return f"{str(file.pk)[:8]}-{file.name}"


def _method(matter: Matter) -> Method:
    return compiled(bytes(matter.pin), matter.adoption_id)


def _matter(matter: Matter, *, own: bool = True) -> dict[str, Any]:
    """A matter; what is sealed of it is for whoever opened it alone."""
    method = _method(matter)
    sealed = unseal_if_readable(matter.sealed, context_of(matter.pk)) if own else {}
    answers = {**matter.data, **sealed}
    return {
        _("编号"): matter.pk,
        _("工作法"): in_language(method.title),
        _("标题"): matter.title,
        _("地方"): full_name(matter.origin),
        _("发起"): matter.opened_at,
        _("环节"): in_language(stage_label(method, matter.stage, matter.end)),
        _("结束"): matter.closed_at or "",
        _("内容"): _labelled(method, answers),
    }


def _entry(entry: Entry) -> dict[str, Any]:
    method = _method(entry.matter)
    answers = {**entry.values, **unseal_if_readable(entry.sealed, entry_context(entry.matter_id, entry.seq))}
    return {
        _("时间"): entry.at,
        _("事项"): entry.matter_id,
        _("做了"): in_language(act_label(method, entry.stage, entry.act)),
        _("内容"): _labelled(method, answers),
    }


def _labelled(method: Method, answers: dict[str, Any]) -> dict[str, Any]:
    labels = {name: in_language(field.label) for name, field in method.fields.items()}
    return {
        labels.get(name, name): in_words(value)
        for name, value in answers.items()
        if value not in (None, "", [])
    }
