"""What can be taken out, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

EXPORTS: list[tuple[str, str | Promise, str | Promise]] = [
    ("deals", gettext_lazy("Deals"), gettext_lazy("with companies, people, products, stages and days")),
    ("stage-history", gettext_lazy("Stage history"), gettext_lazy("every move of every deal")),
    ("companies", gettext_lazy("Companies"), gettext_lazy("with numbers, addresses, phones and domains")),
    ("people", gettext_lazy("People"), gettext_lazy("with companies, e-mails and phones")),
    ("stakeholders", gettext_lazy("People on deals"), gettext_lazy("with role, stance and influence")),
    ("tasks", gettext_lazy("Tasks"), gettext_lazy("open and done, with what came of them")),
    ("notes", gettext_lazy("Notes"), gettext_lazy("with who wrote them when, and on what")),
    ("calls", gettext_lazy("Calls"), gettext_lazy("with direction, outcome, minutes and people")),
    ("products", gettext_lazy("Products"), gettext_lazy("the price list")),
]
FORMATS: list[tuple[str, str | Promise]] = [
    ("csv", gettext_lazy("CSV")),
    ("xlsx", gettext_lazy("Excel")),
    ("json", gettext_lazy("JSON")),
]
