"""`mouseface signals`: motion of regions, pupil, blinks and running of every frame.

Pass once over a movie and measure the regions of `mouseface regions`: motion energy and its
components (as Facemap's motion SVD), pupil area and center, blinks and running. Without
--regions, only the full frame is measured.

output files in DIR:
  signals.csv   one row per frame: frame, time_s, motion_<region>, pupil_<name>_area_px2, ...
  signals.png   the figure of the traces
  signals       a folder with everything, including components:
                  from element_mouseface.core.facial_signals import FacialSignals
                  signals = FacialSignals.load("DIR/signals")
  pass.zarr     the pass over the movie; reused if nothing has changed

examples:
  mouseface signals face.mp4 --regions regions.json --out signals
  mouseface signals face.mp4 --out signals --components 50 --movie-svd
  mouseface score face.mp4 --events events.csv --out scored --signals signals/signals
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ..options import add_video_options, open_from, progress_bar, video_inputs

_WRITTEN = ("signals.csv", "signals.png")


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    add_video_options(parser)
    parser.add_argument("--regions", metavar="REGIONS.json", help="written by `mouseface regions`")
    parser.add_argument("--out", metavar="DIR", required=True, help="folder to write to")
    group = parser.add_argument_group("what to compute")
    group.add_argument(
        "--sbin",
        type=int,
        default=4,
        metavar="PIXELS",
        help="bin size in pixels (default: %(default)s)",
    )
    group.add_argument(
        "--components",
        type=int,
        default=50,
        metavar="N",
        help="components of each region, at most 500 (default: %(default)s; 0 for none)",
    )
    group.add_argument(
        "--movie-svd",
        action="store_true",
        help="components of the frames too, beside those of motion",
    )
    group.add_argument("--workers", type=int, metavar="N", help="cores to use (default: all)")
    group.add_argument(
        "--overwrite", action="store_true", help="replace files of another program in DIR"
    )


def run(args: argparse.Namespace) -> int:
    """Check, pass over the movie, compute, write."""
    from ...core.extraction import extract
    from ...core.facial_signals.native import compute_signals, extractors_for, smallest_pass
    from ...core.facial_signals.regions import Regions
    from ...core.facial_signals.regions_file import load_regions

    regions = Regions() if args.regions is None else load_regions(args.regions)
    params, out = _params(args), _checked_out(args)
    reader = open_from(args)
    extractors = extractors_for(reader, regions, args.sbin)
    with progress_bar("pass") as progress:
        result = extract(
            reader,
            out / "pass.zarr",
            *smallest_pass(reader.info.height_px, reader.info.width_px),
            workers=args.workers,
            progress=progress,
            overwrite=args.overwrite,
            extractors=extractors,
        )
    with progress_bar("components", "thousandths") as progress:
        signals = compute_signals(
            result, regions, params, workers=args.workers or 1, progress=progress
        )
    _write(args, out, signals, reader)
    for line in _summary(signals):
        print(line)
    print(f"\nwritten to {out}: {', '.join((*_WRITTEN, 'signals', 'pass.zarr'))}")
    return 0


def _params(args: argparse.Namespace) -> Any:
    from ...core.facial_signals.native import SignalParams

    some = args.components != 0
    return SignalParams(
        motion_svd=some, movie_svd=some and args.movie_svd, n_components=args.components or 1
    )


def _checked_out(args: argparse.Namespace) -> Path:
    """Check the folder: writable, without foreign files with the names of outputs."""
    from ...core.outputs import checked_file, checked_folder, make_folder

    out, inputs = Path(args.out), [*video_inputs(args), args.regions]
    checked_folder(out, what="the signals", inputs=inputs, may_hold_inputs=True)
    ours = (out / "signals" / "facial_signals.json").is_file()
    for name in _WRITTEN if out.is_dir() else ():
        checked_file(
            out / name, what=name, inputs=inputs, overwrite=args.overwrite or ours,
            try_writing=False,
        )  # fmt: skip
    return make_folder(out, what="the signals")


def _write(args: argparse.Namespace, out: Path, signals: Any, reader: Any) -> None:
    from ...core.facial_signals.traces_file import write_traces
    from ...plots._style import save_figure
    from ...plots.facial_signals import signals_figure

    title = Path(reader.info.files[0].path).name if reader.info.files else "signals"
    # An earlier run with other regions is replaced; the pass has refused those of another movie.
    signals.save(out / "signals", overwrite=True)
    write_traces(out / "signals.csv", signals, reader.times_s)
    figure = signals_figure(signals, reader.times_s, title=title)
    save_figure(figure, out / "signals.png", overwrite=True)


def _summary(signals: Any) -> list[str]:
    import numpy as np

    def known(values: Any) -> str:
        return f"{int(np.isfinite(values).sum())} of {signals.n_frames} frames"

    lines = []
    for region in signals.regions:
        found = 0 if region.motion_svd is None else len(region.motion_svd)
        lines.append(f"motion   {region.roi_name:<20} {known(region.motion)}, {found} components")
    lines += [f"pupil    {p.name:<20} {known(p.area)}" for p in signals.pupil]
    lines += [f"blink    {b.name:<20} {known(b.area)}" for b in signals.blink]
    lines += [f"running  {r.name:<20} {known(r.shift[:, 0])}" for r in signals.running]
    return lines
