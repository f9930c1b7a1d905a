"""The addresses of the pages."""

from __future__ import annotations

from django.urls import path

from shanzhi.web.views import (
    account,
    acts,
    adoption,
    demo,
    design,
    files,
    home,
    inbox,
    library,
    matters,
    notices,
    opening,
    places,
    reaching,
    sign_in,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("sign-in", sign_in.sign_in, name="sign-in"),
    path("sign-in/code", sign_in.sign_in_code, name="sign-in-code"),
    path("sign-out", sign_in.sign_out, name="sign-out"),
    path("demo", demo.demo, name="demo"),
    path("design", design.design, name="design"),
    path("account", account.account, name="account"),
    path("account/password", account.password, name="account-password"),
    path("account/second-factor", account.second_factor_page, name="account-second-factor"),
    path("account/notices", reaching.reaching, name="account-notices"),
    path("account/looks", account.looks, name="account-looks"),
    path("display", account.display, name="display"),
    path("awake", account.awake, name="awake"),
    path("methods", opening.methods, name="methods"),
    path("open/<slug:slug>", opening.open_one, name="open"),
    path("inbox", inbox.inbox, name="inbox"),
    path("mine", inbox.mine, name="mine"),
    path("matters/<int:number>", matters.matter, name="matter"),
    path("matters/<int:number>/acts/<str:name>", acts.act, name="act"),
    path("matters/<int:number>/look/<str:field>", matters.look, name="look"),
    path("files/<uuid:number>", files.file, name="file"),
    path("places", places.places, name="places"),
    path("places/<int:number>", places.place, name="place"),
    path("places/<int:number>/matters", places.matters, name="place-matters"),
    path("library", library.library, name="library"),
    path("library/<slug:slug>", library.method, name="method"),
    path("library/<slug:slug>/adopt/<int:number>", adoption.adopt, name="adopt"),
    path("notices", notices.notices, name="notices"),
    path("notices/read", notices.read_all, name="notices-read"),
]
