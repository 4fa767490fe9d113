from django.apps import AppConfig


class BuyersConfig(AppConfig):
    name = "stegvis.buyers"
    label = "buyers"
