"""Versions: whether deals that began under the newer version are won more often, and sooner, than under the older."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from stegvis.insights.asked import Asked
from stegvis.insights.figures.cases import Case
from stegvis.insights.figures.comparing import Share, bounds
from stegvis.insights.figures.flows import middle
from stegvis.insights.figures.versions import (
    BETTER,
    ENOUGH,
    EQUAL,
    TOO_FEW,
    WORSE,
    Judgement,
    Side,
    horizon_of,
    judge_days,
    judge_won,
    side_of,
)
from stegvis.insights.kinds import Kind, register
from stegvis.insights.periods import ALL
from stegvis.insights.queries.cases import Told, deals_like, model_of, read_cases
from stegvis.insights.report import DAYS, NUMBER, PERCENT, TEXT, Cell, Chart, Column, Report, Series, Stat, Table
from stegvis.processes.models import ProcessVersion
from stegvis.ui.formats import days_long, number, percent

VERDICTS = {
    BETTER: gettext_lazy("better"),
    WORSE: gettext_lazy("worse"),
    EQUAL: gettext_lazy("no clear difference"),
    TOO_FEW: gettext_lazy("not enough deals yet"),
}
TONES = {BETTER: "better", WORSE: "worse", EQUAL: "quiet", TOO_FEW: "quiet"}


@dataclass(frozen=True)
class Pair:
    """The version asked for (or in force) and the one before it, with the deals that began under each."""

    told: Told
    older: ProcessVersion
    newer: ProcessVersion
    old: list[Case]
    new: list[Case]
    # When the older, and when the newer was replaced (or now).
    ends: tuple[datetime, datetime]
    horizon: int


def make_versions(asked: Asked) -> Report:
    """The chosen version of the process, or that in force, against the one before."""
    pair = _read(asked)
    if pair is None:
        return Report(empty=_("This process has one version so far: there is nothing to compare it with."))
    if not pair.old and not pair.new:
        return Report(empty=_("No deal of this process began in this period."), notes=pair.told.notes)
    order = model_of(asked).steps
    old, new = (side_of(*one, pair.horizon, order) for one in ((pair.old, pair.ends[0]), (pair.new, pair.ends[1])))
    return Report(
        sentences=_sentences(pair, old, new),
        stats=_stats(old, new),
        charts=[_by_step(pair, old, new, order)],
        tables=[_overall(pair, old, new)],
        notes=[*_method(pair), *pair.told.notes],
    )


def _read(asked: Asked) -> Pair | None:
    found = ProcessVersion.objects.filter(workspace=asked.member.workspace_id, process=asked.process)
    versions = list(found.order_by("number"))
    places = [place for place, one in enumerate(versions) if one.pk == asked.version]
    place = places[0] if places else len(versions) - 1
    if place < 1:
        return None
    told, now = read_cases(_of_all_versions(asked)), timezone.now()
    ends = [one.published_at for one in versions[1:]] + [now]
    begun = [_version_at(case, ends) for case in told.cases]
    old, new = ([case for case, at in zip(told.cases, begun, strict=True) if at == one] for one in (place - 1, place))
    lasted = (ends[place - 1], ends[place])
    return Pair(told, versions[place - 1], versions[place], old, new, lasted, horizon_of(old + new))


def _of_all_versions(asked: Asked) -> Asked:
    """The same without its version: deals of the older one are asked for, too."""
    params = asked.page.params.copy()
    params.pop("version", None)
    page = type(asked.page)(asked.page.listing, params, asked.member, None)
    return Asked(asked.member, asked.process, None, asked.start, asked.end, asked.today, page)


def _version_at(case: Case, ends: Sequence[datetime]) -> int | None:
    """The place of the version that was in force when the case began; the first holds what is older than it, too."""
    if case.began is None:
        return None
    return next((place for place, end in enumerate(ends) if case.began < end), None)


def _sentences(pair: Pair, old: Side, new: Side) -> list[str]:
    names = {"newer": _numbered(pair.newer), "older": _numbered(pair.older)}
    facts = {
        "won": number(new.won.won),
        "of": number(new.won.of),
        "before": number(old.won.won),
        "all": number(old.won.of),
    }
    said = {
        BETTER: _(
            "Version %(newer)s wins more often than version %(older)s: %(won)s of %(of)s against %(before)s of %(all)s."
        ),
        WORSE: _(
            "Version %(newer)s wins less often than version %(older)s: %(won)s of %(of)s against %(before)s of %(all)s."
        ),
        EQUAL: _(
            "Whether version %(newer)s wins more often than version %(older)s is not clear: %(won)s of %(of)s against "
            "%(before)s of %(all)s."
        ),
        TOO_FEW: _("Not enough deals yet to say whether version %(newer)s is better than version %(older)s."),
    }
    warning = _("The versions were in force at different times. Much else was different then: this is no experiment.")
    return [
        said[judge_won(new.won, old.won).verdict] % (names | facts),
        *_sooner(new, old),
        *_waiting(pair, new),
        warning,
    ]


def _sooner(new: Side, old: Side) -> list[str]:
    before, after = middle(old.days), middle(new.days)
    if before is None or after is None:
        return []
    facts = {"days": days_long(round(after)), "before": days_long(round(before))}
    said = {
        BETTER: _("It wins sooner: after %(days)s instead of %(before)s."),
        WORSE: _("It takes longer to win: %(days)s instead of %(before)s."),
        EQUAL: _("It takes about as long to win: %(days)s, before %(before)s."),
    }
    verdict = judge_days(new.days, old.days).verdict
    return [said[verdict] % facts] if verdict in said else []


def _waiting(pair: Pair, new: Side) -> list[str]:
    """When the newer version will have been in force for long enough, where it has not."""
    if new.won.of >= ENOUGH or pair.ends[1] < timezone.now() - timedelta(minutes=5):
        return []
    said = ngettext(
        "So far %(count)s of its deals is old enough to count: each is followed for %(days)s.",
        "So far %(count)s of its deals are old enough to count: each is followed for %(days)s.",
        new.won.of,
    )
    return [said % {"count": number(new.won.of), "days": days_long(pair.horizon)}]


def _called(version: ProcessVersion) -> str:
    return _("Version %(number)s") % {"number": _numbered(version)}


def _numbered(version: ProcessVersion) -> str:
    return f"{version.number} ({version.name})" if version.name else str(version.number)


def _stats(old: Side, new: Side) -> list[Stat]:
    won, days = judge_won(new.won, old.won), judge_days(new.days, old.days)
    return [
        Stat(_("Winning"), str(VERDICTS[won.verdict]), TEXT, _sure(won), tone=TONES[won.verdict]),
        Stat(_("Time to win"), str(VERDICTS[days.verdict]), TEXT, _sure(days), tone=TONES[days.verdict]),
        Stat(_("Deals that count, before"), old.won.of, part="old"),
        Stat(_("Deals that count, now"), new.won.of, part="new"),
    ]


def _sure(judged: Judgement) -> str:
    if judged.surely is None:
        return ""
    said = _("probability of better: %(share)s")
    return said % {"share": percent(min(99, max(1, round(100 * judged.surely))))}


def _overall(pair: Pair, old: Side, new: Side) -> Table:
    columns = [
        Column("version", _("Version")),
        Column("began", _("Deals that began"), NUMBER),
        Column("followed", _("Old enough to count"), NUMBER),
        Column("won", _("Won"), NUMBER),
        Column("share", _("Share won"), PERCENT),
        Column("between", _("Very likely between"), TEXT),
        Column("days", _("Days to win, the middle"), DAYS),
    ]
    rows = [_version_row(pair.older, old, "old"), _version_row(pair.newer, new, "new")]
    return Table("versions", _("Version against version"), columns, rows)


def _version_row(version: ProcessVersion, side: Side, part: str) -> list[Cell]:
    low, high = (percent(round(100 * one)) for one in bounds(side.won))
    return [
        Cell(_called(version)),
        Cell(side.began, f"{part}.began"),
        Cell(side.won.of, part),
        Cell(side.won.won, f"{part}.won"),
        Cell(side.won.percent if side.won.of >= ENOUGH else None),
        Cell(_("%(low)s and %(high)s") % {"low": low, "high": high} if side.won.of else None),
        Cell(middle(side.days)),
    ]


def _by_step(pair: Pair, old: Side, new: Side, order: Sequence[str]) -> Chart:
    judged = {step: judge_won(new.steps[step], old.steps[step]) for step in order}
    columns = [
        Column("stage", _("Stage")),
        Column("before", _called(pair.older), PERCENT),
        Column("base_before", _("Of deals, before"), NUMBER),
        Column("now", _called(pair.newer), PERCENT),
        Column("base_now", _("Of deals, now"), NUMBER),
        Column("verdict", _("Verdict"), TEXT),
    ]
    rows = [
        [
            Cell(pair.told.name(step)),
            Cell(_share(old.steps[step])),
            Cell(old.steps[step].of),
            Cell(_share(new.steps[step])),
            Cell(new.steps[step].of),
            Cell(str(VERDICTS[judged[step].verdict]), tone=TONES[judged[step].verdict]),
        ]
        for step in order
    ]
    return Chart(
        key="steps",
        title=_("Deals that went on from each stage"),
        sentence=_difference(pair, judged),
        kind="bar",
        labels=[pair.told.name(step) for step in order],
        series=[
            Series(_called(pair.older), [_share(old.steps[step]) for step in order], tone="plan"),
            Series(_called(pair.newer), [_share(new.steps[step]) for step in order]),
        ],
        unit=PERCENT,
        table=Table("steps", _("Deals that went on from each stage"), columns, rows),
    )


def _share(share: Share) -> float | None:
    """In per cent, where there are enough to say it."""
    return share.percent if share.of >= ENOUGH else None


def _difference(pair: Pair, judged: dict[str, Judgement]) -> str:
    better = [pair.told.name(step) for step, one in judged.items() if one.verdict == BETTER]
    worse = [pair.told.name(step) for step, one in judged.items() if one.verdict == WORSE]
    if better and worse:
        said = _("More go on from %(better)s, fewer from %(worse)s.")
        return said % {"better": ", ".join(better), "worse": ", ".join(worse)}
    if better or worse:
        said = _("More go on from %(stages)s.") if better else _("Fewer go on from %(stages)s.")
        return said % {"stages": ", ".join(better or worse)}
    if all(one.verdict == TOO_FEW for one in judged.values()):
        return _("Not enough deals yet to say it of any stage.")
    return _("No stage shows a clear difference.")


def _method(pair: Pair) -> list[str]:
    said = _(
        "A deal counts for the version that was in force when it began, and only if it could be followed under it for "
        "%(days)s: in that time three of four deals are decided. Deals won later count as not won."
    )
    return [said % {"days": days_long(pair.horizon)}]


def versions_deals(asked: Asked, part: str) -> QuerySet:
    """`part`: old or new (deals that count), with .began (all that began) or .won behind it."""
    pair = _read(asked)
    which, _point, what = part.partition(".")
    if pair is None or which not in ("old", "new") or what not in ("", "began", "won"):
        raise KeyError(part)
    cases, until = (pair.old, pair.ends[0]) if which == "old" else (pair.new, pair.ends[1])
    wanted = (
        cases if what == "began" else [one for one in cases if _counts(one, until, pair.horizon, won=what == "won")]
    )
    return deals_like(_of_all_versions(asked), wanted)


def _counts(case: Case, until: datetime, horizon: int, *, won: bool) -> bool:
    side = side_of([case], until, horizon, ())
    return bool(side.won.won if won else side.won.of)


VERSIONS = register(
    Kind(
        "versions",
        gettext_lazy("Versions compared"),
        gettext_lazy("Is the new version of the process better than the old one?"),
        make_versions,
        versions_deals,
        one_process=True,
        period=ALL,
        position=44,
        icon="git-branch",
    )
)
