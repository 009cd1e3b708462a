"""`mouseface behavior`: behaviors of every frame, learned from labels of some frames.

Label some parts of some movies with the program that you know, train a classifier on them,
and let it label the rest:

  mouseface behavior train MOVIES.csv --out CLASSIFIER
  mouseface behavior predict VIDEO --classifier CLASSIFIER --out DIR
  mouseface behavior evaluate DIR --labels FILE
  mouseface behavior next DIR
  mouseface behavior convert IN OUT --to FORMAT

Labels are read from DeepEthogram, BORIS, JABS, SimBA, Bento, ELAN, and tables of intervals. What
nobody looked at is unknown, and never taken for absent. All figures of merit are of animals
(or sessions, or movies) that were left out of the training; a classifier that is no better
than chance is reported as that.
"""

from __future__ import annotations

import argparse

from ..behavior import convert, evaluate, next_segments, predict, train
from ..documented import add_documented

ACTIONS = {
    "train": train,
    "predict": predict,
    "evaluate": evaluate,
    "convert": convert,
    "next": next_segments,
}


def add(parser: argparse.ArgumentParser) -> None:
    """Add the actions, each with options of its own."""
    subparsers = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    for name, module in ACTIONS.items():
        add_documented(subparsers, name, module)


def run(args: argparse.Namespace) -> int:
    """Do what was asked for."""
    return ACTIONS[args.action].run(args)
