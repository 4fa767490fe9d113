"""Their users among our members."""

from stegvis.core.folding import fold
from stegvis.transfer.run import Run
from stegvis.workspaces.models import Member


class Members:
    """Finds members by mapping, e-mail or name; those unknown become inactive members, names on history."""

    def __init__(self, run: Run):
        self.run = run
        self.known: dict[str, int] = {}
        self.told: dict[str, int | None] = {}
        everyone = Member.objects.filter(workspace=run.workspace).order_by("-active", "id")
        for pk, name, email in everyone.values_list("pk", "name", "email"):
            for word in (email, name, f"{name} <{email}>"):
                self.known.setdefault(fold(word), pk)

    def id_of(self, text: str | None) -> int | None:
        """The member that `text` names; None for no text and for those the mapping leaves out."""
        if not text:
            return None
        if text not in self.told:
            self.told[text] = self._find(text)
        return self.told[text]

    def _find(self, text: str) -> int | None:
        told = self.run.mapping.members.get(text, text)
        if told is None:
            return None
        key = fold(told)
        if key not in self.known:
            self.known[key] = self._make(told)
        return self.known[key]

    def _make(self, text: str) -> int:
        name, _, email = text.partition(" <")
        email = email.rstrip(">") or (name if "@" in name else "")
        member = Member.objects.create(
            workspace=self.run.workspace, name=name[:200], email=email[:254], active=False, joined_at=self.run.now
        )
        self.run.note_made("member", member.pk)
        return member.pk
