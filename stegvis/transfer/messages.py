"""What readers of a report are told: a sentence for every code."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.transfer.reading import UnreadableFile

# Why a row was not taken. Placeholders: column, value.
ROWS = {
    "not_a_date": gettext_lazy("“%(value)s” in “%(column)s” is not a date."),
    "no_such_date": gettext_lazy("“%(value)s” in “%(column)s” is a day that does not exist."),
    "ambiguous_date": gettext_lazy(
        "“%(value)s” in “%(column)s” can be two different days. Say which order dates have."
    ),
    "not_a_moment": gettext_lazy("“%(value)s” in “%(column)s” is not a date with a time."),
    "not_a_number": gettext_lazy("“%(value)s” in “%(column)s” is not a number."),
    "not_a_quantity": gettext_lazy("“%(value)s” in “%(column)s” is not a quantity."),
    "not_yes_no": gettext_lazy("“%(value)s” in “%(column)s” is neither yes nor no."),
    "not_json": gettext_lazy("The text in “%(column)s” is not the list that was expected."),
    "too_large": gettext_lazy("“%(value)s” in “%(column)s” is too large."),
    "too_long": gettext_lazy("The text in “%(column)s” is too long."),
    "unknown_currency": gettext_lazy("“%(value)s” in “%(column)s” is not a currency."),
    "unknown_country": gettext_lazy("“%(value)s” in “%(column)s” is not a country."),
    "unknown_period": gettext_lazy("“%(value)s” in “%(column)s” is neither once, monthly nor yearly."),
    "unknown_process": gettext_lazy("There is no process “%(value)s”."),
    "unknown_stage": gettext_lazy("The stage “%(value)s” is not mapped to one of the process."),
    "no_stage_of_kind": gettext_lazy("The process has no stage of the kind “%(value)s”."),
    "unknown_choice": gettext_lazy("“%(value)s” in “%(column)s” is not one of the choices."),
    "unknown_person": gettext_lazy("“%(value)s” in “%(column)s” is nobody we know."),
    "not_fitting": gettext_lazy("“%(value)s” in “%(column)s” does not fit the field."),
    "missing_name": gettext_lazy("The row has no name."),
    "missing_required": gettext_lazy("The row says nothing of “%(column)s”, which the workspace requires."),
    "missing_case": gettext_lazy("The row does not say which deal it is about."),
    "missing_stage": gettext_lazy("The row does not say which stage it is about."),
    "earlier_than_history": gettext_lazy(
        "“%(value)s” is earlier than what is known of the deal already: history is not rewritten."
    ),
    "unknown_deal": gettext_lazy("There is no deal “%(value)s” here. Import the deals first."),
    "ambiguous_deal": gettext_lazy(
        "There are several deals “%(value)s”. Name the deal by its number, or its company too."
    ),
    "unknown_company": gettext_lazy("There is no company “%(value)s” here. Import the companies first."),
    "ambiguous_person": gettext_lazy(
        "There are several people called “%(value)s”. Name the person by e-mail or number."
    ),
    "missing_title": gettext_lazy("The row does not say what is to be done."),
    "missing_text": gettext_lazy("The row has no words."),
    "missing_time": gettext_lazy("The row does not say when it was."),
    "missing_about": gettext_lazy("The row names no deal, company or person."),
    "missing_person": gettext_lazy("The row names no person."),
    "repeats_without_day": gettext_lazy("A task that repeats needs a day."),
    "lies_ahead": gettext_lazy("“%(value)s” lies ahead. Import it as a task."),
    "too_far": gettext_lazy("“%(value)s” in “%(column)s” is too far away."),
    "not_a_time": gettext_lazy("“%(value)s” in “%(column)s” is not a time of day."),
    "keeps_no_contact": gettext_lazy(
        "“%(value)s” would lift a do-not-contact. A file cannot do that: change it on the person’s page."
    ),
    "other_process": gettext_lazy("The deal “%(value)s” runs in another process."),
}
# Why a file was refused. Placeholders are the details of the error.
FILES = {
    "missing": gettext_lazy("The file cannot be opened."),
    "empty": gettext_lazy("The file is empty."),
    "only_header": gettext_lazy("The file has a header, but no rows below it."),
    "binary": gettext_lazy("This is not a table. Save it as CSV or XLSX."),
    "nul_bytes": gettext_lazy("The file holds bytes that no table has. Save it as CSV or XLSX again."),
    "cell_too_large": gettext_lazy("A cell is too large. Perhaps a quotation mark is never closed."),
    "too_many_columns": gettext_lazy("The file has too many columns."),
    "too_large": gettext_lazy("The workbook is too large. Save the sheet as CSV."),
    "bad_encoding": gettext_lazy("This encoding is not known."),
    "damaged_workbook": gettext_lazy("The workbook is damaged."),
    "password_protected": gettext_lazy("The workbook is locked with a password. Save it without."),
    "old_excel": gettext_lazy("This is a workbook of an old Excel. Save it as XLSX."),
    "no_sheet": gettext_lazy("The workbook has no such sheet."),
    "no_header": gettext_lazy("No row looks like a header."),
}


def row_text(code: str, column: str = "", value: str = "") -> str:
    """Why a row was not taken, in the reader's language."""
    sentence = ROWS.get(code)
    return str(sentence) % {"column": column, "value": value} if sentence else code


def unreadable_text(error: UnreadableFile) -> str:
    """Why a file cannot be read, in the reader's language."""
    return str(FILES.get(error.code) or _("The file cannot be read."))
