"""What the worker's container runs: activate beside the lab's pipeline, then populate for ever.

MOUSEFACE_LINKING names the linking module, MOUSEFACE_PREFIX what the schema names begin
with, MOUSEFACE_PAUSE_S how long to wait when there is nothing to do.  Several workers share
the work: each recording is reserved by one of them.  An error stays in the jobs table of its
table (`Table.jobs.errors`) and is tried again once it is deleted there.
"""

import importlib
import os
import time

from element_mouseface import descriptors, expression, recording


def main() -> None:
    """Populate, wait, populate again."""
    prefix = os.environ.get("MOUSEFACE_PREFIX", "mouseface_")
    pause_s = float(os.environ.get("MOUSEFACE_PAUSE_S", "60"))
    linking = importlib.import_module(os.environ["MOUSEFACE_LINKING"])
    if hasattr(linking, "activate"):
        linking.activate(f"{prefix}upstream")
    recording.activate(f"{prefix}recording", linking_module=linking)
    descriptors.activate(f"{prefix}descriptors", linking_module=linking)
    expression.activate(f"{prefix}expression", linking_module=linking)
    tables = (
        recording.RecordingInfo,
        recording.FrameClock,
        descriptors.HOGProcessing,
        expression.PrototypeSet,
        expression.FacialExpression,
        expression.EventResponse,
    )
    while True:
        done = 0
        for table in tables:
            # A worker that was killed leaves its job reserved; an hour without its
            # connection is long enough to call it dead.
            table().jobs.refresh(orphan_timeout=3600)
            counts = table.populate(reserve_jobs=True, suppress_errors=True)
            done += counts["success_count"]
            for key, message in counts["error_list"]:
                print(f"{table.__name__} {key}: {message}", flush=True)
        if not done:
            time.sleep(pause_s)


if __name__ == "__main__":
    main()
