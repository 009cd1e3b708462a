"""Options of `mouseface ratings`."""

from __future__ import annotations

import argparse


def add_reading_options(parser: argparse.ArgumentParser) -> None:
    """Add what the tables of ratings do not say themselves."""
    group = parser.add_argument_group("what the tables of ratings do not say")
    group.add_argument(
        "--each-file",
        action="store_true",
        help="each file is of another recording (default: all of one, as of several raters)",
    )
    group.add_argument(
        "--rater",
        action="append",
        default=[],
        metavar="NAME",
        help="who rated, in files without a column rater; once, or for each file in their order "
        "(default: the file's name)",
    )
    group.add_argument(
        "--levels",
        metavar="A,B,C",
        help="levels of the scale, from low to high, such as 0,0.5,1,1.5,2 (default: 0,1,2)",
    )
    group.add_argument(
        "--not-scorable",
        action="append",
        default=[],
        metavar="CELL",
        help="one more spelling of 'could not be rated', such as 9; may be repeated",
    )
    group.add_argument(
        "--layout",
        choices=("auto", "long", "wide", "painface"),
        default="auto",
        help="of the tables (default: by their columns)",
    )
    group.add_argument(
        "--over",
        choices=("auto", "rating", "trial", "session", "animal", "recording"),
        default="auto",
        help="what intervals of agreement are over (default: trials where any are named, else "
        "each frame or picture by itself)",
    )


def add_model_options(parser: argparse.ArgumentParser) -> None:
    """Add what models learn from, and how."""
    group = parser.add_argument_group("models of the ratings")
    group.add_argument(
        "--features",
        action="append",
        default=[],
        metavar="TABLE",
        help="features of the recording, of `mouseface features`, or the folder of `mouseface "
        "units`; with --each-file repeated for each file, in their order",
    )
    group.add_argument(
        "--groups",
        metavar="GROUPS.csv",
        help="features,animal,session: whom each table of features shows",
    )
    group.add_argument(
        "--columns",
        action="append",
        metavar="PATTERN",
        help="features to look at, such as 'unit:*'; may be repeated (default: all)",
    )
    group.add_argument(
        "--left-out",
        choices=("animal", "session", "movie", "trial", "block"),
        help="what is left out for testing (default: the first of these of which there are two)",
    )
    group.add_argument(
        "--gap-s",
        type=float,
        metavar="S",
        help="within one movie: rows this close to a tested one are not trained on (default: 2)",
    )
    group.add_argument(
        "--beside",
        action="append",
        choices=("elastic_net", "boosted"),
        help="trained beside proportional odds, for comparison; may be repeated",
    )
    group.add_argument(
        "--permutations",
        type=int,
        metavar="N",
        help="of ratings, for the null of each figure: 0, or at least 19 (default: 200)",
    )
    group.add_argument("--seed", type=int, metavar="N", help="of all that is drawn (default: 0)")
    group.add_argument(
        "--params",
        metavar="FILE.json",
        help='all parameters: {"learning": {"inner_folds": 5}, "model": {"cluster_r": 0.8}}',
    )
