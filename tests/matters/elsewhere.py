"""The settings of a second process that works in the database of a running test."""

import os

from shanzhi.site.settings import *  # noqa: F403
from shanzhi.site.settings import DATABASES

if "SHANZHI_TEST_SQLITE" in os.environ:
    DATABASES["default"]["NAME"] = os.environ["SHANZHI_TEST_SQLITE"]
