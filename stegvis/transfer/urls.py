"""Addresses of imports and exports, below /w/<slug>/."""

from django.urls import path

from stegvis.transfer.views import columns, exports, files, imports, mappings, reports, values, whole

app_name = "transfer"
urlpatterns: list = [
    path("settings/data/", imports.data, name="data"),
    path("imports/new/", files.new_import, name="new_import"),
    path("imports/<int:pk>/", imports.import_page, name="import"),
    path("imports/<int:pk>/file/", files.file, name="file"),
    path("imports/<int:pk>/dates/", files.dates, name="dates"),
    path("imports/<int:pk>/columns/", columns.columns, name="columns"),
    path("imports/<int:pk>/values/", values.values, name="values"),
    path("imports/<int:pk>/trials/", values.trials, name="trials"),
    path("imports/<int:pk>/runs/", values.runs, name="runs"),
    path("imports/<int:pk>/report/", reports.report, name="report"),
    path("imports/<int:pk>/rejected-rows/", reports.rejected_rows, name="rejected_rows"),
    path("imports/<int:pk>/continuation/", reports.continuation, name="continuation"),
    path("imports/<int:pk>/undoing/", reports.undoing, name="undoing"),
    path("imports/<int:pk>/deletion/", imports.deletion, name="deletion"),
    path("imports/<int:pk>/mappings/", mappings.mappings, name="mappings"),
    path("import-mappings/<int:pk>/deletion/", mappings.mapping_deletion, name="mapping_deletion"),
    path("exports/whole/", whole.wholes, name="wholes"),
    path("exports/whole/<int:pk>.zip", whole.whole, name="whole"),
    path("exports/<slug:kind>.<slug:shape>", exports.export, name="export"),
]
