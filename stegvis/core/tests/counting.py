"""Jobs that only count, for the tests of the worker. The table is made by the test."""

import os
import time

from django.db import connection, transaction

from stegvis.core.jobs import chunked_job, job

CHUNK = 5


@chunked_job
def count(*, number: int, until: int, die_after: int | None = None) -> dict | None:
    """Write five numbers, slowly enough to be killed in the middle; `die_after` ends the process right after the
    commit of the chunk that begins there."""
    for current in range(number, number + CHUNK):
        time.sleep(0.03)
        write(current)
    if number == die_after:
        transaction.on_commit(lambda: os._exit(9))
    following = number + CHUNK
    return {"number": following, "until": until, "die_after": die_after} if following < until else None


@job
def write_seven() -> None:
    """Write a number that tells that the job has run."""
    write(7)


@job
def fail() -> None:
    """Fail for good."""
    raise ValueError("this job is wrong")


def write(number: int) -> None:
    """One row."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO counted VALUES (%s)", [number])


def written() -> list[int]:
    """All rows, smallest first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM counted ORDER BY number")
        return [number for (number,) in cursor.fetchall()]
