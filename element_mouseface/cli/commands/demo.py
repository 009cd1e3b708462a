"""`mouseface demo`: from a video of a synthetic mouse to scores in a database.

Film a synthetic mouse, start an embedded PostgreSQL in a folder, activate the
schemas with a small pipeline, insert, populate, print the mean score of each
trial from an SQL join, and draw the figure. At the end, print the command that
scores the same movie without a database. This takes one to two minutes. It writes
only to this folder, and reuses what is there when you run it again. Delete the
folder to start again.
"""

from __future__ import annotations

import argparse


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument(
        "--dir",
        default="mouseface_demo",
        metavar="DIR",
        help="folder for the movie, the database, the results and the figure (%(default)s)",
    )
    parser.add_argument(
        "--identity", type=int, default=1, help="which synthetic mouse (default: %(default)s)"
    )


def run(args: argparse.Namespace) -> int:
    """Run the demo."""
    import warnings

    # Two warnings of libraries that a user of the demo can do nothing about.
    warnings.filterwarnings("ignore", message="No datajoint.json found")
    warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
    from ...demo.run import run as run_demo

    run_demo(args.dir, identity=args.identity)
    return 0
