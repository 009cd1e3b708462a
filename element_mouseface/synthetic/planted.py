"""A movie of the synthetic mouse with what was planted in it, and the files that tell it."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..core.events.amounts import AMOUNT_COLUMNS
from ..core.objects import FrameData, FrameObjects, dataframe_of_frames
from ..core.outputs import make_folder, whole_file
from ..errors import ParameterError
from .labels import deepethogram_lines
from .responses import Event

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class SyntheticMovie(FrameObjects):
    """A movie of a synthetic mouse, and what was planted in it.

    Attributes
    ----------
    path : Path or None
        The video file; None for a plan that was not filmed.
    events : list of (stimulus, onset_s, offset_s)
        As they are written: `Responses` can have them late.
    times_s : (frames,) float64
        Time of each frame, seconds from the first.
    truth : dict
        `names` (stimuli,), `intensity` (frames, stimuli) 0..1 that drove the drawing,
        `amplitudes`, `latency_s`, `decay_s` (events,), `by_itself` (rows: number of the
        stimulus, start_s, stop_s), `true_events_s` (events, 2), `pose` (frames, parts) with
        `pose_names`, and of the nuisances
        `sway_px`, `shift_px`, `head_px` (their sum; frames, 2: right and down), `whisk_deg`,
        `lick`, `light_gain`, `light_slope`, `breath`, `sniff`, `blink`, `paw`, `spontaneous`.
        With a planted roll also `roll_deg`, counterclockwise.
        With `behaviors` also `behavior_names`, `behavior` (frames, behaviors) bool, by the rules
        of `labels`, `bouts` (rows: number of the behavior, first frame, frame after the last),
        `arousal` 0..1, `pupil` (radius, of the eye's) and `pupil_px`.
    settings : dict
        All that decides the frames and the file.
    reused : bool
        Whether an earlier film with the same settings was found and kept.
    amounts : list of float or None, optional
        Of each event, where some were given with one.
    """

    path: Path | None
    events: list[Event]
    times_s: NDArray[np.float64]
    truth: dict[str, NDArray]
    settings: dict[str, Any]
    reused: bool = False
    amounts: list[float | None] | None = None

    @property
    def n_frames(self) -> int:
        """Number of frames."""
        return len(self.times_s)

    def to_dataframe(self) -> pd.DataFrame:
        """The truth as a table: a row a frame, a column for each part of it."""
        return dataframe_of_frames(self.frame_data())

    def frame_data(self) -> FrameData:
        """The truth of each frame, and the events."""
        from .truth_frames import frame_data_of_truth

        return frame_data_of_truth(self)

    def write_events(
        self, path: str | Path, *, overwrite: bool = False, amount_unit: str | None = None
    ) -> Path:
        """Write the events as CSV: `event,onset_s,offset_s`, and their amounts if they have any."""
        target = Path(path)
        make_folder(target.parent, what="the events")
        with whole_file(target, what="the events", overwrite=overwrite) as file:
            writer = csv.writer(file, lineterminator="\n")
            graded = self.amounts is not None
            writer.writerow(["event", "onset_s", "offset_s", *(AMOUNT_COLUMNS if graded else ())])
            for (name, a, b), amount in zip(
                self.events, self.amounts or [None] * len(self.events), strict=True
            ):
                cells = ["", ""] if amount is None else [repr(amount), amount_unit or ""]
                writer.writerow([name, f"{a:.6g}", f"{b:.6g}", *(cells if graded else ())])
        return target

    def write_labels(self, path: str | Path, *, overwrite: bool = False) -> Path:
        """Write the labels of planted behaviors as DeepEthogram does: a CSV with a row a frame.

        The first column is the frame's number, without a name; then `background` and each
        behavior, 1 or 0.

        Raises
        ------
        ParameterError
            If no behaviors were planted.
        """
        if "behavior" not in self.truth:
            raise ParameterError(
                "There are no labels to write: the movie has no planted behaviors.",
                expected="a movie that was made with behaviors=Behaviors(...)",
            )
        target = Path(path)
        make_folder(target.parent, what="the labels")
        with whole_file(target, what="the labels", overwrite=overwrite) as file:
            rows = deepethogram_lines(self.truth["behavior_names"], self.truth["behavior"])
            csv.writer(file, lineterminator="\n").writerows(rows)
        return target

    def save_truth(self, path: str | Path, *, overwrite: bool = False) -> Path:
        """Write the truth as NPZ (no pickle): all of `truth`, `times_s` and `fps`."""
        target = Path(path)
        rate = Fraction(self.settings["fps"])
        make_folder(target.parent, what="the truth")
        with whole_file(target, "wb", what="the truth", overwrite=overwrite) as file:
            arrays: dict[str, Any] = {"fps": float(rate), "times_s": self.times_s, **self.truth}
            np.savez_compressed(file, **arrays)
        return target
