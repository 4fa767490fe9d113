from django.urls import path

from stegvis.core.views.health import health

urlpatterns = [path("health/", health, name="health")]
