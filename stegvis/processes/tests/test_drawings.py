"""The four drawings: everything a template holds is drawn, fits its box, and leads somewhere."""

from itertools import combinations, pairwise

import pytest
from django.utils import translation

from stegvis.processes.catalogue import keys, load_template
from stegvis.processes.drawings import Drawing, draw_body, draw_template
from stegvis.processes.flowing.elk import lay_out
from stegvis.processes.flowing.graph import flow_of
from stegvis.processes.flowing.mermaid import mermaid_of
from stegvis.processes.models import StageKind
from stegvis.processes.overlays import PLAIN, Overlay, StageFigures
from stegvis.processes.pictures import flowchart
from stegvis.processes.pictures.picture import WAYS
from stegvis.processes.pictures.scene import Box, Scene
from stegvis.processes.pictures.svg import whole_svg

LANGUAGES = ("en", "sv", "nb", "pl")
# A flowchart a little wider than a page on a desk still reads well; more is a street.
WIDEST = 1520
HOSTILE = (
    "<script>alert(1)</script>",
    "שלום עולם מרחבא مرحبا بالعالم",
    "🎉🚀👩‍👩‍👧‍👦" * 20,
    "W" * 200,
    "\u202eevil\u0000 \x0b]]>",
    "x y " * 800,
)


def stage(key: str, kind: str = "open", **more) -> dict:
    row = {"key": key, "kind": kind, "name": key, "definition": "", "expected_days": 5, "probability": 10}
    return row | {"buyer_phase": "", "criteria": [], "tasks": [], "branches": []} | more


def body(stages: list[dict], phases: tuple = ()) -> dict:
    return {"phases": list(phases), "stages": stages}


def large() -> Drawing:
    """Twelve stages and ten branches: back, ahead, to the fridge, to lost."""
    targets = ("s0", "fridge", "lost", "s9", "s3", "fridge", "lost", "s1", "s11", "fridge")
    opened = [
        stage(
            f"s{n}",
            criteria=[
                {"text": f"Criterion {n} with some words", "hard": False, "evidence_kind": "mail", "key": f"c{n}"}
            ],
            branches=[{"text": f"Reason number {n}", "to": targets[n], "wake_days": 90, "key": f"b{n}"}]
            if n < len(targets)
            else [],
        )
        for n in range(12)
    ]
    ends = [stage("won", "won"), stage("lost", "lost"), stage("fridge", "parked"), stage("care", "after_won")]
    return draw_body(body([*opened, *ends, stage("win-back", "after_lost")]))


def hostile() -> Drawing:
    line = {"hard": True, "evidence_kind": "mail", "key": "c"}
    task = {"kind": "to_do", "due_days": 1, "role": "", "note": ""}
    phase = {"key": "p", "name": HOSTILE[3], "summary": "", "commitments": [HOSTILE[1]], "decisions": [HOSTILE[2]]}
    stages = [
        stage(
            f"s{n}",
            name=text,
            definition=text,
            buyer_phase="p",
            criteria=[line | {"text": text}],
            tasks=[task | {"title": text}],
            branches=[{"text": text[:300], "to": "lost", "wake_days": None, "key": "b"}],
        )
        for n, text in enumerate(HOSTILE)
    ]
    return draw_body(body([*stages, stage("won", "won"), stage("lost", "lost", name=HOSTILE[3])], (phase,)))


def crossing(points, box: Box) -> bool:
    """Whether a way goes through the inside of a box."""
    return any(
        Box(min(a[0], b[0]), min(a[1], b[1]), abs(a[0] - b[0]), abs(a[1] - b[1])).meets(box, slack=1)
        or (
            a[0] == b[0]
            and box.x + 1 < a[0] < box.right - 1
            and min(a[1], b[1]) < box.bottom - 1
            and max(a[1], b[1]) > box.y + 1
        )
        or (
            a[1] == b[1]
            and box.y + 1 < a[1] < box.bottom - 1
            and min(a[0], b[0]) < box.right - 1
            and max(a[0], b[0]) > box.x + 1
        )
        for a, b in pairwise(points)
    )


def laid_out(*drawings: Drawing, overlay: Overlay = PLAIN) -> list[tuple]:
    """(flow, sheets, places, scene) of each flowchart for wide screens and for narrow ones, by one process."""
    flows = [(flow, flowchart.sheets_of(flow, overlay)) for flow in map(flow_of, drawings)]
    asked = [(*one, flowchart.sizes_of(*one, right=right)) for one in flows for right in (True, False)]
    found = []
    for (flow, sheets, _sizes), places in zip(asked, lay_out([one[2] for one in asked]), strict=True):
        scene = Scene("", places["width"])
        flowchart.draw_flow(scene, flow, sheets, places, overlay, 0)
        found.append((flow, sheets, places, scene))
    return found


def assert_fits(scene: Scene) -> None:
    """No text leaves its box or the picture, or lies over another."""
    assert scene.lines
    whole = Box(0, 0, scene.width, scene.height)
    for line in scene.lines:
        assert line.within.holds(line.box), line.text
        assert whole.holds(line.box), line.text
    lines = sorted((line for line in scene.lines if line.text), key=lambda line: line.box.y)
    for one, other in combinations(lines, 2):
        if other.box.y >= one.box.bottom:
            continue
        assert not one.box.meets(other.box, slack=1), (one.text, other.text)


def assert_away_from_slants(scene: Scene, question: Box) -> None:
    """No line of a question comes near its slanted sides."""
    lines = [line.box for line in scene.lines if line.text and question.holds(line.box)]
    assert lines
    assert all(one.x - question.x >= flowchart.TIP + 5 <= question.right - one.right for one in lines)


def assert_clear(*drawings: Drawing) -> None:
    """No arrow crosses a box that is not its own, no word at an arrow lies on one, no boxes overlap."""
    for flow, sheets, places, scene in laid_out(*drawings):
        assert_fits(scene)
        boxes = [Box(x, y, one.width, one.height) for one, (x, y) in zip(sheets, places["nodes"], strict=True)]
        assert not any(one.meets(other) for one, other in combinations(boxes, 2))
        assert places["width"] < WIDEST
        for node, box in zip(flow.nodes, boxes, strict=True):
            if node.kind == "ask":
                assert_away_from_slants(scene, box)
        for edge, way in zip(flow.edges, places["edges"], strict=True):
            assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(way["points"])), "not square"
            others = [box for place, box in enumerate(boxes) if place not in (edge.source, edge.target)]
            assert not any(crossing(way["points"], box) for box in others), edge
            if way["label"]:
                label = Box(*way["label"], *flowchart._size(flowchart._label(edge.words)))
                assert not any(label.meets(box) for box in boxes), edge.words


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_a_template_is_clipped_or_overlaps_in_any_drawing(language):
    with translation.override(language):
        for key in sorted(keys()):
            drawing = draw_template(load_template(key), language)
            for draw in WAYS.values():
                assert_fits(draw(key, "Version 1", drawing, PLAIN))


def test_no_arrow_of_a_templates_flowchart_crosses_a_box():
    with translation.override("pl"):
        assert_clear(*(draw_template(load_template(key), "pl") for key in sorted(keys())))


def test_twelve_stages_and_ten_branches_stay_readable():
    assert_clear(large())


def test_nothing_ends_in_nowhere():
    for drawing in (*(draw_template(load_template(key), "en") for key in keys()), large()):
        flow = flow_of(drawing)
        leaving = {edge.source for edge in flow.edges}
        ends = [node for place, node in enumerate(flow.nodes) if place not in leaving and node.kind != "back"]
        assert not ends
        asks = [place for place, node in enumerate(flow.nodes) if node.kind == "ask"]
        assert asks
        assert all(sum(edge.source == place for edge in flow.edges) >= 2 for place in asks)


def test_every_stage_and_branch_is_drawn_once():
    drawing = large()
    flow = flow_of(drawing)
    names = [node.title for node in flow.nodes if node.kind not in ("ask", "back")]
    assert sorted(names) == sorted(one.stage.name for one in (*drawing.stages, *drawing.others))
    words = [edge.words for edge in flow.edges]
    assert all(any(f"Reason number {n}, after 90 days" == one for one in words) for n in range(10))


def test_hostile_names_stay_inside_their_boxes_and_are_no_mark_up():
    drawing = hostile()
    for draw in WAYS.values():
        scene = draw(HOSTILE[0], HOSTILE[1], drawing, PLAIN)
        assert_fits(scene)
        svg = whole_svg(scene)
        assert "<script" not in svg
        assert "\x00" not in svg
        assert "\u202e" not in svg
    text = mermaid_of(flow_of(drawing), HOSTILE[0])
    assert "<script" not in text.split("\n", 2)[2]
    assert all(line.count('"') in (0, 2) for line in text.splitlines()[2:])


def test_a_process_without_stages_is_drawn_too():
    drawing = draw_body(body([]))
    assert all(draw("Empty", "", drawing, PLAIN).height > 0 for draw in WAYS.values())
    assert flow_of(drawing).nodes == []


def test_figures_do_not_move_a_box():
    drawing = large()
    few = Overlay({one.key: StageFigures(0) for one in drawing.stages})
    many = Overlay({one.key: StageFigures(1_000_000, "SEK 12.3M", 120, 71, 200, True) for one in drawing.stages})
    flow = flow_of(drawing)
    sizes = [flowchart.sizes_of(flow, flowchart.sheets_of(flow, one), right=True) for one in (few, many)]
    assert sizes[0] == sizes[1]
    for *_laid, scene in laid_out(drawing, overlay=many):
        assert_fits(scene)
    assert StageKind.WON in {node.kind for node in flow.nodes}
