"""What the sweep of all addresses knows of interviews, readings and advice."""

from types import SimpleNamespace

from stegvis.deals.models import Deal
from stegvis.discovery.operations.advising import take_advice, write_offer, write_target_group
from stegvis.discovery.operations.interviewing import start_interview
from stegvis.discovery.operations.reading import read_process
from stegvis.testing.sweeps import MANAGERS, MEMBERS, Door, PublicDoor

ALICE = frozenset({"alice"})


def interview(**more):
    """Path arguments: the interview, and things that belong to it."""
    return lambda world: {"pk": world.interview.pk} | {key: make(world) for key, make in more.items()}


def own(name: str):
    """Path arguments: the id of a thing of the world."""
    return lambda world: {"pk": getattr(world, name).pk}


INTERVIEW = interview()
LEAD = interview(lead=lambda world: world.lead.pk, number=lambda world: 3)
DOORS = {
    "discovery:discover": Door(get=MEMBERS),
    "discovery:strategy": Door(get=MANAGERS, post=MANAGERS),
    "discovery:group_deletion": Door(post=MANAGERS, arguments=own("target_group")),
    "discovery:offer_deletion": Door(post=MANAGERS, arguments=own("offer")),
    "discovery:new_advice": Door(get=MANAGERS, post=MANAGERS),
    "discovery:advice": Door(get=MANAGERS, arguments=own("advice")),
    "discovery:advice_drafting": Door(post=MANAGERS, arguments=own("advice")),
    "discovery:variants": Door(get=MANAGERS),
    "discovery:new_variant": Door(get=MANAGERS, post=MANAGERS),
    "discovery:variant": Door(get=MANAGERS, post=MANAGERS, arguments=lambda world: {"key": "outbound"}),
    "discovery:variant_deletion": Door(post=MANAGERS, arguments=lambda world: {"key": "outbound"}),
    "discovery:new_reading": Door(get=MANAGERS, post=MANAGERS),
    "discovery:reading": Door(get=MANAGERS, arguments=own("reading")),
    "discovery:reading_drafting": Door(post=MANAGERS, arguments=own("reading")),
    "discovery:new_interview": Door(get=MANAGERS, post=MANAGERS),
    "discovery:result": Door(get=MANAGERS, arguments=INTERVIEW),
    "discovery:proposal": Door(post=MANAGERS, arguments=interview(key=lambda world: "needs")),
    "discovery:acceptance": Door(post=MANAGERS, arguments=INTERVIEW),
    "discovery:drafting": Door(post=MANAGERS, arguments=INTERVIEW),
    "discovery:people": Door(get=MANAGERS, post=MANAGERS, arguments=INTERVIEW),
    "discovery:revocation": Door(post=MANAGERS, arguments=interview(seat=lambda world: world.seat.pk)),
    "discovery:closing": Door(post=MANAGERS, arguments=INTERVIEW),
    "discovery:deletion": Door(post=MANAGERS, arguments=INTERVIEW),
    "discovery:asked": Door(get=ALICE, arguments=INTERVIEW),
    "discovery:finishing": Door(post=ALICE, arguments=INTERVIEW),
    "discovery:question": Door(get=ALICE, post=ALICE, arguments=LEAD),
}
OUTSIDE = {
    "asked": PublicDoor("the secret in the address is the key, and it can be taken back"),
    "asked_question": PublicDoor("behind the same key"),
    "asked_finishing": PublicDoor("behind the same key"),
}


def world_of_discovery(cast: SimpleNamespace, deal: Deal) -> dict:
    """One of everything: Alice is asked about her deal."""
    begun = start_interview("How we sell", [deal], [cast.alice], by=cast.mia)
    return {
        "interview": begun,
        "lead": begun.leads.get(),
        "seat": begun.participants.get(),
        "target_group": write_target_group("Plants", by=cast.mia),
        "offer": write_offer("Load control", by=cast.mia),
        "advice": take_advice({"what": "project"}, by=cast.mia),
        "reading": read_process(deal.process, by=cast.mia),
    }
