"""The `mouseface` command: one subcommand per file, in `element_mouseface.cli.commands`.

A command module has `add(parser)` and `run(args) -> int`; its docstring is the text of
its `--help`.  Heavy imports are inside `run`, so that `--help` is fast. An error of this package is
printed and ends with exit code 2; any other exception is a defect and keeps its traceback.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import warnings
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext

from .. import __version__
from ..errors import MouseFaceError
from .documented import add_documented
from .interrupts import INTERRUPTED, MESSAGE, stopped_soon
from .memory import check_memory, memory_error_of, prepare_memory

COMMANDS = (
    "info",
    "hog",
    "score",
    "why",
    "video",
    "regions",
    "signals",
    "keypoints",
    "features",
    "angle",
    "units",
    "behavior",
    "model",
    "ratings",
    "failures",
    "decode",
    "structure",
    "population",
    "affect",
    "nwb",
    "moving",
    "export",
    "transcode",
    "clean",
    "demo",
)

_DESCRIPTION = """\
From a video of a mouse's face to expression scores.

  mouseface info VIDEO                             the content of the file
  mouseface hog VIDEO --out FACE.zarr              descriptors of every frame
  mouseface score VIDEO --events EVENTS.csv --out DIR
                                                   scores, bouts, figures
  mouseface why DIR --time S                       which parts of the face drive a score
  mouseface video DIR --out MOVIE.mp4              the movie with its scores below
  mouseface regions VIDEO --region NAME=SHAPE:X,Y:X,Y --out REGIONS.json
                                                   parts of the face, for all recordings
  mouseface signals VIDEO --regions REGIONS.json --out DIR
                                                   their motion, pupil, blinks, running
  mouseface keypoints VIDEO --points FILE          tracked points, checked against the movie
  mouseface features RESULT|VIDEO --out TABLE      named numbers of every frame
  mouseface angle RESULT|VIDEO --out DIR           roll of the head, with errors; yaw and pitch
                                                   from two cameras
  mouseface units RESULT|VIDEO --keypoints FILE --out DIR
                                                   eye, ear, mouth, whiskers, against rest
  mouseface behavior train|predict|evaluate|convert|next
                                                   behaviors, from labels of some frames
  mouseface model train|predict                    named features that drive a rating or stimulus
  mouseface ratings RATINGS --out DIR              agreement of raters, models of ratings
  mouseface failures RESULT --failed WHAT --out DIR
                                                   which frames fail, and why
  mouseface decode RECORDING... --events EVENTS.csv --out DIR
                                                   which stimulus, from the face alone
  mouseface structure RECORDING --out DIR          which frames are alike, without labels
  mouseface population SCORED... --groups FILE --out DIR
                                                   mice against each other; how many are needed
  mouseface affect RESULT --signs SIGNS.csv --out DIR
                                                   arousal, positive and negative valence
  mouseface nwb SCORED --session SESSION.json --zero S --out FILE.nwb
                                                   scores and bouts as an NWB file
  mouseface moving SCHEMA --out FILE.py            results of the published Facemap element, listed
                                                   in its old database, to be loaded here
  mouseface export RESULT --out DIR|FILE.mat       any of these as CSV, Parquet or MATLAB
  mouseface transcode IN OUT                       an H.264 copy that keeps the scores
  mouseface clean FOLDER                           remove what killed runs left
  mouseface demo                                   all of it, in a database, with a synthetic mouse

Only moving, which reads, and the demo, which starts its own, use a database. 'mouseface COMMAND
--help' explains a command.
"""


def build_parser() -> argparse.ArgumentParser:
    """The parser with every subcommand."""
    parser = argparse.ArgumentParser(
        prog="mouseface",
        description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"mouseface {__version__}")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name in COMMANDS:
        module = importlib.import_module(f"element_mouseface.cli.commands.{name}")
        add_documented(subparsers, name, module).set_defaults(run=module.run)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run `mouseface`; returns the exit code (0 done, 2 bad input, 130 interrupted)."""
    try:
        prepare_memory()
    except MouseFaceError as error:
        return _refused("mouseface", error)
    args = build_parser().parse_args(argv)
    try:
        check_memory(args.command)
        with _stopped_soon(args.command):
            return args.run(args) or 0
    except MouseFaceError as error:
        return _refused(_typed(args), error)
    except (MemoryError, RuntimeError) as error:
        memory_error = memory_error_of(error)
        if memory_error is None:
            raise
        return _refused(_typed(args), memory_error)
    except KeyboardInterrupt:
        # Libraries warn about unfinished work as the process ends.
        warnings.simplefilter("ignore")
        print(MESSAGE, file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output (`| head`) has closed it; silence the flush at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141


def _typed(args: argparse.Namespace) -> str:
    """The command as it was typed, with its action if it has some."""
    action = getattr(args, "action", None)
    return f"mouseface {args.command} {action}" if action else f"mouseface {args.command}"


def _refused(program: str, error: MouseFaceError) -> int:
    print(f"{program}: {error}", file=sys.stderr)
    return 2


def _stopped_soon(command: str) -> AbstractContextManager[None]:
    # The demo has to stop its database server, which may take longer.
    return nullcontext() if command == "demo" else stopped_soon()


def program() -> None:
    """The installed program: `main`; an interrupted process ends at once."""
    code = main()
    if code == INTERRUPTED:
        # Otherwise Python would wait for running threads of libraries.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


if __name__ == "__main__":
    program()
