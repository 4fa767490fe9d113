from django.urls import path

from stegvis.pages.views import (
    calendar,
    cells,
    company,
    first_run,
    person,
    search,
    suggestions,
    task_acts,
    tasks,
    today,
)
from stegvis.pages.views.columns import columns

app_name = "pages"
urlpatterns: list = [
    path("search/", search.search, name="search"),
    path("palette/", search.palette, name="palette"),
    path("palette/opened/", search.opened, name="opened"),
    path("today/", today.today, name="today"),
    path("today/reminders/", today.reminders, name="reminders"),
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/new/", tasks.new_task, name="new_task"),
    path("tasks/calendar/", calendar.calendar, name="calendar"),
    path("tasks/of/<slug:kind>/<int:pk>/", tasks.record_tasks, name="record_tasks"),
    path("tasks/<int:pk>/", tasks.task, name="task"),
    path("tasks/<int:pk>/completion/", task_acts.completion, name="task_completion"),
    path("tasks/<int:pk>/reopening/", task_acts.reopening, name="task_reopening"),
    path("tasks/<int:pk>/day/", task_acts.day, name="task_day"),
    path("tasks/<int:pk>/assignee/", task_acts.assignee, name="task_assignee"),
    path("tasks/<int:pk>/deletion/", task_acts.deletion, name="task_deletion"),
    path("deals/<int:pk>/suggestions/", suggestions.suggestions, name="suggestions"),
    path("deals/<int:pk>/suggestions/<int:suggestion>/dropping/", suggestions.dropping, name="suggestion_dropping"),
    path("lists/<slug:listing>/columns/", columns, name="columns"),
    path("companies/", company.companies, name="companies"),
    path("companies/<int:pk>/", company.company_page, name="company"),
    path("companies/<int:pk>/changes/", company.company_changes, name="company_changes"),
    path("companies/<int:pk>/facts/<slug:key>/history/", company.company_fact_history, name="company_fact_history"),
    path("companies/<int:pk>/cells/<slug:column>/", cells.company_cell, name="company_cell"),
    path("people/", person.people, name="people"),
    path("people/<int:pk>/", person.person_page, name="person"),
    path("people/<int:pk>/changes/", person.person_changes, name="person_changes"),
    path("people/<int:pk>/facts/<slug:key>/history/", person.person_fact_history, name="person_fact_history"),
    path("people/<int:pk>/cells/<slug:column>/", cells.person_cell, name="person_cell"),
    path("start/process/", first_run.first_process, name="first_process"),
    path("start/data/", first_run.first_data, name="first_data"),
]
