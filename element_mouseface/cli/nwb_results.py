"""Other results of the movie for `mouseface nwb`: signals, points, behaviors, measures."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from .points import add_points_options, points_from

#: of these options, each names a folder of the command beside it
_FOLDERS = {
    "affect": "`mouseface affect`: arousal and valences",
    "units": "`mouseface units`: action units",
    "angle": "`mouseface angle`: the angle of the head",
}


def add_result_options(parser: argparse.ArgumentParser) -> None:
    """Add an option for each kind of result."""
    group = parser.add_argument_group("other results of this movie")
    group.add_argument(
        "--signals",
        metavar="DIR",
        help="folder of `mouseface signals`, or Facemap's _proc.npy: motion energy, components, "
        "pupil, blinks, running",
    )
    group.add_argument(
        "--regions",
        metavar="REGIONS.json",
        help="the regions of --signals, as a table of corners",
    )
    group.add_argument(
        "--behaviors",
        action="append",
        default=[],
        metavar="DIR",
        help="folder of `mouseface behavior predict`, or a file of labels; may be repeated (a file "
        "that needs options: `mouseface behavior convert` first)",
    )
    for name, what in _FOLDERS.items():
        group.add_argument(f"--{name}", metavar="DIR", help=f"folder of {what}")
    group.add_argument(
        "--features", metavar="FILE", help="named features, as `mouseface features` writes them"
    )
    add_points_options(parser, flag="--keypoints", required=False, mapping=False)
    parser.add_argument("--scorer", metavar="NAME", help="the model that tracked --keypoints")


def result_paths(args: argparse.Namespace) -> list[str]:
    """The files and folders that are read."""
    named = [getattr(args, name) for name in ("signals", "regions", *_FOLDERS, "features")]
    return [path for path in (*named, *(args.points or ()), *args.behaviors) if path]


def read_results(args: argparse.Namespace, scored: Any) -> list[Callable[[Any, Any, list], Any]]:
    """Read what the options name, before anything is added.

    Parameters
    ----------
    args : Namespace
    scored : ScoredRecording
        Of the same movie.

    Returns
    -------
    list of callable
        Each adds one result: `add(nwbfile, times, movie)`.
    """
    return [
        *_read_signals(args),
        *_read_keypoints(args, scored),
        *_read_behaviors(args, scored),
        *_read_measures(args),
    ]


def _read_signals(args: argparse.Namespace) -> Iterator[Any]:
    from ..core.exports.nwb.prototypes import add_regions
    from ..core.exports.nwb.signals import add_signals
    from ..core.facial_signals.regions_file import load_regions
    from ..core.results.motion import read_signals

    if args.regions is not None:
        regions = load_regions(args.regions)
        yield lambda nwbfile, times, movie: add_regions(nwbfile, regions, times)
    if args.signals is None:
        return
    inside = Path(args.signals) / "signals"
    found = read_signals(str(inside if os.path.isdir(inside) else args.signals))
    yield lambda nwbfile, times, movie: add_signals(nwbfile, found, times)


def _read_keypoints(args: argparse.Namespace, scored: Any) -> Iterator[Any]:
    from types import SimpleNamespace

    from ..core.exports.nwb.keypoints import add_keypoints
    from ..errors import ParameterError

    if args.points is None:
        if args.source or args.scorer:
            raise ParameterError(
                "--source and --scorer are of tracked points.",
                expected="--keypoints beside them",
                got="none",
                do="give --keypoints, or leave them out",
            )
        return
    files = [
        SimpleNamespace(path=file.path or file.name, n_frames=file.n_frames)
        for file in scored.movie.files
    ]
    result = _pass_of(scored)
    height_px, width_px = (None, None) if result is None else result.frame_px
    info = SimpleNamespace(
        files=files, n_frames=len(scored), height_px=height_px, width_px=width_px
    )
    points = points_from(args, SimpleNamespace(info=info))
    given = {"scorer": args.scorer}
    yield lambda nwbfile, times, movie: add_keypoints(nwbfile, points, times, movie=movie, **given)


def _read_behaviors(args: argparse.Namespace, scored: Any) -> Iterator[Any]:
    from ..core.behavior.formats import read_labels
    from ..core.exports.nwb.behaviors import add_behaviors
    from ..core.exports.nwb.content import object_name
    from ..core.results.prediction_folder import read_prediction

    names: list[str] = []
    for path in args.behaviors:
        if os.path.isdir(path):
            found: Any = read_prediction(path)
            name = "behaviors"
        else:
            found = read_labels(path, n_frames=len(scored), times_s=_own_times(scored))
            name = f"labels_{found.labeler or Path(path).stem}"
        # two files of one labeler, or two classifiers
        names.append(object_name(name, names))

        def add(nwbfile: Any, times: Any, movie: list, found=found, name=names[-1]) -> Any:
            return add_behaviors(nwbfile, found, times, name=name, movie=movie)

        yield add


def _own_times(scored: Any) -> Any:
    """The movie's own times, in which label files are; None where the pass is not there."""
    result = _pass_of(scored)
    return scored.times_s if scored.clock is None else getattr(result, "times_s", None)


def _pass_of(scored: Any) -> Any:
    """The pass over the movie; None where it is not there."""
    from ..errors import ResultError

    try:
        return None if scored.recording is None else scored.recording.result
    except ResultError:
        return None


def _read_measures(args: argparse.Namespace) -> Iterator[Any]:
    from ..core.exports.nwb import measures

    for name, read, add in (
        ("affect", _affect, measures.add_affect),
        ("units", _units, measures.add_action_units),
        ("angle", _angle, measures.add_face_angle),
        ("features", _features, measures.add_features),
    ):
        if (path := getattr(args, name)) is not None:
            found = read(path)
            yield lambda nwbfile, times, movie, add=add, found=found: add(nwbfile, found, times)


def _affect(path: str) -> Any:
    from ..core.affect import read_affect

    return read_affect(path)


def _units(path: str) -> Any:
    from ..core.action_units import read_action_units

    return read_action_units(path)


def _angle(path: str) -> Any:
    from ..core.face_angle import read_face_angle

    return read_face_angle(path)


def _features(path: str) -> Any:
    from ..core.frame_features import read_table

    return read_table(path)
