"""Objections on a deal: raised, answered, open again."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.deals.models import Deal, Objection, ObjectionAnswer, RaisedObjection
from stegvis.people.models import Person
from stegvis.workspaces.models import Deletion
from stegvis.workspaces.operations.deleting import delete_records
from stegvis.workspaces.operations.editing import record_changes, refresh
from stegvis.workspaces.permissions import Actor, member_of, require

MOST = 200


@transaction.atomic
def raise_objection(
    deal: Deal,
    *,
    by: Actor,
    objection: Objection | None = None,
    text: str = "",
    person: Person | None = None,
    on: date | None = None,
) -> RaisedObjection:
    """Note that `person` (None: nobody in particular) has an objection, from the library or in their own words.

    Raises PermissionDenied, Refused.
    """
    refresh(deal)
    require(by, "edit", deal)
    text = text.replace("\0", "").strip()
    if objection is None and not text:
        raise Refused(_("Choose an objection, or write down what was said."))
    if deal.objections.count() >= MOST:
        raise Refused(_("More than %(number)s are not kept.") % {"number": MOST})
    raised = RaisedObjection.objects.create(
        workspace_id=deal.workspace_id,
        deal=deal,
        objection=objection,
        text=text,
        person=person,
        raised_on=on or timezone.localdate(),
        raised_by=member_of(by),
    )
    record_changes(deal, {"objection": ""}, {"objection": said(raised)}, by=by)
    return raised


@transaction.atomic
def answer_objection(
    raised: RaisedObjection, *, by: Actor, answer: ObjectionAnswer | None = None, text: str = "", on: date | None = None
) -> RaisedObjection:
    """The buyer takes the answer: one of the library, one's own words, or both. Raises PermissionDenied, Refused."""
    require(by, "edit", raised.deal)
    text = text.replace("\0", "").strip()
    if answer is None and not text:
        raise Refused(_("Choose an answer, or write down what you said."))
    raised.state, raised.answer, raised.answer_text = RaisedObjection.State.ANSWERED, answer, text
    raised.answered_on, raised.answered_by = on or timezone.localdate(), member_of(by)
    raised.save(update_fields=[*_ANSWER, "updated_at"])
    record_changes(raised.deal, {"objection": said(raised)}, {"objection": text or str(answer)}, by=by)
    return raised


_ANSWER = ("state", "answer", "answer_text", "answered_on", "answered_by")


@transaction.atomic
def reopen_objection(raised: RaisedObjection, *, by: Actor) -> RaisedObjection:
    """It was not answered after all; what was tried stays written. Raises PermissionDenied."""
    require(by, "edit", raised.deal)
    raised.state, raised.answered_on, raised.answered_by = RaisedObjection.State.OPEN, None, None
    raised.save(update_fields=["state", "answered_on", "answered_by", "updated_at"])
    record_changes(raised.deal, {"objection": ""}, {"objection": said(raised)}, by=by)
    return raised


@transaction.atomic
def drop_objection(raised: RaisedObjection, *, by: Actor) -> Deletion:
    """It was noted by mistake; it can be undone. Raises PermissionDenied."""
    require(by, "edit", raised.deal)
    return delete_records([raised], by=by, verb="write")


def said(raised: RaisedObjection) -> str:
    """What was objected, for history: without who said it, whom not everybody may see, and without anybody's words.

    Words can be erased with the person who said them; the history of the deal stays.
    """
    return str(raised.objection or _("In their words"))
