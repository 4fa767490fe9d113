"""Stays in stages follow from moves: rebuilding them changes nothing, whatever moved, corrected, brought and undid."""

from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from stegvis.core.errors import Refused
from stegvis.deals.models import Deal, StageVisit
from stegvis.deals.operations.moving import make_move, step_back
from stegvis.deals.operations.moving_many import move_deals, step_deals_back
from stegvis.deals.operations.rebuilding import rebuild_visits
from stegvis.insights.figures.funnel import FATES
from stegvis.insights.kinds import known
from stegvis.insights.queries.asking import read_asked
from stegvis.testing import builders
from stegvis.transfer.operations.undoing import undo_import
from stegvis.transfer.tests.importing import bring

FACTS = ("deal_id", "sequence", "stage_id", "entered_at", "left_at", "next_stage_id", "seller_id", "amount")
ACTS = ("make", "move", "many", "back", "many back", "bring", "undo")
EVER = QueryDict("period=all")
LOG = "Case ID,Activity,Timestamp\nC{n},Lead,2026-01-01\nC{n},Qualified,\nC{n},Proposal made,2026-03-{day:02}"


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=some.lists(some.tuples(some.sampled_from(ACTS), some.integers(0, 99)), min_size=4, max_size=12))
def test_rebuilding_finds_nothing_to_mend_after_any_sequence_of_acts(acts, tmp_path, owen, process):
    done = {"many": [], "bring": []}
    builders.make_deal(owen, amount=100)
    for act, number in acts:
        try:
            perform(act, number, owen, process, done, tmp_path)
        except Refused:  # there is no way back from a first step
            continue
    before = visits(owen)
    assert rebuild_visits(owen.workspace, by=owen) == 0
    assert visits(owen) == before != []
    for row in known("funnel").make(read_asked(owen, known("funnel"), EVER)).table("stages").rows:
        assert row[1].value == sum(cell.value for cell in row[2 : 2 + len(FATES)]), "the parts add up"


def visits(member) -> list[tuple]:
    """All stays, but for their ids, which are new when they are rebuilt."""
    rows = StageVisit.objects.filter(workspace=member.workspace).order_by("deal", "sequence")
    return list(rows.values_list(*FACTS))


def perform(act: str, number: int, owen, process, done, folder) -> None:
    deals = list(Deal.objects.filter(workspace=owen.workspace).order_by("pk"))
    deal = deals[number % len(deals)]
    others = list(deal.stage.version.stages.filter(kind__in=["open", "won"]).exclude(pk=deal.stage_id))
    to_stage = others[number % len(others)]
    if act == "make":
        builders.make_deal(owen, amount=number, process=process)
    elif act == "move":
        make_move(deal, to_stage, by=owen, reason="So it is.")
    elif act == "many":
        moved = move_deals([one.pk for one in deals], to_stage, by=owen, reason="All of them.")
        done["many"].append(moved.before)
    elif act == "back":
        step_back(deal, by=owen, reason="It was a slip.")
    elif act == "many back" and done["many"]:
        step_deals_back(done["many"].pop(), by=owen)
    elif act == "bring":
        log = LOG.format(n=number % 3, day=1 + number % 28)
        done["bring"].append(bring(folder, "stage-history", log, by=owen, process=process.name))
    elif act == "undo" and done["bring"]:
        undo_import(done["bring"].pop(), by=owen)
