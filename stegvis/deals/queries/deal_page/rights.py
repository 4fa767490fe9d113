"""What a member may do with a deal that it sees: asked for once, for all the pens and buttons of a page."""

from stegvis.deals.models import Deal
from stegvis.workspaces.models import Member
from stegvis.workspaces.permissions import Scope, colleagues, scope_of

VERBS = ("edit", "write", "reassign", "delete", "create")


def rights_on(member: Member, deal: Deal) -> frozenset[str]:
    """Which of VERBS `member` may do with `deal`; as `may` would say of each, with one query where teams count.

    A screen's help, not a wall: operations ask again. Whether a private deal is seen has been answered by the door.
    """
    scopes = {verb: scope_of(member, verb) for verb in VERBS}
    own = deal.owner_id in (None, member.pk)
    team = not own and Scope.TEAM in scopes.values() and deal.owner_id in (colleagues(member, Scope.TEAM) or ())
    least = Scope.OWN if own else Scope.TEAM if team else Scope.ALL
    granted = {verb for verb, scope in scopes.items() if scope >= least}
    return frozenset(granted | ({"create"} if scopes["create"] else set()))
