"""What goes along with a process."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis.deals.models import ProcessAid


def percent_field(label) -> forms.DecimalField:
    """A share of a price; empty asks for nothing."""
    attrs = {"inputmode": "decimal"}
    return forms.DecimalField(
        label=label, required=False, min_value=Decimal(0), max_value=Decimal(100), max_digits=5, decimal_places=2,
        localize=True, widget=forms.TextInput(attrs=attrs),
    )  # fmt: skip


class AidForm(forms.Form):
    """Which questions and which guide, and how far prices may go down. Shipped sets are taken over when chosen."""

    framework = forms.ChoiceField(label=_("Questions that qualify a deal"), required=False)
    guide = forms.ChoiceField(label=_("Guide: questions to ask at each stage"), required=False)
    most_discount = percent_field(_("Largest discount, in percent"))
    least_margin = percent_field(_("Least margin, in percent"))

    def __init__(self, *args, aid: ProcessAid | None, frameworks: list, guides: list, **options) -> None:
        known = {
            "framework": (aid and aid.framework_id) or "",
            "guide": (aid and aid.guide_id) or "",
            "most_discount": aid and aid.most_discount,
            "least_margin": aid and aid.least_margin,
        }
        super().__init__(*args, initial=known, **options)
        self.fields["framework"].choices = [("", "–"), *frameworks]  # type: ignore[attr-defined]
        self.fields["guide"].choices = [("", "–"), *guides]  # type: ignore[attr-defined]
