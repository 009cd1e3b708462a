"""What `mouseface units` is given beside the movie: points, regions, events, ratings."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import Any

#: keys of --mapping that only action units know
_OWN = ("mouth_opening", "whiskers")


def add_unit_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that say what is measured."""
    group = parser.add_argument_group("what to measure")
    group.add_argument(
        "--regions",
        metavar="REGIONS.json",
        help="regions of `mouseface regions` whose names begin with whisker, nose, cheek "
        "(default: circles about the points of eye, nose and mouth)",
    )
    group.add_argument(
        "--facing",
        choices=("auto", "left", "right", "up", "down"),
        help="to which side of the picture the nose points (default: told by points and regions)",
    )
    group.add_argument(
        "--head-fixed",
        action="store_true",
        help="the head is bolted before the camera: do not measure its turn and shift",
    )
    group.add_argument(
        "--reference",
        metavar="DIR",
        help="an output folder of this command, of another recording of the same mouse and "
        "camera: its open-eye value and its values at rest are used",
    )
    group.add_argument(
        "--ratings",
        nargs="+",
        metavar="FILE",
        help="ratings of nose_bulge and cheek_bulge by people, as `mouseface ratings` takes them; "
        "several files are of several raters",
    )
    group.add_argument(
        "--no-picture",
        action="store_true",
        help="only what tracked points measure: no whiskers without points, no nose, no cheek",
    )
    group.add_argument(
        "--params",
        metavar="FILE.json",
        help='all parameters: {"units": {"open_quantile": 0.95}}; see "Parameters"',
    )
    group = parser.add_argument_group("events")
    group.add_argument(
        "--events",
        metavar="EVENTS.csv",
        help="also a table of responses; and with --ratings, trials that are left out as a whole "
        "(default: those of a scored folder)",
    )


def params_of(args: argparse.Namespace) -> Any:
    """The parameters (`ActionUnitParams`) for what was given (ParameterError)."""
    from ...core.action_units import ActionUnitParams
    from ...errors import ParameterError
    from ..params_file import read_params_file

    values = read_params_file(args.params, ("units",)).get("units", {})
    params = ActionUnitParams.from_dict(values)
    changed: dict[str, Any] = {"from_picture": False} if args.no_picture else {}
    if args.facing is not None:
        changed["facing"] = args.facing
    if args.head_fixed:
        changed["head"] = "fixed"
    if args.mapping is not None:
        changed |= _mapping(args.mapping)
        if not args.points:
            raise ParameterError(
                "--mapping names tracked points, and there are none.",
                expected="--keypoints FILE",
                do="add --keypoints with the file that was tracked on this movie",
            )
    if args.no_picture and not args.points:
        raise ParameterError(
            "There is nothing to measure action units from.",
            expected="--keypoints FILE, or the picture (without --no-picture)",
            do="give points, or leave out --no-picture",
        )
    if args.no_picture and (args.regions or args.ratings):
        raise ParameterError(
            "--regions and --ratings are of the picture, which --no-picture leaves out.",
            do="give one of them",
        )
    return replace(params, **changed)


def _mapping(path: str) -> dict[str, Any]:
    """Parameters that a file of --mapping gives: a FaceMapping, and two parts of our own."""
    from ...core.inputs import read_text
    from ...core.keypoints import FaceMapping
    from ...errors import ParameterError
    from ...params.fields import parse_json, short_repr

    expected = 'JSON of parts and the points that make each: {"nose": ["tip"]}'
    values = parse_json(read_text(path, "mapping", expected=expected), f"mapping {path}", expected)
    if not isinstance(values, dict):
        raise ParameterError(
            f"The mapping {path} cannot be used.",
            expected=expected,
            got=short_repr(values),
            do="give an object of parts",
        )
    own = {name: values.pop(name) for name in _OWN if name in values}
    changed: dict[str, Any] = {}
    if values:
        whole = {**dict.fromkeys(FaceMapping.PARTS, ()), **values}
        changed["mapping"] = FaceMapping.from_dict(whole)
    if "mouth_opening" in own:
        changed["mouth"] = own["mouth_opening"]
    if "whiskers" in own:
        changed["whiskers"] = own["whiskers"]
    return changed


def regions_of(args: argparse.Namespace) -> Any:
    """The regions of --regions (`Regions`), or None."""
    from ...core.facial_signals.regions_file import load_regions

    return None if args.regions is None else load_regions(args.regions)


def reference_of(args: argparse.Namespace) -> Any:
    """The units of --reference (`ActionUnits`), or None."""
    from ...core.action_units import read_action_units

    return None if args.reference is None else read_action_units(args.reference)


def ratings_of(args: argparse.Namespace) -> Any:
    """The ratings of --ratings (`UnitRatings`), or None."""
    from ...core.ratings import merged, read_unit_ratings

    if not args.ratings:
        return None
    return merged([read_unit_ratings(path) for path in args.ratings])


def events_of(args: argparse.Namespace) -> tuple[Any, Any]:
    """The events, and the frames' times on their clock where that is not the movie's own.

    Those of --events, or of a scored folder that was given in place of a movie.
    """
    from ...core.events import read_events
    from ...core.results.read_folder import read_folder

    folder = Path(args.video[0])
    scored = None
    if len(args.video) == 1 and (folder / "scores.csv").is_file():
        scored = read_folder(folder)
    if args.events is not None:
        # an experiment that was scored on its own clock has its events on it
        return read_events(args.events), None if scored is None else scored.times_s
    return (None, None) if scored is None else (scored.events, scored.times_s)


def inputs_of(args: argparse.Namespace) -> list[str]:
    """All files and folders that the command reads."""
    from ..options import crop_file

    given = [args.times, args.mapping, args.regions, args.reference, args.params, args.events]
    flat = [path for paths in (args.points, args.ratings) for path in paths or ()]
    return [path for path in (*args.video, *given, *flat, crop_file(args)) if path]
