"""What the worker's container runs: activate beside the lab's pipeline, then populate for ever.

Settings come from the environment:

    MOUSEFACE_LINKING    importable name of the linking module
    MOUSEFACE_PREFIX     what the names of the schemas begin with
    MOUSEFACE_PAUSE_S    seconds to wait when there is nothing to do
    MOUSEFACE_ORPHAN_S   a job reserved for longer than this is taken for a dead worker's

Any number of workers share the work: each job is reserved by one of them.  A job that
failed stays in `Table.jobs.errors` and is tried again once it is deleted there.
"""

from __future__ import annotations

import importlib
import os
import sys
import time

from element_mouseface import (
    affect,
    behavior,
    confounds,
    descriptors,
    expression,
    facemap,
    failures,
    features,
    frame_models,
    recording,
    responses,
    tables_to_populate,
)
from element_mouseface.errors import MouseFaceError

#: The small pipeline of the demo, for a lab that has none: it is its own linking module.
DEMO_LINKING = "element_mouseface.demo.upstream"
#: Errors that say nothing about the recording: a stopped worker, or two at one result.
TRANSIENT = ("SystemExit", "KeyboardInterrupt", "ResultBusyError")


def activate(linking_name: str, prefix: str) -> None:
    """Activate every schema under `prefix`, beside the pipeline of the linking module."""
    linking = importlib.import_module(linking_name)
    if linking_name == DEMO_LINKING:
        linking.activate(f"{prefix}upstream")
    recording.activate(f"{prefix}recording", linking_module=linking)
    descriptors.activate(f"{prefix}descriptors")
    behavior.activate(f"{prefix}behavior")
    expression.activate(f"{prefix}expression")
    facemap.activate(f"{prefix}facemap")
    confounds.activate(f"{prefix}confounds")
    responses.activate(f"{prefix}responses")
    features.activate(f"{prefix}features")
    frame_models.activate(f"{prefix}frame_models")
    failures.activate(f"{prefix}failures")
    affect.activate(f"{prefix}affect")


def step(orphan_s: float) -> tuple[int, list[str]]:
    """One round over all tables.

    Parameters
    ----------
    orphan_s : float
        DataJoint knows a dead worker's job by its age alone, so this must be longer
        than the longest job takes.  (Were it too short, the second worker would find
        the result locked, and nothing would be computed twice or written wrongly.)

    Returns
    -------
    n_done : int
        Rows made.
    failed : list of str
        One line for each job that failed in this round.
    """
    n_done, failed = 0, []
    for table in tables_to_populate():
        for job in table.jobs.errors.to_dicts():
            if job["error_message"].startswith(TRANSIENT):
                key = {name: job[name] for name in table.jobs.primary_key}
                (table.jobs.errors & key).delete_quick()
        table.jobs.refresh(orphan_timeout=orphan_s)
        counts = table.populate(reserve_jobs=True, suppress_errors=True)
        n_done += counts["success_count"]
        failed += [f"{table.__name__} {key}: {message}" for key, message in counts["error_list"]]
    return n_done, failed


def main() -> None:
    """Populate, wait, populate again."""
    pause_s = float(os.environ.get("MOUSEFACE_PAUSE_S", "60"))
    orphan_s = float(os.environ.get("MOUSEFACE_ORPHAN_S", str(12 * 3600)))
    try:
        activate(
            os.environ.get("MOUSEFACE_LINKING", DEMO_LINKING),
            os.environ.get("MOUSEFACE_PREFIX", "mouseface_"),
        )
    except MouseFaceError as error:
        # compose.yaml starts it again: a message is read, a traceback a minute is not
        sys.exit(f"mouseface worker: {error}")
    print("mouseface worker: waiting for work", flush=True)
    while True:
        n_done, failed = step(orphan_s)
        for line in failed:
            print(line, flush=True)
        if n_done:
            print(f"{n_done} rows made", flush=True)
        else:
            time.sleep(pause_s)


if __name__ == "__main__":
    main()
