"""The OpenAPI document is one that generators of clients read, and a client made from it lives a matter."""

from __future__ import annotations

import importlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.test import Client

from shanzhi.api.main import api as whole_api

MADE = Path(__file__).parents[2] / "build/client/bin/openapi-python-client"
GENERATOR = os.environ.get("SHANZHI_OPENAPI_PYTHON_CLIENT") or (
    str(MADE) if MADE.exists() else shutil.which("openapi-python-client")
)
"""It cannot be installed beside us (it asks for an older typer): `make client` puts it into an environment of its own."""


def parts(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for one in value.values():
            yield from parts(one)
    elif isinstance(value, list):
        for one in value:
            yield from parts(one)


def document() -> dict[str, Any]:
    return json.loads(json.dumps(whole_api.get_openapi_schema(), default=str))


def test_no_list_is_described_in_a_way_that_stops_a_generator() -> None:
    found = list(parts(document()))
    lists = [one for one in found if one.get("type") == "array"]
    assert lists
    assert all(isinstance(one.get("items", {}), dict) for one in lists)
    assert not [one for one in found if "prefixItems" in one]
    point = document()["components"]["schemas"]["NewMatter"]["properties"]["point"]["anyOf"][0]
    assert (point["minItems"], point["maxItems"]) == (2, 2)


@pytest.fixture
def generated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], ModuleType]:
    """A client made from the document, in a folder of its own; asked for its modules by name.

    What it runs on (httpx) comes from the generator's environment, behind everything that ours holds.
    """
    if GENERATOR is None:
        pytest.skip("openapi-python-client is not installed (make client)")
    beside = Path(GENERATOR).resolve().parents[1].glob("lib/python3*/site-packages")
    monkeypatch.setattr(sys, "path", [*sys.path, *map(str, beside)])
    (tmp_path / "openapi.json").write_text(json.dumps(document()))
    made = subprocess.run(
        [GENERATOR, "generate", "--path", "openapi.json", "--output-path", "generated_client", "--meta", "none"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stdout + made.stderr
    monkeypatch.syspath_prepend(str(tmp_path))
    return lambda name: importlib.import_module(f"generated_client.{name}")


def through_django(request: Any) -> Any:
    """A request of the client (httpx), served within the test's transaction; its answer."""
    import httpx

    sent = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in request.headers.items()}
    kind = request.headers.get("content-type", "application/json")
    got = Client().generic(request.method, request.url.raw_path.decode(), request.content, kind, **sent)
    return httpx.Response(got.status_code, content=got.content, headers=dict(got.headers))


def test_a_generated_client_lives_a_matter(api, generated: Callable[[str], ModuleType]) -> None:
    import httpx

    models = generated("models")
    open_matter, act, get = (
        generated(f"api.matters.{name}") for name in ("open_matter", "act_on_matter", "get_matter")
    )

    def client(who: str) -> Any:
        token = api.as_(who).token
        made = generated("client").AuthenticatedClient(base_url="http://testserver", token=token)
        headers = {"Authorization": f"Bearer {token}"}
        transport = httpx.MockTransport(through_django)
        return made.set_httpx_client(
            httpx.Client(base_url="http://testserver", transport=transport, headers=headers)
        )

    values = models.NewMatterValues.from_dict({"subject": "楼道灯不亮", "detail": "三楼"})
    new = models.NewMatter(method="appeal", place=api.town.building.pk, values=values)
    step = open_matter.sync(client=client("resident"), body=new)
    assert step.stage == "reported"
    for who, name, given in (
        ("grid_worker", "accept", {"urgency": "normal"}),
        ("grid_worker", "resolve", {"reply": "已换灯泡，请查看"}),
        ("community_staff", "confirm", {}),
        ("resident", "rate", {"contacted": True, "solved": True, "stars": 5}),
    ):
        body = models.NewAct(act=name, values=models.NewActValues.from_dict(given))
        done = act.sync(step.number, client=client(who), body=body)
        assert isinstance(done, models.Step), done
    last = get.sync(step.number, client=client("resident"))
    assert (last.stage, last.end) == ("closed", "done")
