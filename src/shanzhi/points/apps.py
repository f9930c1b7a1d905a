"""Django's handle on this layer."""

from django.apps import AppConfig


class PointsConfig(AppConfig):
    name = "shanzhi.points"
    label = "points"
