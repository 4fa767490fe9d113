"""Conformance: how many deals keep to the process, what others do otherwise, what the next version could say."""

from collections.abc import Callable, Iterator, Sequence

from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from stegvis.insights.asked import Asked
from stegvis.insights.figures.cases import Case
from stegvis.insights.figures.comparing import FEWEST, SURE, chance_higher
from stegvis.insights.figures.conforming import (
    BACK,
    LOSING,
    REOPEN,
    SKIP,
    TOO_FEW,
    UNCLEAR,
    WINNING,
    Conformance,
    Deviation,
    Finding,
    Model,
    conformance_of,
    deviations_of,
)
from stegvis.insights.figures.proposing import ENOUGH, proposals_of
from stegvis.insights.kinds import Kind, register
from stegvis.insights.proposing import say_proposals
from stegvis.insights.queries.cases import Told, deals_like, model_of, read_cases
from stegvis.insights.queries.population import stages_of
from stegvis.insights.report import NUMBER, PERCENT, TEXT, Cell, Column, Report, Stat, Table
from stegvis.ui.formats import number

MOST = 40
VERDICTS = {
    WINNING: gettext_lazy("goes with winning"),
    LOSING: gettext_lazy("goes with losing"),
    UNCLEAR: gettext_lazy("no clear difference"),
    TOO_FEW: gettext_lazy("too few deals to say"),
}
TONES = {WINNING: "better", LOSING: "worse", UNCLEAR: "quiet", TOO_FEW: "quiet"}


def make_conformance(asked: Asked) -> Report:
    """How the deals of the chosen process keep to its version in force, or to the chosen one."""
    told, model = read_cases(asked), model_of(asked)
    if not told.cases or not model.steps:
        return Report(empty=_("No deal of this process began in this period."), notes=told.notes)
    found = conformance_of(told.cases, model)
    return Report(
        sentences=_sentences(found),
        stats=_stats(found, told.cases, model),
        tables=[_deviations(told, found)],
        notes=[*told.notes, *_base(found), *_few(told.cases)],
        proposals=_proposals(asked, told, model, found),
    )


def _proposals(asked: Asked, told: Told, model: Model, found: Conformance) -> Sequence:
    version = asked.version or (asked.process.current_id if asked.process else None)
    expected = {one.lineage: one.expected_days for one in stages_of(asked) if one.version_id == version}
    return say_proposals(proposals_of(told.cases, model, found, expected), told)


def _sentences(found: Conformance) -> list[str]:
    said = ngettext(
        "%(count)s of %(all)s deal keeps to the process.",
        "%(count)s of %(all)s deals keep to the process.",
        found.cases,
    ) % {"count": number(found.following), "all": number(found.cases)}
    return [said, *_compared(found)]


def _compared(found: Conformance) -> Iterator[str]:
    """Whether those that keep to it win more often, as far as that can be said."""
    one, other = found.followed, found.deviated
    if min(one.of, other.of) < FEWEST:
        yield _("Too few of both sorts are won or lost yet to say which wins more often.")
        return
    facts = {"won": number(one.won), "of": number(one.of), "others": number(other.won), "all": number(other.of)}
    surely = chance_higher(one, other)
    if surely >= SURE:
        yield _("They win more often: %(won)s of %(of)s against %(others)s of %(all)s.") % facts
    elif surely <= 1 - SURE:
        yield _("They win less often: %(won)s of %(of)s against %(others)s of %(all)s.") % facts
    else:
        yield _("Whether they win more often is not clear: %(won)s of %(of)s against %(others)s of %(all)s.") % facts


def _stats(found: Conformance, cases: Sequence[Case], model: Model) -> list[Stat]:
    losing = {one.deviation for one in found.findings if one.verdict == LOSING}
    worth = sum(_is_open(case) and bool(losing & deviations_of(case, model)) for case in cases)
    share = 100 * found.following / found.cases if found.cases >= FEWEST else None
    return [
        Stat(_("Keep to the process"), found.following, part="follows"),
        Stat(_("Share"), share, PERCENT),
        Stat(_("Do it otherwise"), found.cases - found.following, part="deviates"),
        Stat(_("Open deals to look at"), worth, note=_("they do what goes with losing"), part="look"),
    ]


def _is_open(case: Case) -> bool:
    return not case.is_decided


def _deviations(told: Told, found: Conformance) -> Table:
    columns = [
        Column("what", _("What is otherwise")),
        Column("deals", _("Deals"), NUMBER),
        Column("of", _("Of deals that could"), NUMBER),
        Column("share", _("Share"), PERCENT),
        Column("won", _("Won with it"), TEXT),
        Column("without", _("Won without it"), TEXT),
        Column("verdict", _("What it goes with"), TEXT),
    ]
    return Table(
        "deviations", _("What deals do otherwise"), columns, [_row(told, one) for one in found.findings[:MOST]]
    )


def _row(told: Told, one: Finding) -> list[Cell]:
    return [
        Cell(capfirst(say_deviation(one.deviation, told))),
        Cell(one.cases, one.deviation.key),
        Cell(one.of),
        Cell(100 * one.cases / one.of if one.of >= FEWEST else None),
        Cell(_of(one.with_it.won, one.with_it.of)),
        Cell(_of(one.without.won, one.without.of)),
        Cell(str(VERDICTS[one.verdict]), tone=TONES[one.verdict]),
    ]


def _of(won: int, decided: int) -> str:
    return _("%(won)s of %(all)s") % {"won": number(won), "all": number(decided)}


def say_deviation(one: Deviation, told: Told) -> str:
    """A deviation in words."""
    names = {"step": told.name(one.step), "to": told.name(one.to)}
    if one.kind == SKIP:
        return _("“%(step)s” is skipped") % names
    if one.kind == BACK:
        return _("back from “%(step)s” to “%(to)s”") % names
    if one.kind == REOPEN:
        return _("opened again after losing or winning")
    return _("in “%(step)s”, which is not in the version") % names


def _base(found: Conformance) -> list[str]:
    if not found.findings:
        return []
    return [
        _("Won with and without it: of deals that are won or lost and came as far. “Goes with” proves no cause."),
    ]


def _few(cases: Sequence[Case]) -> list[str]:
    won = sum(case.is_won for case in cases)
    if len(cases) >= ENOUGH and won >= ENOUGH:
        return []
    said = _("Proposals are made from %(count)s deals and %(count)s won ones on: fewer say too little.")
    return [said % {"count": number(ENOUGH)}]


def conformance_deals(asked: Asked, part: str) -> QuerySet:
    """`part`: all, won, follows, deviates, look, in.STEP, or the key of a deviation."""
    told, model = read_cases(asked), model_of(asked)
    return deals_like(asked, filter(_test(part, told.cases, model), told.cases))


def _test(part: str, cases: Sequence[Case], model: Model) -> Callable[[Case], bool]:
    if part == "follows":
        return lambda case: not deviations_of(case, model)
    if part == "deviates":
        return lambda case: bool(deviations_of(case, model))
    if part == "look":
        losing = {one.deviation for one in conformance_of(cases, model).findings if one.verdict == LOSING}
        return lambda case: _is_open(case) and bool(losing & deviations_of(case, model))
    kind, _point, rest = part.partition(".")
    if kind in ("won-skip", "in", "parked"):
        return _spoken(kind, rest)
    wanted = Deviation(*part.split(".")) if part.count(".") < 3 else None
    if wanted is None or wanted.kind not in (SKIP, BACK, REOPEN, "strange"):
        raise KeyError(part)
    return lambda case: wanted in deviations_of(case, model)


def _spoken(kind: str, step: str) -> Callable[[Case], bool]:
    """The deals that speak for a proposal."""
    return {
        "won-skip": lambda case: case.is_won and step not in case.steps,
        "in": lambda case: step in case.steps[:-1],
        "parked": lambda case: any(
            one.step == step and after.kind == "parked" for one, after in zip(case.stays, case.stays[1:], strict=False)
        ),
    }[kind]


CONFORMANCE = register(
    Kind(
        "conformance",
        gettext_lazy("Conformance"),
        gettext_lazy("Do deals keep to the process, and should they?"),
        make_conformance,
        conformance_deals,
        one_process=True,
        position=42,
        icon="list-checks",
    )
)
