"""The entry point that granian serves: the application, behind what takes requests in whole."""

from django.conf import settings

from shanzhi.site.front import Bounds, Front
from shanzhi.site.wsgi import application as wsgi  # sets Django up

from shanzhi.people.keys import check_keys  # isort: skip

check_keys()  # with other keys than those of the database no process serves

application = Front(wsgi, Bounds(body=settings.SHANZHI_BODY_MB * 1024 * 1024))
