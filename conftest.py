"""What every test starts from. The home and the database they run on are in stegvis/testing/settings.py."""

import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
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
    """Transactional tests empty every table afterwards, which the triggers of append-only history would refuse."""
    empty = TransactionTestCase._fixture_teardown

    def empty_with_history(self) -> None:
        drop_triggers()
        empty(self)  # sends post_migrate, which puts the triggers back

    TransactionTestCase._fixture_teardown = empty_with_history
    start_from_migrated()


def drop_triggers() -> None:
    """Only on SQLite: PostgreSQL truncates, which asks no row."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for trigger in triggers.registered():
            for part in trigger.parts:
                cursor.execute(f"DROP TRIGGER IF EXISTS {trigger.name}{part}")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Nothing is left on the machine."""
    shutil.rmtree(settings.HOME, ignore_errors=True)


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """The real data with known figures, which is not part of this repository; skips where it is absent."""
    if not DATA.is_dir():
        pytest.skip(f"no test data at {DATA} (STEGVIS_TEST_DATA)")
    return DATA
