"""The form of one fact that many records get."""

from django import forms

from stegvis.workspaces.bulk import BulkFact
from stegvis.workspaces.models import Member


class BulkForm(forms.Form):
    """The fields of `fact`, as `member` may choose."""

    def __init__(self, fact: BulkFact, member: Member, data=None) -> None:
        super().__init__(data)
        self.fact, self.member = fact, member
        self.fields.update(fact.fields(member))

    def clean(self):
        """What the fact says of values that do not go together, once each is right by itself."""
        said = super().clean() or self.cleaned_data
        if not self.errors:
            self.fact.clean(said, self.member)
        return said
