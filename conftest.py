"""What every test starts from. The home and the database they run on are in stegvis/testing/settings.py."""

import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import TransactionTestCase

from stegvis.core import triggers
from stegvis.testing.migrated import start_from_migrated

pytest_plugins = ["stegvis.testing.cast"]

ROOT = Path(__file__).resolve().parent
DATA = Path(os.environ.get("STEGVIS_TEST_DATA", ROOT.parent / "shared" / "data"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """--strict-skips is for CI: a test that cannot run there proves nothing, so it must not look green."""
    parser.addoption("--strict-skips", action="store_true", help="count skipped tests as failed")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo):
    """Turn a skip into a failure when --strict-skips asks for it."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and item.config.getoption("--strict-skips"):
        refuse(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector):
    """The same for a module that skips itself as a whole."""
    report = yield
    if report.outcome == "skipped" and collector.config.getoption("--strict-skips"):
        refuse(report)
    return report


def refuse(report: pytest.CollectReport | pytest.TestReport) -> None:
    """Make a failure of a skip, with the reason given for it."""
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
    report.outcome = "failed"
    report.longrepr = f"--strict-skips forbids this: {reason}"


def pytest_configure(config: pytest.Config) -> None:
    """Transactional tests empty all tables; on SQLite Django's way is slow, and triggers of history refuse it."""
    if connection.vendor == "sqlite":
        TransactionTestCase._fixture_teardown = lambda self: empty_tables()
    start_from_migrated()


def empty_tables() -> None:
    """Take every row away but what migrating wrote: its own notes, and the kinds of things and their permissions."""
    kept = {"django_migrations", "django_content_type", "auth_permission"}
    tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - kept
    with connection.constraint_checks_disabled(), transaction.atomic(), connection.cursor() as cursor:
        for trigger in triggers.registered():  # those of append-only history refuse
            for part in trigger.parts:
                cursor.execute(f"DROP TRIGGER IF EXISTS {trigger.name}{part}")
        for table in tables:
            cursor.execute(f'DELETE FROM "{table}"')
        triggers.install()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Nothing is left on the machine."""
    shutil.rmtree(settings.HOME, ignore_errors=True)


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """The real data with known figures, which is not part of this repository; skips where it is absent."""
    if not DATA.is_dir():
        pytest.skip(f"no test data at {DATA} (STEGVIS_TEST_DATA)")
    return DATA
