"""Proposals in words, each with the changes of the draft that would do it."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.insights.figures.conforming import BACK, SKIP
from stegvis.insights.figures.proposing import (
    BRANCH,
    CRITERION,
    EXPECT,
    MERGE,
    OPTIONAL,
    SPLIT,
    Proposal,
)
from stegvis.insights.queries.cases import Told
from stegvis.insights.report import Change, Proposed
from stegvis.ui.formats import days_long, number, percent


def say_proposals(found: Sequence[Proposal], told: Told) -> list[Proposed]:
    """Each with a sentence, the part that leads to its deals, and what may be done."""
    return [Proposed(_sentence(one, told), _part(one), [_change(key, told) for key in one.changes]) for one in found]


def _sentence(one: Proposal, told: Told) -> str:
    facts = {
        "stage": told.name(one.step),
        "other": told.name(one.to),
        "count": number(one.number),
        "all": number(one.of),
        "share": percent(round(one.percent)),
    }
    if one.kind == SKIP:
        return _("%(share)s of won deals skip “%(stage)s”: %(count)s of %(all)s.") % facts
    if one.kind == BACK:
        return _("Deals go back from “%(stage)s” to “%(other)s” in %(share)s: %(count)s of %(all)s.") % facts
    if one.kind == BRANCH:
        return _("%(count)s of %(all)s deals in “%(stage)s” were parked, and no branch says when.") % facts
    facts |= {"took": days_long(one.days), "expected": days_long(one.expected)}
    said = ngettext(
        "“%(stage)s” takes %(took)s and not %(expected)s: the middle of %(all)s deal that went on.",
        "“%(stage)s” takes %(took)s and not %(expected)s: the middle of %(all)s deals that went on.",
        one.of,
    )
    return said % facts


def _part(one: Proposal) -> str:
    parts = {SKIP: f"won-skip.{one.step}", BACK: f"back.{one.step}.{one.to}", BRANCH: f"parked.{one.step}"}
    return parts.get(one.kind, f"in.{one.step}")


def _change(key: str, told: Told) -> Change:
    what, first, second = (*key.split("."), "")[:3]
    facts = {"stage": told.name(first), "other": told.name(second), "days": second}
    words = {
        OPTIONAL: _("Let “%(stage)s” lead on to “%(other)s”, too"),
        MERGE: _("Merge it into “%(other)s”"),
        CRITERION: _("Add a criterion to “%(stage)s”"),
        SPLIT: _("Split “%(stage)s”"),
        EXPECT: _("Expect %(days)s days"),
        BRANCH: _("Add a branch to “%(other)s”"),
    }
    return Change(key, words[what] % facts)
