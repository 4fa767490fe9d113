"""The acts that the audit log knows, in words. An app adds its own from `AppConfig.ready`."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTS: dict[str, str | Promise] = {
    "signed_in": _("Signed in"),
    "sign_in_failed": _("Sign-in failed"),
    "signed_out": _("Signed out"),
    "password_changed": _("Changed the password"),
    "second_factor_added": _("Added a second factor"),
    "second_factor_removed": _("Removed a second factor"),
    "recovery_codes_made": _("Made recovery codes"),
    "second_factor_failed": _("Second factor failed"),
    "second_factors_reset": _("Reset somebody's second factors"),
    "second_factor_demanded": _("Changed whether everybody needs a second factor"),
    "session_ended": _("Ended a session"),
    "invited": _("Invited"),
    "invitation_revoked": _("Took an invitation back"),
    "invitation_accepted": _("Joined"),
    "role_changed": _("Changed a role"),
    "member_deactivated": _("Deactivated a member"),
    "member_reactivated": _("Reactivated a member"),
    "handed_over": _("Handed over records"),
    "handover_undone": _("Took a handover back"),
    "absence_set": _("Changed an absence"),
    "reset_link_made": _("Made a link for a new password"),
    "team_created": _("Made a team"),
    "team_changed": _("Changed a team"),
    "permission_changed": _("Changed a permission"),
    "workspace_created": _("Made the workspace"),
    "workspace_changed": _("Changed the workspace"),
    "rate_set": _("Set a rate"),
    "field_added": _("Added a field"),
    "field_changed": _("Changed a field"),
    "tag_renamed": _("Renamed a tag"),
    "tags_merged": _("Merged tags"),
    "competitors_merged": _("Merged competitors"),
    "mail_changed": _("Changed the mail server"),
    "imported": _("Imported"),
    "import_undone": _("Took an import back"),
    "exported": _("Exported"),
    "deleted": _("Deleted"),
    "restored": _("Restored"),
    "purged": _("Erased for good"),
    "edited_many": _("Changed many records"),
}


def register(act: str, words: str | Promise) -> None:
    """Give the act of another app its words."""
    ACTS[act] = words
