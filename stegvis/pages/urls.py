from django.urls import path

from stegvis.pages.views.columns import choose_columns

app_name = "pages"
urlpatterns: list = [
    path("lists/<slug:listing>/columns/", choose_columns, name="columns"),
]
