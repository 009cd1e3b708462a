"""`mouseface why`: which parts of the face drive the scores at a time.

Explain the scores of one frame, or their mean over some seconds: a map of what each place of
the face adds or subtracts. The map of a contrast score adds up to the score in scores.csv,
with the prototypes that scored the frame; that of similarity adds up to r minus the r of the
neutral face. With prototypes of another session, the score in scores.csv is lower by its value
at rest, most in the first seconds. DIR is an output folder of `mouseface score`; the movie is
not needed.

examples:
  mouseface why scored --time 12.6
  mouseface why scored --time 12 --until 14 --stimulus sucrose --out sucrose.png
  mouseface why scored --frame 378
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

_SHOWN = 3


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("dir", metavar="DIR", help="folder that `mouseface score` wrote")
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--frame", type=int, metavar="N", help="number of the frame, from 0")
    where.add_argument("--time", type=float, metavar="S", help="the frame shown at this time")
    parser.add_argument(
        "--until", type=float, metavar="S", help="with --time: the mean up to this time"
    )
    parser.add_argument(
        "--stimulus", action="append", metavar="NAME", help="only this one; may be repeated"
    )
    parser.add_argument(
        "--out", metavar="FILE.png", help="the figure to write (default: why_<frame>.png in DIR)"
    )
    parser.add_argument(
        "--overwrite",
        action="store_true",
        help="replace an existing file; a figure of this package is replaced even without it",
    )


def run(args: argparse.Namespace) -> int:
    """Load the folder, explain the frames, draw and print."""
    from ...core.results.attribution_maps import errors_of_frames, maps_of_frames
    from ...core.results.pictures import pictures_of
    from ...core.results.read_folder import read_folder
    from ...plots._style import save_figure
    from ...plots.attribution import why_figure

    folder = Path(args.dir)
    scored = read_folder(folder)
    first, stop = _frames(args, scored.times_s)
    names = _names(args, scored)
    path = _checked_path(args, folder, first)
    frames = dict.fromkeys(names, (first, stop))
    maps = maps_of_frames(scored, frames)
    pictures = pictures_of(dict.fromkeys(names, (first + stop) // 2), scored.thumbnails)
    errors = errors_of_frames(scored, frames)
    title = f"Why: {folder.resolve().name}, {_when(scored.times_s, first, stop)}"
    figure = why_figure(maps, scored.times_s, pictures, errors=errors, title=title)
    save_figure(figure, path, overwrite=args.overwrite)
    _print_maps(maps, scored, title)
    print(f"\ndrawn in {path}")
    return 0


def _checked_path(args: argparse.Namespace, folder: Path, first: int) -> Path:
    """The path of the figure, which must not replace one of the folder's own files."""
    from ...core.outputs import checked_file, is_our_picture
    from ...core.results.names import WRITTEN
    from ...plots._style import check_figure_path

    path = check_figure_path(args.out if args.out else folder / f"why_{first}.png")
    inputs = [folder / "descriptors.zarr", *(folder / name for name in WRITTEN)]
    return checked_file(
        path, what="the figure", inputs=inputs, overwrite=args.overwrite, ours=is_our_picture
    )


def _frames(args: argparse.Namespace, times_s: Any) -> tuple[int, int]:
    """The first frame to explain, and the one after the last."""
    import numpy as np

    from ...errors import ParameterError

    timed = np.flatnonzero(np.isfinite(times_s))
    low, high = times_s[timed[0]], times_s[timed[-1]]
    if args.frame is not None:
        if args.until is not None:
            raise ParameterError(
                "--until needs --time.",
                expected="--frame N alone, or --time S with --until S",
                got="--frame with --until",
                do="give the time in place of the frame: column time_s of scores.csv",
            )
        if not 0 <= args.frame < len(times_s):
            raise ParameterError(
                "There is no such frame.",
                expected=f"0 to {len(times_s) - 1}",
                got=str(args.frame),
                do="use a number from the column frame of scores.csv",
            )
        return args.frame, args.frame + 1
    if not low <= args.time <= high:
        raise ParameterError(
            "There is no frame at this time.",
            expected=f"{low:g} to {high:g} s",
            got=f"{args.time:g}",
            do="use a time from the column time_s of scores.csv: with --clock it is on that clock",
        )
    first = int(timed[np.searchsorted(times_s[timed], args.time + 1e-6, side="right") - 1])
    if args.until is None:
        return first, first + 1
    stop = int(timed[np.searchsorted(times_s[timed], args.until - 1e-6) - 1]) + 1
    if stop <= first:
        raise ParameterError(
            "--until must be later than --time.",
            expected=f"a time after {args.time:g} s",
            got=f"{args.until:g} s",
            do="leave --until out to explain one frame",
        )
    return first, stop


def _when(times_s: Any, first: int, stop: int) -> str:
    if stop - first == 1:
        return f"frame {first} ({times_s[first]:.3f} s)"
    return f"frames {first} to {stop - 1} ({times_s[first]:.2f} to {times_s[stop - 1]:.2f} s)"


def _names(args: argparse.Namespace, scored: Any) -> list[str]:
    """The stimuli to explain: those requested, or all that have a score."""
    from ...core.results.attribution_maps import explained_names
    from ...errors import ParameterError

    known = list(dict.fromkeys(n for s in scored.methods.values() for n in explained_names(s)))
    wanted = args.stimulus or known
    unknown = [name for name in wanted if name not in known]
    if unknown or not wanted:
        raise ParameterError(
            f"There is no score of {', '.join(unknown) or 'any stimulus'} here.",
            expected=f"one of {', '.join(known) or 'none: everything was refused'}",
            do="give one of these" if known else "read the reasons in report.json",
        )
    return wanted


def _print_maps(maps: list[Any], scored: Any, title: str) -> None:
    """Print each map's sum, the score in scores.csv, and the places that contribute most."""
    import numpy as np

    print(title)
    for one in maps:
        trace = scored.scores_of(one.measure).trace(one.name, one.measure)
        stored = np.full(1, np.nan)
        if trace is not None:
            stored = trace.values[one.first_frame : one.stop_frame]
        there = f"{np.nanmean(stored):.3f}" if np.isfinite(stored).any() else "blank: refused"
        more = ""
        if one.against_neutral:
            more = f", {one.total:+z.3f} compared with the neutral face"
        elif one.made_without:
            more = f", by prototypes made without this {one.made_without} trial"
        print(f"\n  {one.name}: {one.measure} {one.score:.3f} (scores.csv: {there}){more}")
        for text in _places(one, scored.recording.result):
            print(f"    {text}")


def _places(one: Any, result: Any) -> list[str]:
    """The cells that add or subtract most, in pixels of the crop."""
    import numpy as np

    from ...core.scoring.method.score_map import in_cells

    high, wide = result.params.pixels_per_cell
    rows, columns = result.grid
    values = one.values
    if not one.of_cells:
        values = in_cells(values, rows, columns)
        box = result.crop.box(*result.frame_px)
        high = (box[0].stop - box[0].start) / rows
        wide = (box[1].stop - box[1].start) / columns
    order = np.argsort(-np.abs(values), axis=None)[:_SHOWN]
    return [
        f"x {x * wide:.0f} to {(x + 1) * wide:.0f}, y {y * high:.0f} to {(y + 1) * high:.0f} px "
        f"of the crop: {values[y, x]:+z.3f}"
        for y, x in zip(*np.unravel_index(order, values.shape), strict=True)
    ]
