"""Django's handle on this layer."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "shanzhi.places"
    label = "places"
