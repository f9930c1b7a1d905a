"""The subjects of the API: one router each, to which the modules of operations add theirs, hot ones first."""

from __future__ import annotations

from ninja import Router

matters = Router(tags=["matters"])
methods = Router(tags=["methods"])
places = Router(tags=["places"])
people = Router(tags=["people"])
posts = Router(tags=["posts"])
imports = Router(tags=["imports"])
files = Router(tags=["files"])
notices = Router(tags=["notices"])
reports = Router(tags=["reports"])
account = Router(tags=["account"])
administration = Router(tags=["administration"])
open311 = Router(tags=["open311"])

ALL = (
    matters,
    methods,
    places,
    people,
    posts,
    imports,
    files,
    notices,
    reports,
    account,
    administration,
    open311,
)
