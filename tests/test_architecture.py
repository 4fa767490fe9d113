"""Rules of the house that nothing else enforces. Each proves that it looked at something."""

import ast
import inspect
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from stegvis.core.scoping import ScopedQuerySet, WorkspaceOwned
from stegvis.core.triggers import registered

PACKAGE = Path(__file__).resolve().parents[1] / "stegvis"
OURS = [config for config in apps.get_app_configs() if config.name.startswith("stegvis.")]

# What belongs to no workspace, and why.
EVERYWHERE = {
    "workspaces.Workspace": "it is the workspace",
    "workspaces.User": "may be a member of several",
    "workspaces.UserSession": "one sign-in serves all workspaces of a user",
    "workspaces.AuditEntry": "a failed sign-in belongs to none",
    "core.OnceToken": "names what a user's browser has sent, wherever",
    "core.PurgePass": "never committed",
    "core.Tombstone": "outlives its workspace",
    "transfer.WorkspaceIntake": "comes before its workspace",
    "processes.FlowLayout": "sizes and places, no words; alike for all who draw the same",
}
APPEND_ONLY = {
    "buyers_planword",
    "timeline_timelineentry",
    "deals_stagemove",
    "workspaces_fieldchange",
    "workspaces_auditentry",
    "people_consent",
    "discovery_interviewanswer",
}


def models() -> list:
    """All models of the project, without the tables that many-to-many fields make."""
    return [model for config in OURS for model in config.get_models()]


def sources(*folders: str) -> list[Path]:
    """The modules below these folders of any app, without tests and migrations."""
    found = []
    for path in PACKAGE.rglob("*.py"):
        inside = set(path.relative_to(PACKAGE).parts)
        wanted = not folders or inside & {*folders, *(f"{name}.py" for name in folders)}
        if wanted and not inside & {"tests", "migrations", "testing"}:
            found.append(path)
    return found


def test_every_model_belongs_to_a_workspace_or_is_on_the_short_list():
    assert len(models()) > 20
    outside = {model._meta.label for model in models() if not issubclass(model, WorkspaceOwned)}
    assert outside == set(EVERYWHERE)


def test_every_manager_of_workspace_data_refuses_unscoped_queries():
    for model in models():
        if issubclass(model, WorkspaceOwned):
            for manager in model._meta.managers:
                assert isinstance(manager.get_queryset(), ScopedQuerySet), f"{model._meta.label}.{manager.name}"


def test_history_is_guarded_by_the_database():
    guarded = {trigger.table for trigger in registered() if trigger.name.endswith("append_only")}
    assert guarded == APPEND_ONLY


def operations() -> list[tuple[Path, ast.FunctionDef]]:
    """The public functions of every operations/ drawer that write (all but those that only answer)."""
    found = []
    for path in sources("operations"):
        nodes = (node for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef))
        found += [(path, node) for node in nodes if not node.name.startswith("_") and is_atomic(node)]
    return found


def is_atomic(node: ast.FunctionDef) -> bool:
    return any("atomic" in ast.unparse(decorator) for decorator in node.decorator_list)


def test_every_business_verb_says_by_whom():
    verbs = operations()
    assert len(verbs) >= 10
    for path, node in verbs:
        by = [argument.arg for argument in node.args.kwonlyargs]
        assert "by" in by, f"{path.name}: {node.name} needs a keyword-only `by`"


def test_views_hold_no_orm():
    views = sources("views")
    assert views
    for path in views:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Attribute) and node.attr in {"objects", "with_deleted", "select_for_update"}:
                pytest.fail(
                    f"{path.relative_to(PACKAGE)}:{node.lineno} asks the database: move it to queries or access"
                )


def test_no_rules_hide_in_save_or_in_signals():
    allowed = {"core/apps.py", "workspaces/signals.py", "workspaces/apps.py"}
    looked_at = 0
    for path in sources():
        text = path.read_text()
        looked_at += 1
        name = path.relative_to(PACKAGE).as_posix()
        if name not in allowed:
            assert "django.dispatch" not in text, f"{name} listens to signals"
            assert "post_save" not in text, f"{name} listens to signals"
        if "models" in path.parts:
            assert "def save(" not in text, f"{name} overrides save()"
    assert looked_at > 50


def test_permissions_are_asked_in_one_place():
    """No `if role == …` outside the table."""
    for path in sources("views", "queries", "operations", "access"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Compare) and "role" in ast.unparse(node.left).split("."):
                if path.relative_to(PACKAGE).parts[0] == "workspaces":
                    continue  # members' roles are what this app is about
                pytest.fail(f"{path.relative_to(PACKAGE)}:{node.lineno} compares roles: ask permissions.may")


def test_public_functions_of_operations_and_queries_are_explained():
    looked_at = 0
    for path in sources("operations", "queries", "access", "permissions"):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                looked_at += 1
                assert ast.get_docstring(node), f"{path.relative_to(PACKAGE)}: {node.name} has no docstring"
    assert looked_at > 20


def test_migrations_are_the_projects_own():
    for config in OURS:
        assert inspect.getfile(type(config)).startswith(str(PACKAGE))


def test_the_content_policy_has_no_way_round():
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert directives["default-src"] == ["'self'"]
    assert not any("unsafe" in str(value) for value in directives.values())
