"""Killed with `kill -9` in the middle, an import goes on where it stood: never half, never twice."""

import csv
import time

import pytest

STAGES = ("Lead", "Qualified", "Proposal made", "Won", "Lost")
ROWS = 9_000
CASES = 2_500


@pytest.fixture
def files(tmp_path):
    """A file of deals and a log, each some chunks long."""
    deals, log = tmp_path / "deals.csv", tmp_path / "log.csv"
    with deals.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Deal ID", "Title", "Company", "Product", "Stage", "Value", "Owner", "Close date"])
        for n in range(ROWS):
            company, seller = f"Company {n % 700}", f"Seller {n % 9}"
            writer.writerow(
                [f"D{n}", f"Deal {n}", company, f"P{n % 5}", STAGES[n % 5], n, seller, f"2017-03-{n % 28 + 1:02}"]
            )
    with log.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Case ID", "Activity", "Timestamp", "Resource"])
        for n in range(ROWS):
            case, round_ = n % CASES, n // CASES
            writer.writerow(
                [f"C{case}", STAGES[round_], f"2017-01-{round_ + 1:02}T10:00:00+00:00", f"Seller {case % 7}"]
            )
    return {"deals": deals, "stage-history": log}


@pytest.mark.parametrize("kind", ["deals", "stage-history"])
def test_an_import_that_is_killed_goes_on_to_the_same_end(make_workshop, files, kind):
    whole, broken = make_workshop(), make_workshop()
    words = ("--process", "Log") if kind == "stage-history" else ()
    report = whole.bring(files[kind], kind, *words)
    assert (report["created"], report["state"]) == (ROWS, "done")

    for passed in (1, 3_000, 7_000):
        command = broken.start("import_records", str(files[kind]), "--workspace", "maven", "--kind", kind, *words)
        while command.poll() is None and broken.figures()[0] < passed:
            time.sleep(0.01)
        command.kill()
        assert command.wait() != 0, "the import ended before it could be killed"
        done, made, deals = broken.figures()
        assert 0 < done < report["rows"]
        assert made == done
        assert deals == done or words, "counts and deals are written together or not at all"

    broken.bring(files[kind], kind, *words)
    assert broken.dump() == whole.dump()
