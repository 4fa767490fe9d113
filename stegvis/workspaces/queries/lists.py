"""What a list opens with for a member: the views it can choose, the one in use, and the columns it likes."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import OuterRef, Q
from django.http import QueryDict

from stegvis.core.json_rows import JsonRows
from stegvis.core.lists.addresses import PLACES
from stegvis.core.written import Written
from stegvis.workspaces.models import ListChoice, Member, SavedView
from stegvis.workspaces.permissions import may

# What says where in a list one is, or which view it is: no part of what a view keeps.
ROW, VIEW, NO_VIEW = "row", "view", "none"
NOT_KEPT = (*PLACES, ROW, VIEW)


@dataclass(frozen=True, slots=True)
class ViewRow:
    """A saved view in the row of tabs."""

    id: int
    name: str
    query: str
    shared: bool
    owner_id: int


@dataclass
class ListFrame:
    """The list `key` as `member` opens it at an address with the parameters `asked`.

    A bookmark with parameters wins; without any, the member's default view does, else the workspace's.
    """

    key: str
    member: Member
    asked: QueryDict
    views: list[ViewRow] = field(default_factory=list)
    columns: list[str] | None = None
    default: int | None = None
    own_default: int | None = None
    common_default: int | None = None

    @cached_property
    def params(self) -> QueryDict:
        """The parameters in force. They name the view that they came from."""
        asked = self.asked.copy()
        asked.pop(ROW, None)
        chosen = self.current
        if chosen is None or any(key != VIEW for key in asked):
            return asked
        params = QueryDict(chosen.query, mutable=True)
        params[VIEW] = str(chosen.id)
        return params

    @cached_property
    def current(self) -> ViewRow | None:
        """The view in use, if any."""
        bare = not any(key not in (ROW, *PLACES) for key in self.asked)
        wanted = str(self.default or "") if bare else self.asked.get(VIEW, "")
        return next((view for view in self.views if str(view.id) == wanted), None)

    @property
    def kept(self) -> str:
        """What a view of this moment would keep."""
        return kept_query(self.params)

    @property
    def may_share(self) -> bool:
        """Whether the member may share views, and say what lists open with for everybody."""
        return may(self.member, "share")

    @property
    def may_change(self) -> bool:
        """Whether the view in use is the member's to change: its own, or a shared one for who may share."""
        return self.current is not None and may_change_view(self.current, self.member)

    @property
    def changed(self) -> bool:
        """Whether the list shows something else than the view in use says."""
        return self.current is not None and kept_query(QueryDict(self.current.query)) != self.kept


def may_change_view(view: SavedView | ViewRow, member: Member) -> bool:
    """Whether `member` may change or delete `view`."""
    return view.owner_id == member.pk or (view.shared and may(member, "share"))


def read_frame(member: Member, key: str, asked: QueryDict) -> ListFrame:
    """The frame of the list `key` for `member`: one query."""
    frame = ListFrame(key, member, asked)
    views, choices = FRAME(workspace=member.workspace_id, member=member.pk)[0]
    frame.views = [ViewRow(**facts | {"shared": bool(facts["shared"])}) for facts in _of(key, views)]
    for choice in _of(key, choices):
        if choice["member"] is None:
            frame.common_default = choice["view"]
        else:
            frame.own_default, frame.columns = choice["view"], _listed(choice["columns"])
    known = {view.id for view in frame.views}
    wishes: Sequence[int | None] = (frame.own_default, frame.common_default)
    frame.default = next((one for one in wishes if one in known), None)
    return frame


def kept_query(params: QueryDict) -> str:
    """The parameters that a view keeps, in the order of their names: equal for equal views."""
    rest = [(key, value) for key, values in params.lists() if key not in NOT_KEPT for value in values if value]
    kept = QueryDict(mutable=True)
    for key, value in sorted(rest):
        kept.appendlist(key, value.replace("\x00", ""))
    return kept.urlencode(safe=",")


def _of(listing: str, rows: list[dict]) -> list[dict]:
    """Those of one list: a member's views and choices are few, and asked together."""
    return [
        {name: value for name, value in row.items() if name != "listing"} for row in rows if row["listing"] == listing
    ]


def _listed(columns) -> list[str] | None:
    """JSON in JSON comes as text from SQLite, as a list from PostgreSQL."""
    return json.loads(columns) if isinstance(columns, str) else columns


VIEWS = JsonRows(
    SavedView.objects.filter(Q(owner=OuterRef("pk")) | Q(shared=True), workspace=OuterRef("workspace_id")).order_by(
        "id"
    ),
    listing="listing",
    id="id",
    name="name",
    query="query",
    shared="shared",
    owner_id="owner_id",
)
CHOICES = JsonRows(
    ListChoice.objects.filter(Q(member=OuterRef("pk")) | Q(member=None), workspace=OuterRef("workspace_id")),
    listing="listing",
    member="member_id",
    view="view_id",
    columns="columns",
)
FRAME = Written(
    lambda workspace, member: (
        Member.objects.filter(workspace=workspace, pk=member)
        .annotate(views=VIEWS, choices=CHOICES)
        .values_list("views", "choices")
    )
)
