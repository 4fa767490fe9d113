"""Addresses of what is done with companies and people, below /w/<slug>/. Their pages are in `pages`."""

from django.urls import path

from stegvis.people.views import creating, deleting, facts, suggesting

app_name = "people"
urlpatterns = [
    path("companies/new/", creating.new_company, name="new_company"),
    path("companies/suggestions/", suggesting.company_suggestions, name="company_suggestions"),
    path("companies/<int:pk>/facts/<slug:key>/", facts.company_fact, name="company_fact"),
    path("companies/<int:pk>/deletion/", deleting.delete_company, name="company_deletion"),
    path("people/suggestions/", suggesting.person_suggestions, name="person_suggestions"),
    path("people/new/", creating.new_person, name="new_person"),
    path("people/<int:pk>/facts/<slug:key>/", facts.person_fact, name="person_fact"),
    path("people/<int:pk>/deletion/", deleting.delete_person, name="person_deletion"),
]
