"""The WSGI entry point that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shanzhi.site.settings")
_pages = get_wsgi_application()

from django.conf import settings  # noqa: E402 (Django must be set up first)

from shanzhi.api.handler import application as with_short_way  # noqa: E402
from shanzhi.site.forwarded import behind  # noqa: E402
from shanzhi.site.health import with_health  # noqa: E402

application = with_health(behind(settings.SHANZHI_PROXIES, with_short_way(_pages)))
