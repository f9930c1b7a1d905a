"""Imports over the API: a file is handed in, looked at by the worker, confirmed by its sender, taken in, and taken back."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import FileResponse
from msgspec import Meta, Struct

from shanzhi.api.faults import not_found
from shanzhi.api.files import BINARY
from shanzhi.api.operation import Call, operation
from shanzhi.api.reading import LARGEST, Message, Number, raw_body
from shanzhi.api.refs import PlaceRef, place_at, place_ref
from shanzhi.api.subjects import imports
from shanzhi.matters.files.keeping import most_bytes
from shanzhi.matters.imports import jobs, shelter
from shanzhi.matters.imports.findings import found_in, sentence_of
from shanzhi.matters.imports.options import OPTIONS
from shanzhi.matters.models import ImportJob
from shanzhi.method.words import Sentence
from shanzhi.people import audit

Text = Annotated[str, Meta(max_length=100)]


class ImportHow(Message, kw_only=True):
    """How the file is read; all may be left out. `columns`: heading → field, `-` for not used; `own_mapping`: the YAML of a
    mapping; `make_places`: places that the rows name are made; `merge_above` (percent), `days`: what counts as the same."""

    sheet: Text = ""
    source: Text = ""
    zone: Text = ""
    dates: Text = ""
    crs: Text = ""
    method: Text = ""
    mapping: Text = ""
    own_mapping: Annotated[str, Meta(max_length=OPTIONS["own_mapping"].most)] = ""
    make_places: bool = False
    merge_above: Annotated[int, Meta(ge=50, le=100)] | None = None
    days: Annotated[int, Meta(ge=1, le=3650)] | None = None
    anyway: bool = False
    level: Text = ""
    swapped: bool = False
    grid_kind: Text = ""
    name_from: Text = ""
    code_from: Text = ""
    parent_from: Text = ""
    columns: dict[str, str] = {}


class ImportFile(ImportHow, kw_only=True):
    """What is handed in, as the body itself: its name, what it holds, the place all rows lie in, and how it is read."""

    kind: Literal["appeals", "people", "shapes"]
    place: Number
    name: Annotated[str, Meta(min_length=1, max_length=200)]


class ImportColumn(Struct):
    """A column of the file: its heading, the field it is read as, an example."""

    heading: str
    field: str
    example: str


class ImportLine(Struct):
    """One conclusion from the file: of how many rows, from which columns, with examples."""

    what: str
    count: int
    columns: list[str]
    examples: list[str]


class ImportRow(Struct):
    """A row that is not taken, and why."""

    row: int
    why: str


class ImportFound(Struct):
    """What would become of the rows, or became of them; `rejected_rows` are the first of them."""

    rows: int
    added: int
    changed: int
    unchanged: int
    rejected: int
    columns: list[ImportColumn]
    lines: list[ImportLine]
    odd: list[str]
    notes: list[str]
    rejected_rows: list[ImportRow]


class ImportView(Struct):
    """A file handed in. `state`: `look` (being read), `ready` (to be confirmed), `take` (being taken in), `done`, `failed`
    (`why` says what to do), `dropped`. `batch` is the number of the import, once there is one."""

    id: int
    kind: str
    state: str
    file: str
    place: PlaceRef
    step: str
    done: int
    total: int
    why: str
    found: ImportFound | None
    batch: int | None
    asked_at: datetime
    ended_at: datetime | None


class ImportList(Struct):
    """Files handed in at a place and below, the latest first."""

    imports: list[ImportView]


class ImportsAt(Message):
    """Of which place."""

    place: Number
    limit: Annotated[int, Meta(ge=1, le=200)] = 50
    before: Annotated[int, Meta(ge=1, le=LARGEST)] | None = None


@operation(
    imports,
    "POST",
    "/imports",
    Sentence("上传要导入的文件", "Hand in a file to be imported"),
    about=Sentence(
        "先由后台读给您看（state 变为 ready），确认后才写入。",
        "It is read first (`state` becomes `ready`); nothing is written before it is confirmed.",
    ),
    query=ImportFile,
    takes={BINARY: {"type": "string", "format": "binary"}},
    answer=ImportView,
    status=201,
    scope="act",
    refuses=[404],
)
def hand_in(call: Call) -> ImportView:
    """Matters by street and district staff, rosters and shapes by the staff of a place, each for their own and below."""
    query: ImportFile = call.query
    place = place_at(query.place)
    content = raw_body(call.request, most_bytes())
    job = jobs.hand_in(
        actor=call.actor, kind=query.kind, place=place, file=query.name, content=content, how=_how(query)
    )
    return _view(job, call)


@operation(
    imports,
    "GET",
    "/imports",
    Sentence("上传过的导入", "List files handed in"),
    query=ImportsAt,
    answer=ImportList,
    refuses=[404],
)
def list_imports(call: Call) -> ImportList:
    """Those the caller might have handed in as well."""
    query: ImportsAt = call.query
    found = ImportJob.objects.filter(jobs.jobs_below([place_at(query.place)])).select_related("place")
    if query.before is not None:
        found = found.filter(pk__lt=query.before)
    seen = [job for job in found.order_by("-pk")[: query.limit] if jobs.sees(call.actor, job)]
    return ImportList([_view(job, call) for job in seen])


@operation(
    imports,
    "GET",
    "/imports/{int:number}",
    Sentence("看一次导入", "Read one"),
    answer=ImportView,
    refuses=[404],
)
def get_import(call: Call, number: int) -> ImportView:
    """How far it is, what was found, what came of it."""
    return _view(_job(call, number), call)


@operation(
    imports,
    "POST",
    "/imports/{int:number}/look",
    Sentence("换个读法再读", "Read it anew"),
    body=ImportHow,
    answer=ImportView,
    scope="act",
    refuses=[404],
)
def look_again(call: Call, number: int) -> ImportView:
    """With other choices."""
    job, body = _job(call, number), call.body
    jobs.look_again(actor=call.actor, job=job, how=_how(body))
    return _view(job, call)


@operation(
    imports,
    "POST",
    "/imports/{int:number}/confirm",
    Sentence("确认导入", "Confirm it"),
    answer=ImportView,
    scope="act",
    refuses=[404],
)
def confirm_import(call: Call, number: int) -> ImportView:
    """Once, while it is `ready`; the worker takes it in."""
    job = _job(call, number)
    jobs.confirm(actor=call.actor, job=job)
    return _view(job, call)


@operation(
    imports,
    "POST",
    "/imports/{int:number}/drop",
    Sentence("放弃导入", "Drop it"),
    answer=ImportView,
    scope="act",
    refuses=[404],
)
def drop_import(call: Call, number: int) -> ImportView:
    """The file is deleted."""
    job = _job(call, number)
    jobs.drop(actor=call.actor, job=job)
    return _view(job, call)


@operation(
    imports,
    "POST",
    "/imports/{int:number}/undo",
    Sentence("撤销导入", "Take an import back"),
    answer=ImportView,
    status=201,
    scope="act",
    refuses=[404],
)
def undo_import(call: Call, number: int) -> ImportView:
    """`number` is that of the import (`batch`). The worker makes its matters void; those acted on since stay."""
    return _view(jobs.take_back(actor=call.actor, number=number), call)


@operation(
    imports,
    "GET",
    "/imports/{int:number}/rejected",
    Sentence("没有导入的行（csv）", "The rows that were not taken, as csv"),
    media=["text/csv"],
    refuses=[404],
)
def rejected_rows(call: Call, number: int) -> FileResponse:
    """With the reason beside each; mended, the file can be handed in itself."""
    job = _job(call, number)
    path = shelter.rejected_path(job)
    if not path.exists():
        raise not_found()
    detail = {"list": "import-rejected", "form": "csv", "rows": job.rejected, "job": job.pk}
    audit.record("list.export", by=call.actor, detail=detail)
    made = FileResponse(path.open("rb"), content_type="text/csv; charset=utf-8")
    made.headers["Cache-Control"] = "private, no-store"
    return made


def _how(given: ImportHow) -> dict[str, Any]:
    return {"changes": given.columns, **{name: getattr(given, name) for name in OPTIONS if name != "changes"}}


def _job(call: Call, number: int) -> ImportJob:
    job = ImportJob.objects.select_related("place").filter(pk=number).first()
    if job is None or not jobs.sees(call.actor, job):
        raise not_found()
    return job


def _view(job: ImportJob, call: Call) -> ImportView:
    why = Sentence(job.why_zh, job.why_en)
    return ImportView(
        job.pk, job.kind, job.state, job.file, place_ref(job.place), job.step, job.done, job.total,
        call.say(why) or "", _found(job, call), job.batch_id, job.asked_at, job.ended_at,
    )  # fmt: skip


def _found(job: ImportJob, call: Call) -> ImportFound | None:
    found = found_in(job)
    if found is None:
        return None

    def say(words: tuple[str, str]) -> str:
        return call.say(sentence_of(words)) or ""

    return ImportFound(
        found.rows,
        found.added,
        found.changed,
        found.unchanged,
        found.rejected,
        [ImportColumn(one.heading, one.field, one.example) for one in found.columns],
        [ImportLine(say(one.what), one.count, [*one.columns], [*one.examples]) for one in found.lines],
        [say(one) for one in found.odd],
        [say(one.what) for one in found.notes],
        [ImportRow(one.number, say(one.why)) for one in found.refused],
    )
