"""A whole appeal: reported, accepted, answered, verified, rated, closed out; history and notices with it."""

from django.utils import timezone

from shanzhi.matters.models import Entry, Matter, Method, Notice
from tests.matters.town import code


def test_a_whole_life(town):
    done = town.open(values={"subject": "楼道灯不亮"})
    row = Matter.objects.get(pk=done.matter.id)
    assert (row.stage, row.desk_role, row.desk_place, row.title) == (
        "reported",
        "grid_worker",
        town.grid,
        "楼道灯不亮",
    )
    assert row.due_at is not None
    assert row.wakes_at == row.due_at
    assert row.opener == town.residents[0]
    town.act(done, "accept")
    town.act(done, "resolve", reply="已换灯泡，请查看")
    town.act(done, "confirm", "community_staff")
    last = town.act(done, "rate", "resident", contacted=True, solved=True, stars=5)
    assert last.matter.end == "done"
    row.refresh_from_db()
    assert (row.stage, row.end, row.wakes_at, row.desk_role) == ("closed", "done", None, "")
    assert row.closed_at is not None
    acts = Entry.objects.filter(matter=row).order_by("seq").values_list("seq", "act", "stage", "to", "role")
    assert list(acts) == [
        (1, "open", "reported", "reported", "anyone"),
        (2, "accept", "reported", "handling", "grid_worker"),
        (3, "resolve", "handling", "verifying", "grid_worker"),
        (4, "confirm", "verifying", "rating", "community_staff"),
        (5, "rate", "rating", "closed", "opener"),
    ]


def test_everyone_concerned_is_told_once_and_nobody_of_their_own_act(town):
    done = town.open(values={"subject": "楼道灯不亮"})
    told = Notice.objects.filter(matter=done.matter.id)
    assert [(n.person, n.kind) for n in told] == [(town.people["grid_worker"], "arrived")]
    assert "楼道灯不亮" in told[0].zh
    assert "To do" in told[0].en
    town.act(done, "accept")
    (news,) = Notice.objects.filter(person=town.residents[0])
    assert news.zh.startswith("“楼道灯不亮”：受理。现在办理中，由网格员经办，最迟")
    town.act(done, "message", "resident", text="晚上七点以后在家")
    assert Notice.objects.filter(person=town.people["grid_worker"], kind="message").count() == 1


def test_sensitive_answers_are_sealed_in_the_matter_and_in_history(town):
    done = town.open(values={"subject": "楼道灯不亮", "phone": "13912345678"})
    assert done.matter.data["phone"] == "13912345678"
    row, entry = Matter.objects.get(pk=done.matter.id), Entry.objects.get(pk=(done.matter.id, 1))
    assert "phone" not in {**row.data, **entry.values}
    assert entry.seal is not None
    after = town.act(done, "accept")
    assert after.matter.data["phone"] == "13912345678"


def test_what_the_system_holds_is_filled_in(town):
    assert town.open(values={"subject": "楼道灯不亮"}).matter.data["phone"] == "13800000001"


def test_a_refused_act_names_the_rule_and_writes_nothing(town):
    done = town.open()
    refused = town.try_act(done, "resolve", values={"reply": "好了好了"})
    assert code(refused) == "no_such_act"
    refused = town.try_act(done, "accept", "street_staff")
    assert code(refused) == "not_yours"
    assert refused.line is not None
    assert Entry.objects.filter(matter=done.matter.id).count() == 1


def test_it_moves_up_and_back_to_its_last_handler(town):
    done = town.act(town.open(), "escalate")
    row = Matter.objects.get(pk=done.matter.id)
    assert (row.desk_role, row.desk_place, row.place) == ("community_staff", town.community, town.community)
    assert row.origin == town.building


def test_answers_must_point_to_what_there_is(town):
    done = town.open()
    refused = town.try_act(done, "transfer", values={"to_place": 999_999})
    assert code(refused) == "no_such_place"
    refused = town.try_act(done, "merge", values={"into": 999_999})
    assert code(refused) == "unknown_refs"
    assert "into" in refused.fields
    refused = town.try_open(values={"subject": "照片", "photos": ["nothing"]})
    assert code(refused) == "unknown_refs"


def test_a_place_without_the_method_says_so(town):
    refused = town.try_open("errand")
    assert code(refused) == "not_adopted"
    assert "“errand”" in refused.why.zh
    Method.objects.create(
        slug="errand",
        version=1,
        hash="taken in elsewhere",
        title_zh="邻里跑腿",
        title_en="Errands",
        text="",
        added_at=timezone.now(),
    )
    assert "“邻里跑腿”" in town.try_open("errand").why.zh
