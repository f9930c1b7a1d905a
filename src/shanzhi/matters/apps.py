"""Django's handle on this layer."""

from django.apps import AppConfig


class MattersConfig(AppConfig):
    name = "shanzhi.matters"
    label = "matters"
