"""Django's handle on this layer."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "shanzhi.web"
    label = "web"
