"""Addresses of what is done with companies and people, below /w/<slug>/. Their pages are in `pages`."""

from django.urls import path

from stegvis.people.views import creating, deleting, duplicates, facts, merging, profiles, suggesting

app_name = "people"
urlpatterns = [
    path("settings/ideal-customers/", profiles.profiles, name="profiles"),
    path("settings/ideal-customers/<int:pk>/", profiles.profile, name="profile"),
    path("settings/ideal-customers/<int:pk>/deletion/", profiles.profile_deletion, name="profile_deletion"),
    path("companies/new/", creating.new_company, name="new_company"),
    path("companies/suggestions/", suggesting.company_suggestions, name="company_suggestions"),
    path("companies/<int:pk>/facts/<slug:key>/", facts.company_fact, name="company_fact"),
    path("companies/<int:pk>/deletion/", deleting.delete_company, name="company_deletion"),
    path("people/suggestions/", suggesting.person_suggestions, name="person_suggestions"),
    path("companies/<int:pk>/merging/", merging.company_merging, name="company_merging"),
    path("duplicates/companies/", duplicates.pairs, {"kind": "company"}, name="duplicate_companies"),
    path("duplicates/companies/scan/", duplicates.scan, {"kind": "company"}, name="duplicate_companies_scan"),
    path("duplicates/people/", duplicates.pairs, {"kind": "person"}, name="duplicate_people"),
    path("duplicates/people/scan/", duplicates.scan, {"kind": "person"}, name="duplicate_people_scan"),
    path("duplicates/<int:pk>/difference/", duplicates.difference, name="duplicate_difference"),
    path("duplicates/<int:pk>/return/", duplicates.duplicate_return, name="duplicate_return"),
    path("merges/<int:pk>/undoing/", merging.merge_undoing, name="merge_undoing"),
    path("people/<int:pk>/merging/", merging.person_merging, name="person_merging"),
    path("people/new/", creating.new_person, name="new_person"),
    path("people/<int:pk>/facts/<slug:key>/", facts.person_fact, name="person_fact"),
    path("people/<int:pk>/deletion/", deleting.delete_person, name="person_deletion"),
]
