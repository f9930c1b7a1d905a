"""A whole appeal over the API: opened, accepted, answered, confirmed, rated; seen, listed, told at each step."""


def test_a_whole_life(api, open_one):
    resident, worker = api.as_("resident"), api.as_("grid_worker")
    number = open_one()
    inbox = worker.get("/matters?box=inbox")
    assert [line["number"] for line in inbox["matters"]] == [number]
    assert inbox["matters"][0]["stage_label"] == "待受理"
    seen = worker.get(f"/matters/{number}")
    assert seen["desk"]["people"][0]["name"] == "grid_worker甲"
    assert seen["due_at"] is not None
    accept = next(act for act in seen["acts"] if act["act"] == "accept")
    assert accept["values"]["properties"]["urgency"]["enum"] == ["urgent", "quick", "normal", "complex"]
    for who, act, values in (
        ("grid_worker", "accept", {"urgency": "normal"}),
        ("grid_worker", "resolve", {"reply": "已换灯泡，请查看"}),
        ("community_staff", "confirm", {}),
        ("resident", "rate", {"contacted": True, "solved": True, "stars": 5}),
    ):
        seq = resident.get(f"/matters/{number}")["seq"]
        done = api.as_(who).post(f"/matters/{number}/acts", {"act": act, "values": values, "seq": seq})
        assert done.status == 200, done.data
    last = resident.get(f"/matters/{number}")
    assert (last["stage"], last["end"], last["acts"]) == ("closed", "done", [])
    acts = [(entry["act"], entry["role"]) for entry in reversed(last["entries"])]
    assert acts == [
        ("open", "anyone"),
        ("accept", "grid_worker"),
        ("resolve", "grid_worker"),
        ("confirm", "community_staff"),
        ("rate", "opener"),
    ]
    assert worker.get("/matters?box=inbox")["matters"] == []
    told = resident.get("/notices")
    assert len(told["notices"]) >= 3
    assert told["unread"] == 1, "one line a matter"
    news = resident.get("/notices?unread=true")["notices"]
    assert [one["text"] for one in news] == ["“楼道灯不亮”已答复：已换灯泡，请查看"], (
        "that it was theirs to rate is over"
    )
    assert resident.post("/notices/read", {})["count"] == len(told["notices"])
    assert resident.get("/notices")["unread"] == 0


def test_the_same_command_twice_is_done_once(api):
    resident = api.as_("resident")
    body = {
        "method": "appeal",
        "place": api.town.building.pk,
        "values": {"subject": "楼道灯不亮"},
        "command_id": "once",
    }
    first, again = resident.post("/matters", body), resident.post("/matters", body)
    assert (first.status, again.status) == (201, 200)
    assert first["number"] == again["number"]
    assert again["repeated"] is True
    assert first.headers["Location"] == f"/api/matters/{first['number']}"
    act = {"act": "message", "values": {"text": "几点来"}, "command_id": "said"}
    path = f"/matters/{first['number']}/acts"
    said, repeated = resident.post(path, act), resident.post(path, act)
    assert (said["seq"], repeated["seq"], repeated["repeated"]) == (2, 2, True)


def test_an_act_on_what_others_changed_is_a_conflict_with_their_news(api, open_one):
    number = open_one()
    worker = api.as_("grid_worker")
    path = f"/matters/{number}/acts"
    assert worker.post(path, {"act": "accept", "values": {"urgency": "normal"}, "seq": 1}).status == 200
    late = worker.post(path, {"act": "escalate", "values": {}, "seq": 1})
    assert (late.status, late["code"]) == (409, "stale")
    assert "受理" in late["message"]


def test_a_dry_run_says_whether_and_writes_nothing(api, open_one):
    number = open_one()
    resident, worker = api.as_("resident"), api.as_("grid_worker")
    path = f"/matters/{number}/acts?dry_run=1"
    body = {"act": "accept", "values": {"urgency": "normal"}}
    assert worker.post(path, body).data == {"possible": True, "why": None}
    no = resident.post(path, body)
    assert (no.status, no["possible"], no["why"]["code"]) == (200, False, "not_yours")
    assert no["why"]["rule"] == "stages.reported.acts.accept"
    assert no["why"]["line"] > 1
    assert resident.get(f"/matters/{number}")["seq"] == 1
    opening = {"method": "appeal", "place": api.town.building.pk, "values": {"subject": "x"}}
    short = resident.post("/matters?dry_run=1", opening)
    assert (short["possible"], list(short["why"]["fields"])) == (False, ["subject"])


def test_a_refused_act_names_the_rule_in_the_callers_language(api, open_one):
    number = open_one()
    body = {"act": "accept", "values": {}}
    path = f"/matters/{number}/acts"
    zh = api.as_("resident").post(path, body)
    en = api.as_("resident", language="en-GB,en;q=0.9").post(path, body)
    assert zh.status == en.status == 403
    assert "受理" in zh["message"]
    assert en["message"].startswith("“Accept” is for")
    assert zh["rule"] == en["rule"] == "stages.reported.acts.accept"
    assert en.headers["Content-Language"] == "en"
    wrong = api.as_("grid_worker").post(path, {"act": "accept", "values": {"urgency": "soon", "colour": 1}})
    assert (wrong.status, wrong["code"]) == (422, "form")
    assert set(wrong["fields"]) == {"urgency", "colour"}


def test_the_form_says_what_is_known_and_the_matter_hides_what_is_sensitive(api, open_one):
    resident = api.as_("resident")
    form = resident.get(f"/methods/appeal/form?place={api.town.building.pk}")
    phone = next(q for q in form["questions"] if q["name"] == "phone")
    assert (phone["known"], phone["held"], phone["sensitive"]) == (True, "138****0001", True)
    assert "phone" not in form["values"].get("required", [])
    number = open_one()
    worker = api.as_("grid_worker")
    answers = {a["name"]: a for a in worker.get(f"/matters/{number}")["answers"]}
    assert answers["phone"]["value"] == "138****0001"
    look = worker.post(f"/matters/{number}/looks", {"fields": ["phone"], "purpose": "上门前联系"})
    assert look["values"] == {"phone": "13800000001"}
    seen = resident.get(f"/people/{api.town.residents[0].pk}/looks")
    assert [(one["fields"], one["purpose"]) for one in seen["looks"]] == [(["phone"], "上门前联系")]
    refused = api.as_("resident3").post(f"/matters/{number}/looks", {"fields": ["phone"], "purpose": "好奇"})
    assert refused.status == 404


def test_lists_go_on_by_their_key(api, open_one):
    numbers = [open_one(detail=f"第{n}处") for n in range(5)]
    worker = api.as_("grid_worker")
    desk = f"grid_worker@{api.town.grid.pk}"
    for box in (f"desk={desk}", "box=inbox", f"place={api.town.grid.pk}", "text=楼道灯"):
        found, after = [], ""
        while True:
            page = worker.get(f"/matters?{box}&limit=2{after}")
            found += [line["number"] for line in page["matters"]]
            if page["next"] is None:
                break
            after = "&after=" + page["next"].replace("+", "%2B")
        assert sorted(found) == numbers, box
    other = api.as_("grid_worker@other")
    assert other.get(f"/matters?desk={desk}").status == 403
    assert api.as_("community_staff").get(f"/matters?desk={desk}").status == 200
    mine = api.as_("resident2").get("/matters?box=mine")
    assert mine["matters"] == []


def test_a_text_is_looked_for_in_all_that_was_said_and_narrowed_like_any_list(api):
    town = api.town
    lamps = [town.open(values={"subject": f"第{n}处", "detail": "夜里路灯不亮"}).matter.id for n in range(3)]
    there = town.open(values={"subject": "别处", "detail": "路灯"}, place=town.other_grid.pk).matter.id
    town.act(lamps[0], "accept", urgency="normal")
    staff = api.as_("community_staff")

    def listed(asked: str, caller=staff) -> list[int]:
        return [line["number"] for line in caller.get(f"/matters?text=路灯{asked}")["matters"]]

    assert listed("") == [there, *lamps[::-1]]
    assert listed("&stage=handling") == [lamps[0]]
    assert listed(f"&place={town.other_grid.pk}") == [there]
    assert listed("&open=false") == []
    assert listed("&box=mine") == []
    assert listed("&box=mine", api.as_("resident")) == [there, *lamps[::-1]]
    assert listed("", api.as_("resident2")) == []
    page = staff.get("/matters?text=路灯&limit=3")
    rest = staff.get(f"/matters?text=路灯&limit=3&after={page['next']}")
    assert [line["number"] for line in rest["matters"]] == lamps[:1]
    assert rest["next"] is None
    assert staff.get("/matters?text=路灯&after=x").status == 400
