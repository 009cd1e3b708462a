"""Fail unless the tests of each named kind ran: `ran.py REPORTS_DIR KIND...`.

`make test` leaves one JUnit file a server, REPORTS_DIR/<server>.xml, and `make test-wheel`
leaves wheel.xml.  A missing file, or one in which every test was skipped, means that these
tests did not run, whatever the exit code of pytest was.
"""

import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

FEWEST = 20


def ran(report: Path) -> tuple[int, int]:
    """(tests that ran, tests that were skipped) in a JUnit file."""
    cases = list(ElementTree.parse(report).iter("testcase"))
    skipped = sum(case.find("skipped") is not None for case in cases)
    return len(cases) - skipped, skipped


def main(folder: str, *kinds: str) -> int:
    """Print a line for each; 1 if the tests of any did not run."""
    failed = False
    for kind in kinds:
        report = Path(folder) / f"{kind}.xml"
        count, skipped = ran(report) if report.is_file() else (0, 0)
        failed |= count < FEWEST
        verdict = "DID NOT RUN" if count < FEWEST else "ran"
        print(f"{kind}: {count} tests ran, {skipped} skipped: {verdict}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
