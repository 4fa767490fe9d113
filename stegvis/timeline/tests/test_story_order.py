"""A story is told newest first, and what happened at an unknown time stands where its neighbours are."""

from datetime import UTC, datetime

from stegvis.timeline.queries.story import Happening, tell

TODAY = datetime(2026, 11, 30, tzinfo=UTC)


def day(month: int) -> datetime:
    return datetime(2026, month, 1, tzinfo=UTC)


def stream(*happened):
    """A stream of these, newest first; one of an unknown time was written down today."""
    rows = [
        Happening(name, at or TODAY, at, "", (place,)) for place, (name, at) in enumerate(reversed(happened), start=1)
    ]
    return lambda behind, limit: [one for one in reversed(rows) if not behind or one.key < behind][:limit]


def test_an_imported_move_of_unknown_time_does_not_stand_above_what_came_later():
    moves = stream(("to proposal", None), ("to qualified", day(5)), ("begun", None))
    story = tell({"moves": moves, "evidence": stream(("budget", day(6)), ("need", day(4)))})
    assert [one.kind for one in story.entries] == ["budget", "to proposal", "to qualified", "begun", "need"]


def test_one_of_which_nothing_is_known_ends_the_story():
    story = tell({"moves": stream(("begun", None)), "evidence": stream(("need", day(4)))})
    assert [one.kind for one in story.entries] == ["need", "begun"]


def test_pages_of_it_hold_everything_once():
    streams = {"moves": stream(("c", None), ("b", None), ("a", day(2))), "evidence": stream(("e", day(3)), ("d", None))}
    seen, before = [], ""
    while True:
        page = tell(streams, before, limit=1)
        seen += [one.kind for one in page.entries]
        before = page.older
        if not before:
            break
    assert sorted(seen) == ["a", "b", "c", "d", "e"]


def test_one_of_unknown_time_keeps_its_place_wherever_a_page_ends():
    moves = stream(("to proposal", day(5)), ("to qualified", None), ("begun", day(1)))
    streams = {"moves": moves, "evidence": stream(("budget", day(4)), ("need", day(2)))}
    whole = [one.kind for one in tell(streams).entries]
    assert whole == ["to proposal", "to qualified", "budget", "need", "begun"]
    seen, page = [], tell(streams, limit=1)
    while page.older:
        seen, page = seen + [one.kind for one in page.entries], tell(streams, page.older, limit=1)
    assert seen + [one.kind for one in page.entries] == whole
