"""What the file of `script` uses: it goes on where one result cannot be loaded, and tells it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import datajoint as dj

from ...core.keypoints.tracking import TrackingModel
from ...errors import MouseFaceError
from ...recording import RecordingInfo
from ..keypoint_models import KeypointModel
from ..keypoints import Keypoints
from ..processing import FacemapProcessing
from ..signal import FacialSignal
from ..task import FacemapTask

Row = dict[str, Any]


class Loading:
    """Insert calls, of which each may fail alone.

    Parameters
    ----------
    renamed : mapping of str to str, optional
        Old column of a key -> its name in the new pipeline.

    Attributes
    ----------
    problems : list of (str, str)
        What could not be loaded, and why.
    differences : list of str
        Numbers of the old tables that differ from the new ones.
    """

    def __init__(self, renamed: Mapping[str, str] | None = None):
        self.renamed = dict(renamed or {})
        self.problems: list[tuple[str, str]] = []
        self.differences: list[str] = []
        self.n_loaded = 0

    @contextmanager
    def __call__(self, what: str) -> Iterator[None]:
        """Run one block; an error of this package or of the server is kept and printed."""
        try:
            yield
        except (MouseFaceError, dj.DataJointError) as error:
            self._failed(what, error)
        else:
            self.n_loaded += 1

    def key(self, key: Mapping[str, Any]) -> Row:
        """A key with the new names of its columns."""
        return {self.renamed.get(name, name): value for name, value in key.items()}

    def model(self, description: str = "", **fields: Any) -> Row:
        """Insert a model, unless it is there; its key."""
        fields["body_parts"] = tuple(fields.get("body_parts", ()))
        return KeypointModel.add(TrackingModel(**fields), description=description)

    def compare(self, key: Mapping[str, Any], **old: int) -> None:
        """Keep where the numbers of the old `RecordingInfo` differ from what was read now."""
        own = {name: key[name] for name in RecordingInfo().primary_key}
        for row in (RecordingInfo & own).to_dicts():
            for name, value in old.items():
                if int(row[name]) != value:
                    said = f"{own}: {name} was {value}, and is {row[name]}"
                    header = row["nframes_header"] if name == "nframes" else None
                    if header == value:
                        said += " in the stream; the header of the file says the old number"
                    self.differences.append(said)
                    print(f"note: {said}")

    def populate(self) -> None:
        """Load what was inserted; rows that fail are kept and printed, and nothing is computed."""
        loads = (FacemapTask & {"task_mode": "load"}).proj()
        for table, keys in ((FacemapProcessing, [loads]), (FacialSignal, [loads]), (Keypoints, [])):
            done = table.populate(*keys, suppress_errors=True, return_exception_objects=True)
            self.n_loaded += int(done["success_count"])
            for key, error in done["error_list"]:
                self._failed(f"{table.__name__} {dict(key)}", error)

    def end(self) -> None:
        """Print what was loaded and what was not, and exit with code 1 if anything failed."""
        print(f"{self.n_loaded} steps done, {len(self.problems)} failed")
        for what, why in self.problems:
            print(f"failed: {what}\n  {why}")
        if self.problems:
            sys.exit(1)

    def _failed(self, what: str, error: BaseException) -> None:
        said = str(error) or type(error).__name__
        self.problems.append((what, said))
        print(f"failed: {what}: {said.splitlines()[0]}")
