"""Why rows do not fit, as the head of a group of them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

_GROUPS: dict[str, str | Promise] = {
    "not_a_date": gettext_lazy("Not a date"),
    "no_such_date": gettext_lazy("A day that does not exist"),
    "ambiguous_date": gettext_lazy("A date that may be two days"),
    "not_a_moment": gettext_lazy("Not a date with a time"),
    "not_a_number": gettext_lazy("Not a figure"),
    "not_a_quantity": gettext_lazy("Not a quantity"),
    "not_yes_no": gettext_lazy("Neither yes nor no"),
    "not_json": gettext_lazy("Not the list that was expected"),
    "too_large": gettext_lazy("Too large a figure"),
    "too_long": gettext_lazy("Too long a text"),
    "unknown_currency": gettext_lazy("Not a currency"),
    "unknown_country": gettext_lazy("Not a country"),
    "unknown_period": gettext_lazy("Neither once, monthly nor yearly"),
    "unknown_process": gettext_lazy("No such process"),
    "unknown_stage": gettext_lazy("A stage without a match"),
    "no_stage_of_kind": gettext_lazy("No stage of that kind"),
    "missing_name": gettext_lazy("No name"),
    "missing_case": gettext_lazy("No word of which deal"),
    "missing_stage": gettext_lazy("No word of which stage"),
    "earlier_than_history": gettext_lazy("Earlier than what is known"),
    "unknown_choice": gettext_lazy("Not one of the choices"),
    "unknown_person": gettext_lazy("A person who is not here"),
    "ambiguous_person": gettext_lazy("A name that several people have"),
    "unknown_deal": gettext_lazy("A deal that is not here"),
    "ambiguous_deal": gettext_lazy("A title that several deals have"),
    "unknown_company": gettext_lazy("A company that is not here"),
    "missing_title": gettext_lazy("No title"),
    "missing_text": gettext_lazy("No words"),
    "missing_time": gettext_lazy("No time"),
    "missing_about": gettext_lazy("No word of what it is about"),
    "missing_person": gettext_lazy("No person"),
    "repeats_without_day": gettext_lazy("Comes back without a day"),
    "lies_ahead": gettext_lazy("Lies ahead"),
    "too_far": gettext_lazy("A day too far away"),
    "not_a_time": gettext_lazy("Not a time of day"),
    "keeps_no_contact": gettext_lazy("Would lift a do-not-contact"),
    "other_process": gettext_lazy("A deal of another process"),
}


def problem_words(code: str) -> str:
    """The head of the group of rows with this code."""
    return str(_GROUPS.get(code, code))
