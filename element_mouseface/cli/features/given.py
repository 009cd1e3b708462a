"""What `mouseface features` is given beside the movie: regions, signals, basis, parameters."""

from __future__ import annotations

import argparse
import dataclasses
from typing import Any

#: option -> parameter of the geometry, and how many points it takes
_OF_POINTS = {"distance": ("distances", 2), "direction": ("directions", 2),
              "angle": ("angles", 3), "area": ("areas", None)}  # fmt: skip


def add_feature_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that say what is computed."""
    from ...core.features.named.definitions import GROUPS

    group = parser.add_argument_group("what to compute")
    group.add_argument(
        "--regions",
        metavar="REGIONS.json",
        help="regions of `mouseface regions`: each has the same features as the whole crop",
    )
    group.add_argument(
        "--groups",
        metavar="NAMES",
        help=f"some of {', '.join(GROUPS)}, with commas (default: all that the input gives)",
    )
    group.add_argument(
        "--signals",
        metavar="PATH",
        help="facial signals of this movie, a _proc.npy of Facemap or a folder of `mouseface "
        "signals`: motion of regions, pupil, blinks, running",
    )
    group.add_argument(
        "--basis",
        metavar="BASIS.npz",
        help="components of motion on the basis that --fit-basis wrote",
    )
    group.add_argument(
        "--params",
        metavar="FILE.json",
        help='all parameters: {"features": {"gray_levels": 16, "distance": 2}}',
    )
    group = parser.add_argument_group("geometry of tracked points")
    for option, (_, n) in _OF_POINTS.items():
        points = "P,P,P,…" if n is None else ",".join("PQR"[:n])
        group.add_argument(
            f"--{option}",
            action="append",
            default=[],
            metavar=points,
            help=_HELP[option] + "; may be repeated",
        )
    group.add_argument(
        "--length",
        metavar="P,Q or PIXELS",
        help="the unit of distances: the median distance of two points, or a number of pixels of "
        "the movie (default: two points that move least against each other)",
    )


_HELP = {
    "distance": "a further distance of two points, by their names",
    "direction": "the direction from one point to another, in degrees",
    "angle": "the angle at the second of three points, in degrees",
    "area": "the area of a polygon of three or more points",
}


def params_of(args: argparse.Namespace) -> Any:
    """The parameters (`FeatureParams`) for what was given (ParameterError)."""
    from ...core.frame_features import FeatureParams
    from ..params_file import read_params_file

    params = FeatureParams.from_dict(
        read_params_file(args.params, ("features",)).get("features", {})
    )
    if args.groups is not None:
        names = tuple(name.strip() for name in args.groups.split(",") if name.strip())
        params = dataclasses.replace(params, groups=names)
    return dataclasses.replace(params, geometry=_geometry(args, params.geometry))


def regions_of(args: argparse.Namespace) -> Any:
    """The regions of --regions (`Regions`), or None."""
    from ...core.facial_signals.regions_file import load_regions

    return None if args.regions is None else load_regions(args.regions)


def basis_of(args: argparse.Namespace) -> Any:
    """The basis of --basis (`MotionBasis`), or None."""
    from ...core.frame_features import MotionBasis

    return None if args.basis is None else MotionBasis.load(args.basis)


def _geometry(args: argparse.Namespace, before: Any) -> Any:
    from ..points import mapping_of_file

    changed: dict[str, Any] = {}
    for option, (name, n) in _OF_POINTS.items():
        given = [_points(text, option, n) for text in getattr(args, option)]
        if given:
            changed[name] = (*getattr(before, name), *given)
    if args.mapping is not None:
        changed["mapping"] = mapping_of_file(args.mapping)
    if args.length is not None:
        changed |= _length(args.length)
    _check_used(args, changed)
    return dataclasses.replace(before, **changed)


def _check_used(args: argparse.Namespace, changed: dict[str, Any]) -> None:
    from ...errors import ParameterError

    if changed and not args.points:
        raise ParameterError(
            "Distances, angles, areas and --mapping are of tracked points, and there are none.",
            expected="--keypoints FILE",
            do="add --keypoints with the file that was tracked on this movie",
        )


def _length(text: str) -> dict[str, Any]:
    try:
        return {"length_px": float(text), "length": ()}
    except ValueError:
        return {"length": _points(text, "length", 2), "length_px": None}


def _points(text: str, option: str, n: int | None) -> tuple[str, ...]:
    from ...errors import ParameterError

    names = tuple(name.strip() for name in text.split(","))
    if (len(names) != n if n is not None else len(names) < 3) or not all(names):
        raise ParameterError(
            f"--{option} cannot be used.",
            expected=f"the names of {n or 'three or more'} points, with commas and no others",
            got=repr(text),
            do="quote names with parentheses or spaces; names with commas go into --params",
        )
    return names
