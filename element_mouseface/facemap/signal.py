"""`FacialSignal`: regions, components, averages, pupil, blinks and running.

Names and columns are those of the published Facemap element.  Arrays are in the folder that
`FacemapProcessing` wrote; a column of type `<mouseface_signal>` holds the place of an array, and
fetching the column reads it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import datajoint as dj

from .._schema.activation import PipelineTable
from .._schema.codec import SignalArray, open_signals
from .._schema.rows import null, one, summary
from ..core.facial_signals import Components, FacialSignals
from ._schema import schema
from .processing import FacemapProcessing


@schema
class FacialSignal(PipelineTable, dj.Imported):
    """The facial signals of a recording."""

    definition = """
    # Facial signals of a recording
    -> FacemapProcessing
    """

    class Region(PipelineTable, dj.Part):
        """A region and its motion energy."""

        definition = """
        # A region and its motion energy
        -> master
        roi_no: int32               # 0 is the full frame, if analyzed; regions follow from 1
        ---
        roi_name="": varchar(64)
        view_no=null: int32         # which average frame the ranges are of; null: all side by side
        xrange: <blob>              # columns of the frame, pixels
        yrange: <blob>              # rows of the frame, pixels
        xrange_bin: <blob>          # columns of bins
        yrange_bin: <blob>          # rows of bins
        motion: <mouseface_signal>  # (frames) summed absolute difference of bin means
        motion_n_valid: int64
        motion_mean=null: float64
        motion_sd=null: float64
        motion_min=null: float64
        motion_max=null: float64
        """

    class MotionSVD(PipelineTable, dj.Part):
        """A component of the differences between frames."""

        definition = """
        # A component of the differences between frames
        -> master.Region
        pc_no: int32                    # from 0, strongest first
        ---
        singular_value=null: float64    # null: facemap stored none
        motmask: <mouseface_signal>     # (y, x) of the region's bins
        projection: <mouseface_signal>  # (frames) the component in each frame
        motmask_unit_norm: bool         # 0: facemap scaled the mask by its singular value
        """

    class MovieSVD(PipelineTable, dj.Part):
        """A component of the frames themselves."""

        definition = """
        # A component of the frames
        -> master.Region
        pc_no: int32                    # from 0, strongest first
        ---
        singular_value=null: float64    # null: facemap stored none
        movmask: <mouseface_signal>     # (y, x) of the region's bins
        projection: <mouseface_signal>  # (frames) the component in each frame
        movmask_unit_norm: bool         # 0: facemap scaled the mask by its singular value
        """

    class Summary(PipelineTable, dj.Part):
        """The average frame and the average difference between frames."""

        definition = """
        # Averages over frames
        -> master
        ---
        sbin: int32                     # pixels a bin, each way
        avgframe: <mouseface_signal>    # (y, x) in bins; a list where there are several views
        avgmotion: <mouseface_signal>   # the same
        """

    class Pupil(PipelineTable, dj.Part):
        """A pupil, as facemap found it."""

        definition = """
        # A pupil as facemap found it; NaN where it did not
        -> master
        pupil_no: int32
        ---
        pupil_name="": varchar(64)
        pupil_area: <mouseface_signal>          # (frames) pixels
        pupil_area_smooth: <mouseface_signal>   # (frames) outliers replaced
        pupil_com: <mouseface_signal>           # (frames, 2) center y, x; pixels of its region
        pupil_com_smooth: <mouseface_signal>    # (frames, 2)
        pupil_axlen=null: <mouseface_signal>    # (frames, 2) axes of the fitted ellipse
        pupil_axdir=null: <mouseface_signal>    # (frames, 2, 2) their directions
        """

    class Blink(PipelineTable, dj.Part):
        """How open an eye is, as facemap found it."""

        definition = """
        # How open an eye is, as facemap found it
        -> master
        blink_no: int32
        ---
        blink_name="": varchar(64)
        blink_area: <mouseface_signal>          # (frames) pixels of the eye
        """

    class Running(PipelineTable, dj.Part):
        """How the running surface moves, as facemap found it."""

        definition = """
        # How the running surface moves, as facemap found it
        -> master
        running_no: int32
        ---
        running_name="": varchar(64)
        running_shift: <mouseface_signal>       # (frames, 2) pixels a frame, y and x
        """

    def make_fetch(self, key):
        """The place of the signals."""
        return ((FacemapProcessing & key).fetch1("signals_path", "signals_digest"),)

    def make_compute(self, key, where):
        """Read and check the folder; outside the transaction."""
        path, digest = where
        return {}, signal_rows(open_signals(path, digest, check=True), path)

    @classmethod
    def open(cls, key: Mapping[str, Any]) -> FacialSignals:
        """All signals of one row as an object of `core`; arrays stay on the disk.

        Raises
        ------
        ParameterError
            If the key names no row, or several.
        ResultError
            If the folder is gone, or is not the one that was inserted.
        """
        row = one(FacemapProcessing & (cls & key), "row of FacialSignal")
        return open_signals(row["signals_path"], row["signals_digest"])


Row = dict[str, Any]

#: column of `FacialSignal.Pupil` -> attribute
_PUPIL = {
    f"pupil_{name}": name for name in ("area", "area_smooth", "com", "com_smooth", "axlen", "axdir")
}


def signal_rows(signals: FacialSignals, folder: str) -> dict[str, list[Row]]:
    """Rows of each Part of `FacialSignal`, by its name, parents first.

    Parameters
    ----------
    signals : FacialSignals
        As they are in the folder.
    folder : str
        Relative to the processed folder.
    """
    at = partial(SignalArray, folder, signals.digest)
    rows: dict[str, list[Row]] = {"Region": [], "MotionSVD": [], "MovieSVD": []}
    for place, region in enumerate(signals.regions):
        number = {"roi_no": region.roi_no}
        ranges = {n: getattr(region, n) for n in ("xrange", "yrange", "xrange_bin", "yrange_bin")}
        rows["Region"].append(
            number
            | {"roi_name": region.roi_name, "view_no": region.view}
            | ranges
            | {"motion": at(("regions", place, "motion"))}
            | summary(region.motion, "motion")
        )
        for part, name, mask in (
            ("MotionSVD", "motion_svd", "motmask"),
            ("MovieSVD", "movie_svd", "movmask"),
        ):
            components = getattr(region, name)
            if components is not None:
                where = ("regions", place, name)
                rows[part] += [number | r for r in _component_rows(components, at, where, mask)]
    averages = {name: at((name,)) for name in ("avgframe", "avgmotion")}
    rows["Summary"] = [{"sbin": signals.sbin, **averages}]
    return rows | _other_rows(signals, at)


def _component_rows(components: Components, at: Any, where: tuple, mask: str) -> Iterator[Row]:
    values = components.singular_values
    for number in range(len(components)):
        yield {
            "pc_no": number,
            "singular_value": None if values is None else null(values[number]),
            mask: at((*where, "masks"), number),
            "projection": at((*where, "projections"), number, 1),
            f"{mask}_unit_norm": components.unit_norm,
        }


def _other_rows(signals: FacialSignals, at: Any) -> dict[str, list[Row]]:
    """Rows of pupils, blinks and running."""
    pupil = [
        {
            "pupil_no": number,
            "pupil_name": found.name,
            **{
                column: None if getattr(found, name) is None else at(("pupil", number, name))
                for column, name in _PUPIL.items()
            },
        }
        for number, found in enumerate(signals.pupil)
    ]
    blink = [
        {"blink_no": i, "blink_name": found.name, "blink_area": at(("blink", i, "area"))}
        for i, found in enumerate(signals.blink)
    ]
    running = [
        {"running_no": i, "running_name": found.name, "running_shift": at(("running", i, "shift"))}
        for i, found in enumerate(signals.running)
    ]
    return {"Pupil": pupil, "Blink": blink, "Running": running}
