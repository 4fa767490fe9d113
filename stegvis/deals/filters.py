"""By what deals can be narrowed, on the board and in the list alike."""

from collections.abc import Sequence
from decimal import Decimal
from functools import partial

from django.db.models import Case, CharField, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.utils.translation import gettext_lazy as _

from stegvis.core.lists import Choices, Days, Filter, Numbers, Option
from stegvis.core.lists.filters import InUse
from stegvis.core.written import Written
from stegvis.deals.models import Competitor, Deal, DealCompetitor
from stegvis.processes.models import Process
from stegvis.workspaces.models import Member, Tag, Team

NOBODY = "none"
ARCHIVED = 1_000_000
# Up to so many deals with a tag are asked for by their ids.
FEW = 1_000
# What the kept tallies know, so that counts and sums cost nothing; every other filter has to look at deals.
TALLIED = {"process", "owner", "team"}
SOURCES = {"process": Process, "owner": Member, "team": Team, "tag": Tag, "competitor": Competitor}


class Amounts(Numbers):
    """A range of values, which are never below nothing."""

    def bound(self, text: str) -> Decimal | None:
        value = super().bound(text)
        return value if value is None or value >= 0 else None


def by_team(queryset: QuerySet, teams: Sequence[str], member: Member) -> QuerySet:
    """Deals whose owner is in one of the teams."""
    return queryset.filter(owner__in=team_members(member, teams))


def by_tag(queryset: QuerySet, tags: Sequence[str], member: Member) -> QuerySet:
    """Deals with one of the tags: those of a short list, or asked of each on its way, as a long one would grow."""
    few = few_tagged(member, tags)
    if few is not None:
        return queryset.filter(pk__in=few)
    tagged = Deal.tags.through.objects.filter(deal=OuterRef("pk"), tag__in=tags)
    return queryset.filter(Exists(tagged))


def few_tagged(member: Member, tags: Sequence[str]) -> list[int] | None:
    """Ids of the deals with one of `tags` where they are few, else None; asked once for each choice of tags."""
    kept = member.__dict__.setdefault("_tagged_deals", {})
    if (key := tuple(sorted(tags))) not in kept:
        kept[key] = _few(TAGGED(FEW + 1, tags=[int(tag) for tag in tags]))
    return kept[key]


def _few(found: Sequence[tuple]) -> list[int] | None:
    return [pk for (pk,) in found] if len(found) <= FEW else None


def _with_tags(limit: int, tags: Sequence[int]) -> QuerySet:
    return Deal.tags.through.objects.filter(tag__in=tags).values_list("deal_id")[:limit]


TAGGED = Written(_with_tags)


def by_competitor(queryset: QuerySet, competitors: Sequence[str], member: Member) -> QuerySet:
    """Deals with one of the competitors in play: those of a short list, or asked of each on its way, as by tag."""
    kept = member.__dict__.setdefault("_met_deals", {})
    if (key := tuple(sorted(competitors))) not in kept:
        found = MET(FEW + 1, workspace=member.workspace_id, competitors=[int(one) for one in competitors])
        kept[key] = _few(found)
    if kept[key] is not None:
        return queryset.filter(pk__in=kept[key])
    rivals = DealCompetitor.objects.filter(
        workspace=member.workspace_id, deal=OuterRef("pk"), competitor__in=competitors
    )
    return queryset.filter(Exists(rivals))


def _with_competitors(limit: int, workspace: int, competitors: Sequence[int]) -> QuerySet:
    met = DealCompetitor.objects.filter(workspace=workspace, competitor__in=competitors)
    return met.order_by().values_list("deal_id")[:limit]


MET = Written(_with_competitors)


def team_members(member: Member, teams: Sequence[str]) -> list[int]:
    """Ids of the members of these teams of the member's workspace; asked once for each choice of teams."""
    kept = member.__dict__.setdefault("_members_of_teams", {})
    if (key := tuple(sorted(teams))) not in kept:
        found = Team.objects.filter(workspace=member.workspace_id, pk__in=teams, members__isnull=False)
        kept[key] = sorted(set(found.values_list("members", flat=True)))
    return kept[key]


def offered(kind: str, member: Member) -> list[Option]:
    """The options of one filter: all are fetched by one query, once for each member object (so once a request)."""
    if "_deal_options" not in member.__dict__:
        member._deal_options = _options(member.workspace_id)  # type: ignore[attr-defined]
    return member._deal_options[kind]  # type: ignore[attr-defined]


def _options(workspace_id: int) -> dict[str, list[Option]]:
    rows = sorted(ALL_OPTIONS(workspace=workspace_id), key=lambda row: (row[1], row[3].casefold()))
    found: dict[str, list[Option]] = {kind: [] for kind in SOURCES}
    for kind, _position, pk, name in rows:
        found[kind].append(Option(str(pk), name))
    return found


def _all_rows(workspace: int) -> QuerySet:
    first, *others = [_rows(kind, model, workspace) for kind, model in SOURCES.items()]
    return first.union(*others, all=True)


def _rows(kind: str, model, workspace_id: int) -> QuerySet:
    """Kind, place, id and name; archived processes come last."""
    rows = model.objects.filter(workspace=workspace_id).order_by()
    place: Combinable = Value(0, IntegerField())
    if model is Process:
        rows = rows.filter(current__isnull=False)
        place = Case(When(archived_at=None, then=F("position")), default=Value(ARCHIVED), output_field=IntegerField())
    return rows.annotate(kind=Value(kind, CharField()), place=place).values_list("kind", "place", "pk", "name")


ALL_OPTIONS = Written(_all_rows)
PROCESS = Choices("process", _("Process"), choose=partial(offered, "process"), lookup="process", extra=True)
FILTERS: tuple[Filter, ...] = (
    Choices("owner", _("Owner"), choose=partial(offered, "owner"), lookup="owner", none=_("No owner")),
    Choices("team", _("Team"), choose=partial(offered, "team"), by=by_team),
    Amounts("value", _("Value"), column="amount"),
    Choices("tag", _("Tag"), choose=partial(offered, "tag"), by=by_tag),
    Days("closing", _("Closing"), column="expected_close"),
    Choices("competitor", _("Competitor"), choose=partial(offered, "competitor"), by=by_competitor, extra=True),
)


def owners_in(used: Sequence[InUse], member: Member) -> frozenset[int] | None:
    """Whose deals the filters owner and team leave: None for everybody's; 0 stands for nobody's."""
    sets = [_owners(one, member) for one in used if one.on and one.filter.key in ("owner", "team")]
    return frozenset.intersection(*sets) if sets else None


def _owners(used: InUse, member: Member) -> frozenset[int]:
    if used.filter.key == "team":
        return frozenset(team_members(member, used.value))
    return frozenset(0 if value == NOBODY else int(value) for value in used.value)


def are_tallied(used: Sequence[InUse]) -> bool:
    """Whether counts and sums under these filters can be read from the tallies."""
    return all(one.filter.key in TALLIED for one in used if one.on)


def owned_by(owners: frozenset[int]) -> Q:
    """Deals of these owners, 0 being nobody."""
    owned = Q(owner__in=sorted(owners - {0}))
    return owned | Q(owner__isnull=True) if 0 in owners else owned
