"""Timing requests: medians and percentiles of many, one after the other and several at once."""

import http.client
import statistics
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Shot:
    """One request: what is asked, and the statuses that count as an answer."""

    method: str
    path: str
    body: str = ""
    good: frozenset[int] = frozenset({200})


@dataclass(frozen=True)
class Figures:
    """What was measured of one page. Times in milliseconds, sizes in bytes."""

    page: str
    median: float
    p95: float
    size: int
    per_second: float
    queries: int
    bare: float

    @property
    def ratio(self) -> float:
        """How many times as long as its own queries in bare SQL, in the same run."""
        return self.median / self.bare if self.bare else 0.0

    def as_dict(self) -> dict:
        """For JSON."""
        return asdict(self) | {"ratio": round(self.ratio, 1)}


class Browser:
    """A keep-alive connection that is signed in."""

    def __init__(self, port: int, cookies: str, token: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Cookie": cookies, "X-CSRFToken": token, "Accept-Encoding": "gzip"}

    def fire(self, shot: Shot) -> int:
        """Send `shot` and read the whole answer; its size in bytes as sent. Raises AssertionError for a bad status."""
        headers = dict(self.headers)
        if shot.method == "POST":
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true"}
        self.connection.request(shot.method, shot.path, body=shot.body or None, headers=headers)
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.status not in shot.good:
            raise AssertionError(f"{shot.method} {shot.path} answered {answer.status}: {body[:300]!r}")
        return len(body)


def milliseconds(act: Callable[[], object]) -> float:
    """How long `act` takes."""
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000


def one_after_the_other(browser: Browser, shots: Sequence[Shot]) -> tuple[float, float, int]:
    """Median and 95th percentile in milliseconds, and the size of the last answer; the first ten warm up."""
    for shot in shots[:10]:
        browser.fire(shot)
    sizes: list[int] = []
    times = [milliseconds(lambda shot=shot: sizes.append(browser.fire(shot))) for shot in shots[10:]]
    return statistics.median(times), statistics.quantiles(times, n=20)[18], sizes[-1]


def at_once(make_browser: Callable[[], Browser], shots: Sequence[Shot], clients: int = 8) -> float:
    """Requests a second with `clients` clients that share out `shots`."""
    parts = [shots[start::clients] for start in range(clients)]
    failures: list[Exception] = []

    def work(part: Sequence[Shot]) -> None:
        browser = make_browser()
        try:
            for shot in part:
                browser.fire(shot)
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(part,)) for part in parts]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return len(shots) / (time.perf_counter() - start)
