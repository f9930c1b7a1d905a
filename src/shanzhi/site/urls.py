"""The addresses of an installation: the pages, and the API under `api/`."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import include, path

urlpatterns = [path("", include("shanzhi.web.urls"))]
if find_spec("shanzhi.api.urls") is not None:
    urlpatterns.insert(0, path("api/", include("shanzhi.api.urls")))

handler400 = "shanzhi.web.errors.bad_request"
handler403 = "shanzhi.web.errors.forbidden"
handler404 = "shanzhi.web.errors.not_found"
handler500 = "shanzhi.site.broken.broken"
