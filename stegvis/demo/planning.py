"""What the demo's sellers have to do: some late, some today, more to come, some done; a few deals without any."""

from datetime import date, time, timedelta

from stegvis.deals.models import Deal
from stegvis.demo import material
from stegvis.demo.calendar import Calendar
from stegvis.demo.firm import Firm
from stegvis.processes.models import StageKind
from stegvis.timeline.models import Repeat, Task, TaskKind
from stegvis.timeline.operations.finishing import complete_task
from stegvis.timeline.operations.tasks import create_task

# Days from today, in turn; None is a deal for which nobody has planned anything.
DAYS = (0, 3, -2, 1, 0, 7, None, 5, -1, 14, 2, 0, None, 9, 4, 21, 1, 6, -4, 0, 11, None)
HOURS = (None, time(9, 30), None, time(14), None, time(11, 15), None)
DONE = 6


def plan_work(firm: Firm, calendar: Calendar) -> None:
    """A task for most open deals, some of them done today, and the manager's weekly talk."""
    today = calendar.now.date()
    deals = Deal.objects.filter(workspace=firm.workspace, status=StageKind.OPEN).select_related("owner", "company")
    planned = [plan(firm, number, deal, today) for number, deal in enumerate(deals.order_by("pk"))]
    for task in [task for task in planned if task and task.due_on == today][:DONE]:
        if task.assignee:
            complete_task(task, by=task.assignee)
    monday = today + timedelta(days=7 - today.weekday())
    title = {"en": "Weekly talk", "sv": "Veckomöte", "nb": "Ukemøte", "pl": "Spotkanie tygodnia"}[firm.language]
    facts = {"kind": TaskKind.MEETING, "repeat": Repeat.WEEKLY, "time": time(8, 30)}
    create_task(title, by=firm.manager, due_on=monday, **facts)


def plan(firm: Firm, number: int, deal: Deal, today: date) -> Task | None:
    """What is next on `deal`; nothing on a few."""
    days, owner = DAYS[number % len(DAYS)], deal.owner
    if days is None or owner is None:
        return None
    suggested = material.read("texts")["tasks"]
    told = suggested[number % len(suggested)]
    people = firm.people.get(deal.company_id or 0, [])
    person = people[number % len(people)] if people else None
    owner.workspace = firm.workspace
    return create_task(
        told[firm.language].format(person=person or deal.company),
        by=owner,
        kind=told["kind"],
        due_on=today + timedelta(days=days),
        time=HOURS[number % len(HOURS)] if days >= 0 else None,
        priority=Task.Priority.HIGH if number % 9 == 0 else Task.Priority.NORMAL,
        deal=deal,
        company=deal.company,
        person=person if told["kind"] in ("call", "meeting") else None,
    )
