"""`mouseface model`: models of named features that can be read, from labels, ratings or events.

What drives an expression, a rating or a stimulus: weights of features with a name, each with a
standard error, from models that are tested on animals (sessions, trials) that they have not seen.

  mouseface features FACE.zarr --out m1.parquet
  mouseface model train m1.parquet --labels m1.csv --target pain --out MODEL
  mouseface model predict MODEL m3.parquet --out m3_pain.csv

Boosted trees stand beside the linear model, as what the same features could give; permuted
labels stand beside every figure, as what chance gives.
"""

from __future__ import annotations

import argparse

from ..documented import add_documented
from ..model import explain, predict, train

ACTIONS = {"train": train, "predict": predict, "explain": explain}


def add(parser: argparse.ArgumentParser) -> None:
    """Add the actions, each with options of its own."""
    subparsers = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    for name, module in ACTIONS.items():
        add_documented(subparsers, name, module)


def run(args: argparse.Namespace) -> int:
    """Do what was asked for."""
    return ACTIONS[args.action].run(args)
