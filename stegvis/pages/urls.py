from django.urls import path

from stegvis.pages.views import company, first_run, person, search
from stegvis.pages.views.columns import columns

app_name = "pages"
urlpatterns: list = [
    path("search/", search.search, name="search"),
    path("palette/", search.palette, name="palette"),
    path("palette/opened/", search.opened, name="opened"),
    path("lists/<slug:listing>/columns/", columns, name="columns"),
    path("companies/", company.companies, name="companies"),
    path("companies/<int:pk>/", company.company_page, name="company"),
    path("companies/<int:pk>/changes/", company.company_changes, name="company_changes"),
    path("companies/<int:pk>/facts/<slug:key>/history/", company.company_fact_history, name="company_fact_history"),
    path("people/", person.people, name="people"),
    path("people/<int:pk>/", person.person_page, name="person"),
    path("people/<int:pk>/changes/", person.person_changes, name="person_changes"),
    path("people/<int:pk>/facts/<slug:key>/history/", person.person_fact_history, name="person_fact_history"),
    path("start/process/", first_run.first_process, name="first_process"),
    path("start/data/", first_run.first_data, name="first_data"),
]
