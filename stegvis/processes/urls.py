"""Addresses of processes, below /w/<slug>/. What concerns their deals too is in deals."""

from django.urls import path

from stegvis.processes.views import arranging, draft, drawn, files, pages, versions

app_name = "processes"
urlpatterns = [
    path("processes/", pages.processes, name="processes"),
    path("processes/templates/<slug:key>/", drawn.template, name="template"),
    path("processes/<int:pk>/", drawn.drawing, name="process"),
    path("processes/<int:pk>/checklist/", drawn.drawing, {"way": "checklist"}, name="checklist"),
    path("processes/<int:pk>/flowchart/", drawn.drawing, {"way": "flowchart"}, name="flowchart"),
    path("processes/<int:pk>/buyer/", drawn.drawing, {"way": "buyer"}, name="buyer"),
    path("processes/<int:pk>/drawing/<slug:way>.<slug:kind>", drawn.file, name="file"),
    path("processes/templates/<slug:key>/<slug:way>/", drawn.template, name="template_drawing"),
    path("processes/<int:pk>/place/", arranging.place, name="place"),
    path("processes/<int:pk>/draft/", draft.draft, name="draft"),
    path("processes/<int:pk>/draft/acts/", draft.acts, name="draft_acts"),
    path("processes/<int:pk>/draft/undo/", draft.undo, name="draft_undo"),
    path("processes/<int:pk>/draft/redo/", draft.redo, name="draft_redo"),
    path("processes/<int:pk>/draft/news/", draft.news, name="draft_news"),
    path("processes/<int:pk>/draft/deletion/", draft.deletion, name="draft_deletion"),
    path("processes/files/", files.process_files, name="process_files"),
    path("processes/<int:pk>/file/", files.process_file, name="process_file"),
    path("processes/<int:pk>/versions/", versions.versions, name="versions"),
    path("processes/<int:pk>/versions/<int:number>/restoration/", versions.restoration, name="restoration"),
    path("processes/<int:pk>/versions/<int:number>/name/", versions.naming, name="version_name"),
    path("processes/<int:pk>/copies/", versions.copies, name="copies"),
    path("processes/<int:pk>/archive/", arranging.archive, name="archive"),
]
