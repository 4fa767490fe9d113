"""What the audit log says about signing in: once for each workspace the account is in, so that its admins see it."""

from stegvis.workspaces.models import AuditEntry, Member


def note_sign_in(act: str, email: str, *, address: str | None) -> list[AuditEntry]:
    """Note `act` (signed_in, sign_in_failed, …) of the account `email`, which may not exist."""
    everywhere = Member.objects.across_workspaces("an account is one, whatever workspaces it is in")
    places = everywhere.filter(user__email=email.lower(), active=True).values_list("workspace_id", flat=True)
    known: list[int | None] = [*places]
    return AuditEntry.objects.bulk_create(
        AuditEntry(workspace_id=place, act=act, who=email[:254], address=address) for place in known or [None]
    )
