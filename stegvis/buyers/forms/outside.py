"""Forms of the buyer's page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stegvis.buyers.operations.answering import MOST_TEXT
from stegvis.deals.forms.fields import DayField


class DayForm(forms.Form):
    """Another day for a step, and why."""

    day = DayField(label=_("Another day"), required=True)
    text = forms.CharField(label=_("Why"), required=False, max_length=MOST_TEXT)


class CommentForm(forms.Form):
    """Something said on a step or on the plan."""

    text = forms.CharField(label=_("Comment"), max_length=MOST_TEXT, widget=forms.Textarea(attrs={"rows": 2}))
    step = forms.IntegerField(required=False, min_value=1)
