"""Win and loss: reasons, people, objections and evidence, beside what was won; each figure leads to its deals."""

import pytest
from django.http import QueryDict
from django.urls import reverse

from stegvis.deals.models import Competitor, Deal, Stakeholder
from stegvis.deals.operations.competing import put_in_play, say_lost_to
from stegvis.deals.operations.moving import move_deal
from stegvis.insights.kinds import known
from stegvis.insights.queries.asking import read_asked
from stegvis.testing import builders

KIND = "win_loss"


@pytest.fixture
def decided(alice, process):
    """Six won with a champion, six lost without (five for the price); one is still open."""
    price, time = (builders.make_lost_reason(process.workspace, name) for name in ("Price", "Time"))
    person = builders.make_person(alice)
    for n in range(6):
        won = builders.make_deal(alice, f"won {n}", amount=100, currency="SEK")
        Stakeholder.objects.create(workspace=process.workspace, deal=won, person=person, role="champions")
        move_deal(won, builders.stage_of(process, "Won"), by=alice)
        lost = builders.make_deal(alice, f"lost {n}", amount=50, currency="SEK")
        move_deal(lost, builders.stage_of(process, "Lost"), by=alice, lost_reason=price if n else time)
    builders.make_deal(alice, "open")
    return process


def asked(member, query=""):
    return read_asked(member, known(KIND), QueryDict(query))


def test_reasons_are_counted_and_what_goes_with_winning_is_said_when_it_is_beyond_doubt(decided, mia):
    report = known(KIND).make(asked(mia))
    reasons = {row[0].value: (row[1].value, row[3].value) for row in report.table("reasons").rows}
    assert reasons == {"Price": (5, 250), "Time": (1, 50)}
    assert report.sentences[0] == "6 of 12 decided deals were won."
    champions = next(row for row in report.table("facts").rows if "Champions" in row[0].value)
    assert [cell.value for cell in champions[1:4]] == [6, 0, 100]
    assert champions[3].tone == "better"
    assert report.sentences[2] == "Nobody taking part is known: 0% of these deals were won, 100% of the others."


def test_competitors_are_counted_in_play_and_by_what_they_won(decided, alice, mia):
    deals = {deal.title: deal for deal in Deal.objects.filter(workspace=decided.workspace_id)}
    for title in ("won 0", "lost 0", "lost 1", "lost 2", "lost 3", "lost 4", "open"):
        put_in_play(deals[title], "Voltaro", by=alice)
    put_in_play(deals["won 0"], "Enerva", by=alice)
    for title, winner in (*((f"lost {number}", "Voltaro") for number in range(4)), ("lost 5", "Enerva")):
        say_lost_to(deals[title], winner, by=alice)
    report = known(KIND).make(asked(mia))
    met = {
        row[0].value: [cell.value for cell in row[1:3]] + [round(row[3].value or 0)]
        for row in report.table("competitors").rows
    }
    assert met == {"Voltaro": [1, 5, 17], "Enerva": [1, 1, 0]}
    lost = [[cell.value for cell in row] for row in report.table("lost_to").rows]
    assert [(name, count, value) for name, count, _share, value in lost] == [
        ("Voltaro", 4, 200),
        ("Enerva", 1, 50),
        ("Not said", 1, 50),
    ]
    assert report.sentences[2].startswith("Deals are lost most often to Voltaro: 4 of the 5 lost deals")
    move_deal(deals["lost 0"], builders.stage_of(decided, "Won"), by=alice)
    rows = known(KIND).make(asked(mia)).table("lost_to").rows
    assert [(row[0].value, row[1].value) for row in rows] == [("Voltaro", 3), ("Enerva", 1), ("Not said", 1)]
    assert known(KIND).deals(asked(mia), rows[1][1].part).get().title == "lost 5"
    narrowed = asked(mia, f"competitor={Competitor.objects.get(workspace=decided.workspace_id, name='Enerva').pk}")
    assert known(KIND).make(narrowed).sentences[0] == "1 of 2 decided deals were won."


def test_each_figure_leads_to_its_deals(decided, alice, mia):
    kind, counted = known(KIND), 0
    say_lost_to(Deal.objects.get(workspace=decided.workspace_id, title="lost 0"), "Voltaro", by=alice)
    for table in kind.make(asked(mia)).all_tables:
        for row in table.rows:
            for cell in row:
                if cell.part and isinstance(cell.value, int):
                    assert kind.deals(asked(mia), cell.part).distinct().count() == cell.value, cell.part
                    counted += cell.value
    assert counted
    for nonsense in (
        "role.maybe.decides",
        f"objection.won.{10**20}",
        f"reason.lost.{10**20}",
        f"lost_to.lost.{10**20}",
    ):
        with pytest.raises((KeyError, ValueError)):
            kind.deals(asked(mia), nonsense)


def test_somebody_elses_deals_are_in_nobodys_figures(decided, bob, mia):
    mia.workspace.grants = {"seller": {"insights": "own"}}
    assert known(KIND).make(asked(bob)).empty
    assert known(KIND).make(asked(mia, "period=last-year")).empty


def test_the_page_asks_little(decided, mia, as_member, django_assert_max_num_queries):
    client, address = as_member(mia), reverse("insights:report", args=[mia.workspace.slug, KIND])
    client.get(reverse("insights:overview", args=[mia.workspace.slug]))
    with django_assert_max_num_queries(12):
        assert client.get(address).status_code == 200
