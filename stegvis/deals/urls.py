"""Addresses of deals, below /w/<slug>/."""

from django.urls import path

from stegvis.deals.views import deal, deal_new

app_name = "deals"
urlpatterns = [
    path("deals/new/", deal_new.new_deal, name="new"),
    path("deals/<int:pk>/", deal.deal_page, name="deal"),
]
