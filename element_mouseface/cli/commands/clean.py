"""`mouseface clean`: list or remove files that unfinished runs left in a folder.

A killed run leaves OUT.partial, which the same `mouseface hog` command resumes, and perhaps
OUT.lock. This command lists them in FOLDER and below, and removes them with --yes. Files of a
live run and finished results are never removed.

examples:
  mouseface clean results/            list
  mouseface clean results/ --yes      remove
"""

from __future__ import annotations

import argparse


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("folder", metavar="FOLDER", help="where results are kept")
    parser.add_argument("--yes", action="store_true", help="remove what is listed")


def run(args: argparse.Namespace) -> int:
    """List what unfinished runs left, and remove it with --yes."""
    from ...core.store import clean, find_leftovers

    found = find_leftovers(args.folder)
    for item in found:
        state = "a run is writing it" if item.is_live else "dead"
        chunks = f", {item.chunks} finished chunks" if item.chunks else ""
        print(f"{item.path}  {item.n_bytes / 1e6:.1f} MB{chunks}  ({state})")
    dead = [item for item in found if not item.is_live]
    if not dead:
        print(f"nothing to remove in {args.folder}")
    elif args.yes:
        removed = clean(args.folder)
        print(f"removed {len(removed)}, {sum(i.n_bytes for i in removed) / 1e6:.1f} MB")
    else:
        print(f"{len(dead)} to remove; `mouseface clean {args.folder} --yes` removes them")
    return 0
