"""What the page before publishing sends: where deals go, by which rule, what the version is called and why."""

from decimal import Decimal, InvalidOperation

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stegvis.core.errors import Refused
from stegvis.deals.operations.draft_publishing import Choice, Rule
from stegvis.deals.queries.publication import Going, PublicationPage


class PublishForm(forms.Form):
    """The version's name and reason, and the draft that was looked at."""

    use_required_attribute = False
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=100, required=False)
    note = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Kept with the version, for whoever wonders in a year."),
    )


def read_choice(page: PublicationPage, sent: QueryDict) -> Choice:
    """Where the deals go: nowhere, unless moving them was chosen. Refused where a rule says nothing."""
    if sent.get("run") != "move":
        return Choice()
    homes, rules, asked = {}, {}, {}
    for one in [*page.going, *page.earlier]:
        wish = sent.get(f"home-{one.stage.pk}", "")
        if wish == "split:ask" and one.part and one in page.going:
            asked[one.stage.pk] = one.part
        elif wish.startswith("split:") and one.part:
            homes[one.stage.pk] = one.proposed
            rules[one.stage.pk] = _rule(one, wish, page, sent)
        elif wish in dict(one.choices):
            homes[one.stage.pk] = wish
    return Choice(homes, rules, asked)


def _rule(one: Going, wish: str, page: PublicationPage, sent: QueryDict) -> Rule:
    pk = one.stage.pk
    if wish == "split:each":
        chosen = set(sent.getlist(f"deals-{pk}"))
        return Rule(one.part, deals=frozenset(deal.pk for deal in one.listed if str(deal.pk) in chosen))
    number = _number(sent.get(f"least-{pk}" if wish == "split:value" else f"days-{pk}", ""), one)
    if wish == "split:value":
        return Rule(one.part, least=number, currency=page.member.workspace.currency)
    return Rule(one.part, days=min(int(number), 36_500))


def _number(text: str, one: Going) -> Decimal:
    try:
        number = Decimal("".join(text.split()).replace(",", "."))
    except InvalidOperation:
        number = Decimal(-1)
    if not number.is_finite() or not 0 <= number < 10**12:
        raise Refused(_("Say from which number on deals of “%(stage)s” go on.") % {"stage": one.stage.name})
    return number
