"""What lies in the trash, in words, and what else goes when it is erased. Apps fill this from `AppConfig.ready`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.apps import apps
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KEPT = timedelta(days=30)
# Called before records (model, ids) are erased; what it returns is called when they are gone, in the same transaction.
Companion = Callable[[type[models.Model], Sequence[int]], Callable[[], None]]


@dataclass(frozen=True)
class TrashKind:
    """Records of one model as the trash calls them."""

    words: str | Promise
    icon: str


_kinds: dict[str, TrashKind] = {}
_belongings: dict[str, list[tuple[str, str]]] = {}
companions: list[Companion] = []


def register(label: str, words: str | Promise, icon: str) -> None:
    """Name records of the model `label` ("deals.deal") in the trash: a word in the plural, and an icon."""
    _kinds[label] = TrashKind(words, icon)


def belongs(label: str, to: str, column: str) -> None:
    """Rows of the model `label` whose `column` holds the id of a record `to` ("people.person") go with it."""
    _belongings.setdefault(to, []).append((label, column))


def belongings(label: str) -> list[tuple[type[models.Model], str]]:
    """Models and columns that were registered by `belongs`."""
    return [(apps.get_model(model), column) for model, column in _belongings.get(label, [])]


def kinds() -> dict[str, TrashKind]:
    """All kinds that the trash can be narrowed to."""
    return dict(_kinds)


def kind_of(label: str) -> TrashKind:
    """How records of this model are called; by its own name where nobody registered one."""
    if label in _kinds:
        return _kinds[label]
    found = apps.all_models.get(label.partition(".")[0], {}).get(label.rpartition(".")[2])
    return TrashKind(str(found._meta.verbose_name).capitalize() if found else label, "trash-2")


register("workspaces.customfield", _("Custom fields"), "sliders-horizontal")
register("workspaces.tag", _("Tags"), "tag")
register("workspaces.team", _("Teams"), "users-round")
register("workspaces.rate", _("Rates"), "coins")
register("workspaces.savedview", _("Views"), "eye")
