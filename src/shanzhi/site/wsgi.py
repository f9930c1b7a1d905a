"""The WSGI entry point that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shanzhi.site.settings")
_pages = get_wsgi_application()

from shanzhi.api.handler import application as with_short_way  # noqa: E402 (Django must be set up first)

application = with_short_way(_pages)
