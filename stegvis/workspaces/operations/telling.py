"""Telling members what happened."""

from collections.abc import Iterable

from django.db import transaction

from stegvis.core.jobs.enqueueing import enqueue_on_commit
from stegvis.core.scoping import WorkspaceOwned
from stegvis.workspaces.models import Member, Notice
from stegvis.workspaces.permissions import Actor, member_of
from stegvis.workspaces.queries.following import Subject, followers, subject_of
from stegvis.workspaces.telling import ACTS, KINDS, MAIL, PAGE, channels_of


@transaction.atomic
def notify(members: Iterable[Member], act: str, record: WorkspaceOwned, *, by: Actor, **facts) -> list[Notice]:
    """Tell `members` that `by` did `act` (registered in `stegvis.workspaces.telling`) with `record`.

    `facts` are texts and numbers for the sentence. Nobody is told of own acts, of what it may not see, or of what it
    does not want to hear. Returns the notices. Raises KeyError for an act or a kind of record nobody registered.
    """
    kind, record_id = subject_of(record)
    me, group, find = member_of(by), ACTS[act].group, KINDS[kind].find
    told, mailed = [], []
    for member in {one.pk: one for one in members}.values():
        ways = channels_of(member, group)
        wanted = member.active and ways and member.workspace_id == record.workspace_id
        if not wanted or (me is not None and member.pk == me.pk) or not find(member, [record_id]):
            continue
        notice = Notice(
            workspace_id=record.workspace_id,
            member=member,
            act=act,
            kind=kind,
            record_id=record_id,
            facts=_facts(by, facts),
            by=me,
        )
        # Who only wants mail still finds it in the list, but the bell does not ring.
        notice.read_at = None if PAGE in ways else notice.at
        notice.save()
        told.append(notice)
        mailed += [notice.pk] if MAIL in ways else []
    if mailed:
        _mail(record.workspace_id, mailed)
    return told


def tell_followers(
    act: str, record: WorkspaceOwned, *, by: Actor, also: Iterable[Subject] = (), **facts
) -> list[Notice]:
    """Tell those who follow `record`, or one of `also` (pairs of kind and id, as the company of a deal)."""
    return notify(followers(record, also), act, record, by=by, **facts)


def _facts(by: Actor, facts: dict) -> dict:
    """Who did it is kept in words too: members may leave, automations are none."""
    return {"who": by.name} | facts


def _mail(workspace_id: int, notices: list[int]) -> None:
    from stegvis.workspaces.jobs import mail_notices

    enqueue_on_commit(mail_notices, workspace_id, notices)


@transaction.atomic
def announce(members: Iterable[Member], act: str, *, by: Member, **facts) -> list[Notice]:
    """Tell `members` of something that is about no single record."""
    told = [one for one in members if one.active and one.pk != by.pk and PAGE in channels_of(one, ACTS[act].group)]
    return Notice.objects.bulk_create(
        Notice(workspace_id=by.workspace_id, member=one, act=act, facts=_facts(by, facts), by=by) for one in told
    )
