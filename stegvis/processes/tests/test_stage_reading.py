"""Stages come with all that belongs to them by one query, and are what they would be asked for one by one."""

from stegvis.processes.operations.adopting import adopt_template
from stegvis.processes.stage_reading import PARTS, whole_stages


def facts(line) -> dict:
    """Every column with its kind: yes and 1 are not the same."""
    values = {field.attname: getattr(line, field.attname) for field in line._meta.concrete_fields}
    return {name: (type(value), value) for name, value in values.items()}


def test_they_are_as_if_they_had_been_prefetched(mia, workspace, django_assert_max_num_queries):
    process = adopt_template(workspace, "simple-b2b", by=mia, language="en")
    version = process.current
    asked = list(version.stages.select_related("buyer_phase").prefetch_related(*PARTS))
    with django_assert_max_num_queries(1):
        found = whole_stages(workspace.pk, [version.pk])
        lines = {name: [[facts(line) for line in getattr(stage, name).all()] for stage in found] for name in PARTS}
    assert [facts(stage) for stage in found] == [facts(stage) for stage in asked]
    assert [stage.buyer_phase for stage in found] == [stage.buyer_phase for stage in asked]
    assert lines == {name: [[facts(line) for line in getattr(stage, name).all()] for stage in asked] for name in PARTS}
    assert all(any(rows) for rows in lines.values())
