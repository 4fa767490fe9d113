"""What a member was told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import IntegerField, OuterRef, Subquery
from django.db.models.expressions import Combinable
from django.utils.translation import gettext as _

from stegvis.workspaces.models import Member, Notice
from stegvis.workspaces.queries.following import address_of_record, titles_of
from stegvis.workspaces.telling import ACTS, BROWSER, KINDS, tells

PAGE_SIZE = 50
MOST_COUNTED = 100


@dataclass(frozen=True)
class Told:
    """One notice in words. `href` is empty where the record cannot be opened any more."""

    pk: int
    sentence: str
    href: str
    icon: str
    by_id: int | None
    who: str
    at: datetime
    unread: bool


def waiting_for(member: Combinable) -> Subquery:
    """How many notices wait for `member`, at most MOST_COUNTED, as a part of another query: a small index of them."""
    everywhere = Notice.objects.across_workspaces("a member is in one workspace")
    some = everywhere.filter(member=member, read_at=None).order_by().values("member_id")[:MOST_COUNTED]
    return Subquery(some, output_field=IntegerField(), template="(SELECT COUNT(*) FROM (%(subquery)s) waiting)")


def unread_count(member: Member) -> int:
    """How many notices wait for `member` now."""
    mine = Member.objects.filter(workspace=member.workspace_id, pk=member.pk)
    return mine.values_list(waiting_for(OuterRef("pk")), flat=True)[0]


def notice_page(member: Member, before: int | None = None) -> tuple[list[Told], int | None]:
    """The newest notices of `member` below the id `before`, in words; and the id the next page takes.

    What it may not see any more is left out, so a page can be shorter than others.
    """
    mine = Notice.objects.filter(workspace=member.workspace_id, member=member).order_by("-id")
    if before:
        mine = mine.filter(pk__lt=before)
    rows = list(mine[: PAGE_SIZE + 1])
    return in_words(member, rows[:PAGE_SIZE]), rows[PAGE_SIZE - 1].pk if len(rows) > PAGE_SIZE else None


def news(member: Member, since: int) -> tuple[list[Told], int]:
    """Unread notices behind the id `since` that the browser shall show, oldest first; and the newest id there is."""
    mine = Notice.objects.filter(workspace=member.workspace_id, member=member).order_by("-id")
    rows = list(mine.filter(pk__gt=since)[:10])
    wanted = [row for row in rows if row.read_at is None and row.act in ACTS and tells(member, row.act, BROWSER)]
    return in_words(member, reversed(wanted)), rows[0].pk if rows else since


def newest_id(member: Member) -> int:
    """The id of the newest notice, 0 without any."""
    mine = Notice.objects.filter(workspace=member.workspace_id, member=member)
    return mine.order_by("-id").values_list("pk", flat=True).first() or 0


def in_words(member: Member, notices: Iterable[Notice]) -> list[Told]:
    """Those of `notices` that are about something `member` may see now; one query for each kind of record."""
    notices = list(notices)
    titles = titles_of(member, {(one.kind, one.record_id) for one in notices if one.kind and one.record_id})
    return [_told(member, one, titles) for one in notices if one.act in ACTS and _is_seen(one, titles)]


def notices_to_mail(workspace: int, ids: list[int]) -> list[Notice]:
    """Notices for a mail, with whom they are for; without members who have no account."""
    found = Notice.objects.filter(workspace=workspace, pk__in=ids, member__active=True, member__user__isnull=False)
    return list(found.select_related("member__user", "member__workspace").order_by("pk"))


def _is_seen(notice: Notice, titles: dict) -> bool:
    return not notice.kind or (notice.kind, notice.record_id) in titles


def _told(member: Member, notice: Notice, titles: dict) -> Told:
    act, who = ACTS[notice.act], notice.facts.get("who") or _("Somebody")
    title = titles.get((notice.kind, notice.record_id), "")
    href = address_of_record(member, notice.kind, notice.record_id) if notice.kind in KINDS and notice.record_id else ""
    record = _("“%(name)s”") % {"name": title}
    sentence = str(act.words) % ({"record": record} | notice.facts | {"who": who})
    return Told(notice.pk, sentence, href, act.icon, notice.by_id, who, notice.at, notice.read_at is None)
