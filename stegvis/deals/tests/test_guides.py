"""A process carries a guide: on a deal, the questions for its stage; what the buyer says goes on the timeline."""

from stegvis.deals.models import GuideQuestion, ProcessAid
from stegvis.deals.operations.guiding import equip_process
from stegvis.deals.operations.moving import lose_deal
from stegvis.deals.operations.playbook import adopt_ready
from stegvis.deals.playbook import BOOKS
from stegvis.deals.queries.guiding import PHASES, asking_of, place_of
from stegvis.processes.models import StageKind
from stegvis.testing.builders import make_deal, make_lost_reason
from stegvis.timeline.models import TimelineEntry


def test_the_questions_follow_the_stage(alice, owen, workspace, process):
    deal = make_deal(alice)
    assert asking_of(deal) is None
    spin = adopt_ready(workspace, BOOKS["guides"], "spin", by=owen)
    equip_process(process, by=owen, framework=None, guide=spin)
    opened = list(process.current.stages.filter(kind=StageKind.OPEN))
    opened[0].buyer_phase = None
    deal.stage = opened[0]
    assert place_of(deal) == 0
    assert {one.phase for one in asking_of(deal).questions} == {"not-interested"}
    opened[-1].buyer_phase = None
    deal.stage = opened[-1]
    assert place_of(deal) == len(PHASES) - 1
    GuideQuestion.objects.filter(workspace=workspace, phase="approving").delete()
    assert {one.phase for one in asking_of(deal).questions} == {"negotiating"}
    lost = make_deal(alice, "Lost")
    lose_deal(lost, by=alice, lost_reason=make_lost_reason(workspace))
    assert place_of(lost) == 0


def test_what_the_buyer_says_is_a_note_with_its_question(cast, as_member, workspace, process):
    deal = make_deal(cast.alice)
    spin = adopt_ready(workspace, BOOKS["guides"], "spin", by=cast.owen)
    equip_process(process, by=cast.owen, framework=None, guide=spin)
    question, address = asking_of(deal).questions[0], f"/w/granfors/deals/{deal.pk}/questions/"
    assert question.text in as_member(cast.vera).get(address).content.decode()
    told = {"question": question.pk, "text": "By hand, on Fridays"}
    for member, status in ((cast.vera, 403), (cast.charlie, 404), (cast.alice, 303)):
        assert as_member(member).post(address, told).status_code == status
    note = TimelineEntry.objects.get(workspace=workspace)
    assert note.text == f"**{question.text}**\n\nBy hand, on Fridays"
    client = as_member(cast.alice)
    for wrong, status in (({"text": ""}, 422), ({"question": 10**17}, 404), ({"text": "a" * 10_000}, 422)):
        assert client.post(address, told | wrong).status_code == status


def test_a_manager_says_what_goes_along_with_a_process(cast, as_member, process):
    client, address = as_member(cast.mia), f"/w/granfors/processes/{process.pk}/playbook/"
    assert "Challenger" in client.get(address).content.decode()
    assert client.post(address, {"framework": "ready:gpct", "guide": "ready:challenger"}).status_code == 303
    aid = ProcessAid.objects.get(workspace=cast.mia.workspace_id)
    assert (aid.framework.name, aid.guide.name) == ("GPCT", "Challenger")
    for wrong in ({"framework": "ready:none"}, {"guide": "999999"}, {"most_discount": "101"}):
        assert client.post(address, wrong).status_code == 422
    assert as_member(cast.alice).get(address).status_code == 403
