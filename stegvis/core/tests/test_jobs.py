"""The worker is killed, the database is locked, and still every job is done, and no chunk twice."""

import signal
import sqlite3
import threading
import time
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from stegvis.core.jobs import enqueue_on_commit, recovery, schedule, worker
from stegvis.core.jobs.lease import is_alive, lease
from stegvis.core.tests.counting import count, fail, write_seven, written
from stegvis.testing.jobs import run_jobs, worker_process


@pytest.fixture
def table():
    """The table the jobs of this module write to."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE counted (number integer)")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE counted")


def wait_for(condition, seconds=90):
    """Wait until the condition holds; fails when it never does."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def running():
    return DBTaskResult.objects.running().exists()


def unfinished():
    return DBTaskResult.objects.filter(status__in=("READY", "RUNNING"), task_path__contains="counting").exists()


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_of_a_chunk_loses_nothing_and_repeats_nothing(table):
    count.enqueue(number=0, until=30)
    for least in (5, 10):
        with worker_process() as victim:
            wait_for(lambda least=least: len(written()) >= least and running())
            victim.send_signal(signal.SIGKILL)
            victim.wait()
    with worker_process():
        wait_for(lambda: not unfinished())
    assert written() == list(range(30))


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_right_after_a_commit_repeats_nothing(table):
    count.enqueue(number=0, until=15, die_after=5)
    with worker_process() as victim:
        assert victim.wait(90) == 9
    assert written() == list(range(10))
    with worker_process():
        wait_for(lambda: not unfinished())
    assert written() == list(range(15))


@pytest.mark.django_db(transaction=True)
def test_a_worker_told_to_stop_finishes_its_job_first(table):
    count.enqueue(number=0, until=500)
    with worker_process() as worker_told:
        wait_for(running)
        worker_told.send_signal(signal.SIGTERM)
        worker_told.send_signal(signal.SIGINT)
        assert worker_told.wait(90) == 0
    assert not running()
    assert written() == list(range(len(written())))
    assert len(written()) % 5 == 0


@pytest.mark.django_db(transaction=True)
def test_the_worker_waits_for_a_database_that_does_not_answer(table, monkeypatch, caplog):
    monkeypatch.setattr(worker, "PAUSE_SECONDS", 0.3)
    write_seven.enqueue()
    with trouble():
        worker.JobWorker(interval=0.05, batch=True).run()
    assert written() == [7]
    assert "does not answer" in caplog.text


def trouble():
    """SQLite: another process holds the write lock for longer than we wait. PostgreSQL: our session is ended."""
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA busy_timeout=50")
        return locked_for(0.4)
    return ended_session()


class locked_for:  # noqa: N801
    def __init__(self, seconds):
        self.seconds = seconds

    def __enter__(self):
        self.other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None, check_same_thread=False)
        self.other.execute("BEGIN IMMEDIATE")
        self.timer = threading.Timer(self.seconds, self.other.rollback)
        self.timer.start()

    def __exit__(self, *args):
        self.timer.join()
        self.other.close()


class ended_session:  # noqa: N801
    def __enter__(self):
        connection.ensure_connection()
        mine = connection.connection.info.backend_pid
        other = connection.copy()
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [mine])
        other.close()

    def __exit__(self, *args):
        pass


@pytest.mark.django_db
def test_a_job_runs_only_when_its_transaction_is_committed(table):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        enqueue_on_commit(write_seven)
        1 / 0  # noqa: B018
    assert run_jobs() == 0
    with transaction.atomic():
        enqueue_on_commit(write_seven)
    assert run_jobs() == 1
    assert written() == [7]


@pytest.mark.django_db
def test_a_job_that_is_wrong_fails_once_and_says_why():
    fail.enqueue()
    with pytest.raises(AssertionError, match="this job is wrong"):
        run_jobs()
    row = DBTaskResult.objects.get()
    assert row.status == TaskResultStatus.FAILED
    assert len(row.worker_ids) == 1


@pytest.mark.django_db
def test_a_job_that_met_a_locked_database_is_tried_again_later():
    row = DBTaskResult.objects.get(id=write_seven.enqueue().id)
    row.claim("alice")
    row.status, row.exception_class_path = TaskResultStatus.FAILED, "django.db.utils.OperationalError"
    recovery.try_again_later(row)
    row.refresh_from_db()
    assert row.status == TaskResultStatus.READY
    assert row.run_after > timezone.now()


@pytest.mark.django_db
def test_a_chunk_whose_job_was_taken_over_writes_nothing(table):
    row = DBTaskResult.objects.get(id=count.enqueue(number=0, until=5).id)
    row.claim("alice")
    DBTaskResult.objects.filter(id=row.id).update(worker_ids=["alice", "bob"])
    worker.JobWorker().run_task(row)
    assert written() == []


@pytest.mark.django_db
def test_a_job_that_kills_its_workers_is_given_up():
    row = DBTaskResult.objects.get(id=write_seven.enqueue().id)
    for attempt in range(recovery.MAX_ATTEMPTS):
        row.claim(f"dead-{attempt}")
        recovery.take_back_abandoned()
    row.refresh_from_db()
    assert row.status == TaskResultStatus.FAILED
    assert "workers died" in row.traceback


@pytest.mark.django_db(transaction=True)
def test_the_job_of_a_living_worker_is_left_alone():
    row = DBTaskResult.objects.get(id=write_seven.enqueue().id)
    with lease() as living:
        row.claim(living)
        assert is_alive(living)
        assert recovery.take_back_abandoned() == 0
    wait_for(lambda: not is_alive(living))  # PostgreSQL lets go a moment after its session is closed
    assert recovery.take_back_abandoned() == 1


@pytest.fixture
def daily(monkeypatch):
    """A periodic job, known for the length of one test only."""
    monkeypatch.setattr(schedule, "PERIODIC", {})
    return schedule.every(hours=24)(write_seven)


@pytest.mark.django_db
def test_a_periodic_job_runs_at_the_first_start_and_then_a_day_later(daily, table):
    schedule.plan_missing()
    schedule.plan_missing()
    assert run_jobs() == 1
    assert written() == [7]
    following = DBTaskResult.objects.get(status=TaskResultStatus.READY)
    assert timedelta(hours=23) < following.run_after - timezone.now() <= timedelta(hours=24)


@pytest.mark.django_db
def test_runs_of_a_periodic_job_do_not_pile_up(daily, table):
    for _ in range(4):
        DBTaskResult.objects.filter(status=TaskResultStatus.READY).delete()
        write_seven.enqueue()
        run_jobs()
    assert DBTaskResult.objects.successful().count() == 1
