"""Facial signals in an NWB file: motion energy, components, pupil, blinks and running."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from ...facial_signals.regions import FULL_FRAME
from ...facial_signals.signals import Components, FacialSignals, Pupil, RegionSignals
from .clock import FrameTimes
from .content import Column, add_table, behavior_module, check_free, object_name
from .frame_traces import FrameTrace, add_frame_traces
from .library import library

_OF_WHAT = {"motion_svd": "absolute differences between frames", "movie_svd": "frames"}
_ALIGNED = {
    "frame": "the value of a frame is between it and the frame before",
    "facemap": "as Facemap stored it, with the first chunk one frame early",
}


def add_signals(nwbfile: Any, signals: FacialSignals, times: FrameTimes) -> list[Any]:
    """Add the facial signals of a recording to `processing/behavior`.

    Motion energy and the courses of components are a series a region; the masks of the components
    are a table a region, with a row a component.  Pupils are `PupilTracking`; blinks and running
    are series.

    Parameters
    ----------
    nwbfile : pynwb.NWBFile
    signals : FacialSignals
    times : FrameTimes

    Returns
    -------
    list
        The containers and tables that were added.

    Raises
    ------
    ClockError
        If the times are of another number of frames.
    InputError
        If the file has signals of this recording already.
    DependencyError
        If pynwb is not installed.
    """
    found: list[RegionSignals] = list(signals.regions)
    regions = list(zip(_named([one.roi_name for one in found]), found, strict=True))
    made = f"{signals.engine} {signals.version}".strip()
    motion = [_motion(name, region, signals, made) for name, region in regions]
    added = add_frame_traces(nwbfile, "motion_energy", motion, times, what="facial signals")
    for kind in _OF_WHAT:
        added += _components(nwbfile, kind, regions, signals, made, times)
    return added + _others(nwbfile, signals, times, made)


def _named(given: Sequence[str]) -> list[str]:
    """Names of regions as parts of names of series, all different: 'full_frame'."""
    names: list[str] = []
    for name in given:
        names.append(object_name(name.replace(" ", "_"), names))
    return names


def _place(region: RegionSignals, sbin: int) -> str:
    """The region and its pixels, in words."""
    what = "the full frame" if region.roi_name == FULL_FRAME else f"region {region.roi_name!r}"
    box = ""
    if len(region.yrange) and len(region.xrange):
        rows, columns = (f"{span.min()} to {span.max()}" for span in (region.yrange, region.xrange))
        box = f", rows {rows}, columns {columns}"
    view = f", camera {region.view}" if region.view else ""
    return f"{what} ({sbin} x {sbin} pixels a bin{box}{view})"


def _motion(name: str, region: RegionSignals, signals: FacialSignals, made: str) -> FrameTrace:
    return FrameTrace(
        f"{name}_motion_energy",
        region.motion,
        "gray levels",
        f"Motion energy of {_place(region, signals.sbin)}, by {made}: the sum over bins of the "
        "absolute difference of the mean gray from the frame before; "
        f"{_ALIGNED[signals.motion_alignment]}.",
    )


def _components(
    nwbfile: Any,
    kind: str,
    regions: list[tuple[str, RegionSignals]],
    signals: FacialSignals,
    made: str,
    times: FrameTimes,
) -> list[Any]:
    """The courses of the components of all regions, and a table of masks for each region."""
    found = [(name, region, getattr(region, kind)) for name, region in regions]
    found = [one for one in found if one[2] is not None and len(one[2])]
    courses = [
        FrameTrace(
            f"{name}_{kind}",
            parts.projections,
            "a.u.",
            f"Components of the {_OF_WHAT[kind]} in {_place(region, signals.sbin)}, by {made}: a "
            f"column a component, strongest first.  {_told(parts, signals.sample)}  The masks are "
            f"in the table {times.name}_{name}_{kind}_masks.",
        )
        for name, region, parts in found
    ]
    added = add_frame_traces(nwbfile, kind, courses, times, what="facial signals")
    for name, region, parts in found:
        added.append(_masks(nwbfile, f"{times.name}_{name}_{kind}_masks", region, parts, signals))
    return added


def _told(parts: Components, sample: str) -> str:
    notes = ["From all frames." if sample == "all" else "From the frames that Facemap samples."]
    if not parts.unit_norm:
        notes.append("Masks are multiplied by their singular value, as Facemap wrote them.")
    if not parts.merged:
        notes.append("Components are in order within each segment of 1000 frames only.")
    return "  ".join(notes)


def _masks(
    nwbfile: Any, name: str, region: RegionSignals, parts: Components, signals: FacialSignals
) -> Any:
    about = f"Masks of the components of {_place(region, signals.sbin)}."
    if len(parts) == 1:
        return _mask(nwbfile, name, about, parts)
    columns = [Column("component", "Number of the component, from 0.", np.arange(len(parts)))]
    if parts.singular_values is not None:
        columns.append(Column("singular_value", "Of the decomposition.", parts.singular_values))
    text = "Weight of each bin of the region, (y, x); 0 outside its shape."
    columns.append(Column("mask", text, parts.masks))
    return add_table(nwbfile, name, about, columns, what="facial signals")


def _mask(nwbfile: Any, name: str, about: str, parts: Components) -> Any:
    """The only mask as a picture: NWB's inspector objects to a table of one row."""
    module = behavior_module(nwbfile)
    check_free(module, name, "facial signals")
    value = "" if parts.singular_values is None else f" Singular value {parts.singular_values[0]}."
    picture = library("pynwb.image").GrayscaleImage(
        name="component_0", data=parts.masks[0], description=f"{about}{value}"
    )
    made = library("pynwb.base").Images(name=name, images=[picture], description=about)
    module.add(made)
    return made


def _others(nwbfile: Any, signals: FacialSignals, times: FrameTimes, made: str) -> list[Any]:
    """Pupils, blinks and running."""
    pupils = [
        trace
        for name, pupil in _each("pupil", signals.pupil)
        for trace in _pupil(name, pupil, made)
    ]
    blinks = [
        FrameTrace(
            name,
            one.area,
            "gray levels",
            f"How open the eye is (region {one.name!r}), by {made}: the sum of the darkness below "
            "the saturation over its pixels.",
        )
        for name, one in _each("blink", signals.blink)
    ]
    running = [
        FrameTrace(
            name,
            one.shift[:, ::-1],
            "pixels",
            f"Shift (x, y) of the running surface (region {one.name!r}) since the frame before, "
            f"by {made}: to the right, and down.",
        )
        for name, one in _each("running", signals.running)
    ]
    what = "facial signals"
    return [
        *add_frame_traces(nwbfile, "PupilTracking", pupils, times, what=what, kind="PupilTracking"),
        *add_frame_traces(nwbfile, "blink", blinks, times, what=what),
        *add_frame_traces(nwbfile, "running", running, times, what=what),
    ]


def _each(kind: str, found: Sequence[Any]) -> list[tuple[str, Any]]:
    """With names of series: 'pupil' for the only one, else with the name of its region."""
    if len(found) == 1:
        return [(kind, found[0])]
    names = _named([f"{kind}_{one.name or number}" for number, one in enumerate(found)])
    return list(zip(names, found, strict=True))


def _pupil(name: str, pupil: Pupil, made: str) -> Iterator[FrameTrace]:
    of = f"of the pupil (region {pupil.name!r}), by {made}"
    zero = "(0, 0) is the first column and row of the pupil's region; x to the right, y down"
    smooth = "outliers replaced as in Facemap"
    for what, numbers, unit, description in (
        ("area", pupil.area, "pixels^2", f"Area {of}."),
        ("area_smooth", pupil.area_smooth, "pixels^2", f"Area {of}; {smooth}."),
        ("axes", pupil.axlen, "pixels^2", f"Squares of the half axes of the ellipse {of}."),
        (
            "axis_directions",
            pupil.axdir,
            "n.a.",
            f"Directions of the axes {of}, in columns of (y, x).",
        ),
    ):
        if numbers is not None:
            yield FrameTrace(f"{name}_{what}", numbers, unit, description)
    for what, places, description in (
        ("center", pupil.com, f"Center (x, y) {of}."),
        ("center_smooth", pupil.com_smooth, f"Center (x, y) {of}; {smooth}."),
    ):
        if places is not None:
            yield FrameTrace(f"{name}_{what}", places[:, ::-1], "pixels", description, zero)
