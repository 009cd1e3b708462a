"""`mouseface nwb`: a scored recording as an NWB file, for archives and other programs.

The file has, on one clock: the movie (as a link to its files), scores with standard errors and
similarities of every frame, stimuli, bouts, prototypes, the crop, findings, and how all of it was
made. Other results of the movie are added by options of their own. The file is read back and
compared bit for bit, validated, and inspected as the DANDI archive does, before it gets its name.
Cells of HOG are not in it, but their path and digest.

NWB times are seconds from session_start_time. --zero says what the clock of the scores showed at
that moment, in seconds: 0 if the session began with the first frame of the movie; with a clock of
an acquisition system, its reading when the session began. It is never assumed.

SESSION.json describes the session (the page "NWB files" explains each entry):
  {"session_start_time": "2025-03-04T10:15:00+01:00",
   "session_description": "A head-fixed mouse was given sucrose and quinine.",
   "experimenter": ["Last, First"],
   "institution": "University of Somewhere",
   "experiment_description": "Facial expressions of tastes.",
   "subject": {"subject_id": "M01", "species": "Mus musculus", "sex": "F", "age": "P90D"}}

With --into, everything is added to an NWB file of the lab instead, which keeps all that it has.

examples:
  mouseface nwb scored --session session.json --zero 0 --out M01.nwb
  mouseface nwb scored --session session.json --zero 12.5 --out M01.nwb --video moved/face.mp4
  mouseface nwb scored --into ephys.nwb --zero 0 --out ephys_face.nwb
  mouseface nwb scored --into ephys.nwb --zero 0 --out ephys.nwb --overwrite
  mouseface nwb scored --session session.json --out M01.nwb --signals face_signals --affect affect
  mouseface nwb scored --into ephys.nwb --zero 0 --out b.nwb --keypoints dlc.csv --behaviors a.csv
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..nwb_results import add_result_options, read_results, result_paths

#: as `core.exports.nwb.recording` has them, which is not imported for --help
_PARTS = ("movie", "scores", "stimuli", "bouts", "prototypes", "crop", "provenance")


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("dir", metavar="SCORED", help="folder that `mouseface score` wrote")
    parser.add_argument("--out", metavar="FILE.nwb", required=True, help="the file to write")
    whose = parser.add_mutually_exclusive_group(required=True)
    whose.add_argument(
        "--session", metavar="SESSION.json", help="the description of the session: a new file"
    )
    whose.add_argument(
        "--into", metavar="FILE.nwb", help="an NWB file of this session, to add everything to"
    )
    group = parser.add_argument_group("clock")
    group.add_argument(
        "--zero",
        type=float,
        metavar="S",
        help="what the clock of the scores showed at session_start_time, in seconds (default: "
        "clock_zero_s of the session; one of them is needed)",
    )
    group.add_argument(
        "--before-start",
        choices=("refuse", "keep"),
        default="refuse",
        help="what becomes of frames from before session_start_time (default: %(default)s)",
    )
    group = parser.add_argument_group("content")
    group.add_argument(
        "--video",
        action="append",
        default=[],
        metavar="VIDEO",
        help="the movie that was scored, if it was moved; for a recording of several files, once "
        "for each, in their order",
    )
    group.add_argument(
        "--without",
        action="append",
        default=[],
        choices=_PARTS,
        help="leave this part out; may be repeated",
    )
    group.add_argument(
        "--name",
        default="face",
        metavar="NAME",
        help="begins the names of all that is added; another camera needs another (default: "
        "%(default)s)",
    )
    add_result_options(parser)
    parser.add_argument("--overwrite", action="store_true", help="replace an existing file")


def run(args: argparse.Namespace) -> int:
    """Read the scored folder, fill the file, write and check it."""
    from ...core.exports.nwb.write import checked_nwb_path

    folder, out = Path(args.dir), Path(args.out)
    own = [folder / name for name in ("scores.csv", "report.json", "descriptors.zarr")]
    inputs: list[Any] = [*own, *args.video, args.session, *result_paths(args)]
    if args.into is not None and not _is_same(out, args.into):
        inputs.append(args.into)
    checked_nwb_path(out, inputs=inputs, overwrite=args.overwrite)
    with _nwbfile(args) as (nwbfile, session):
        _fill_and_write(args, nwbfile, session, inputs)
    return 0


def _fill_and_write(
    args: argparse.Namespace, nwbfile: Any, session: dict[str, Any], inputs: list[Any]
) -> None:
    from ...core.exports.nwb.recording import add_recording, times_of
    from ...core.exports.nwb.session import camera_of, zero_of
    from ...core.exports.nwb.write import write_nwb
    from ...core.results.read_folder import movie_paths, read_folder

    folder, out = Path(args.dir), Path(args.out)
    scored = read_folder(folder)
    include = [part for part in _PARTS if part not in args.without]
    zero = zero_of(session, args.zero)
    times = times_of(scored, zero, name=args.name, before_start=args.before_start)
    paths: list[Path] = []
    if "movie" in include:
        paths = [Path(path) for path in args.video] or movie_paths(scored, folder)
        _check_same_movie(scored, paths)
        scored = _found_at(scored, paths)
    more = read_results(args, scored)
    notes = add_recording(
        nwbfile,
        scored,
        times,
        nwb_path=out,
        include=include,
        device=camera_of(nwbfile, session),
    )
    series = [one for name, one in nwbfile.acquisition.items() if _is_movie(name, args.name)]
    before = set(nwbfile.processing["behavior"].data_interfaces)
    for add_result in more:
        add_result(nwbfile, times, series)
    written = write_nwb(nwbfile, out, overwrite=args.overwrite, inputs=[*inputs, *paths])
    for note in notes:
        print(f"note: {note}")
    for message in written.messages:
        print(f"inspector: {message}")
    added = set(nwbfile.processing["behavior"].data_interfaces) - before
    _print_content(nwbfile, times, out, added)


def _is_movie(name: str, own: str) -> bool:
    """Whether a series is the movie of a recording, or one of its parts."""
    part = name.removeprefix(f"{own}_movie")
    return part != name and (not part or part[1:].isdigit())


@contextmanager
def _nwbfile(args: argparse.Namespace) -> Iterator[tuple[Any, dict[str, Any]]]:
    """The file to fill, and the description of its session."""
    from ...core.exports.nwb.session import new_nwbfile, read_session
    from ...core.exports.nwb.write import opened_nwb

    if args.into is None:
        session = read_session(args.session)
        yield new_nwbfile(session), session
        return
    with opened_nwb(args.into) as nwbfile:
        yield nwbfile, {}


def _is_same(path: Path, other: str) -> bool:
    # not Path.exists: a name that is too long for the disk would end in an OSError
    return os.path.exists(path) and os.path.exists(other) and path.samefile(other)


def _check_same_movie(scored: Any, paths: list[Path]) -> None:
    """Compare the movie's files with what was scored, by their checksums."""
    from types import SimpleNamespace

    from ...core.inputs import sha256_of
    from ...core.results.read_folder import check_movie
    from ...core.video.files import existing_file

    files = []
    for path, file in zip(paths, scored.movie.files, strict=False):
        # a folder of images: its number of images is compared when it is added
        sha256 = file.sha256 if os.path.isdir(path) else sha256_of(existing_file(path))
        files.append(SimpleNamespace(path=str(path), sha256=sha256))
    files += [SimpleNamespace(path=str(path), sha256="") for path in paths[len(files) :]]
    check_movie(scored, files)


def _found_at(scored: Any, paths: list[Path]) -> Any:
    """The recording with the present paths of its movie's files."""
    from dataclasses import replace

    files = [
        replace(file, path=str(path)) for file, path in zip(scored.movie.files, paths, strict=True)
    ]
    return replace(scored, movie=replace(scored.movie, files=tuple(files)))


def _print_content(nwbfile: Any, times: Any, out: Path, added: set[str]) -> None:
    """What of this recording is in the file."""
    places = {
        "acquisition": nwbfile.acquisition,
        "intervals": nwbfile.intervals or {},
        "processing/behavior": nwbfile.processing["behavior"].data_interfaces,
    }
    print(f"written to {out}:")
    for place, found in places.items():
        names = [name for name in found if name.startswith(f"{times.name}_") or name in added]
        if names:
            print(f"  {place}: {', '.join(names)}")
    print("read back bit for bit, valid, and inspected with DANDI's configuration")
