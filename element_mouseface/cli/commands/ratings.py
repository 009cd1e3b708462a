"""`mouseface ratings`: how far raters agree on units of the face, and models of what they rate.

RATINGS are text tables: frames, spans or pictures whose units people rated as 0, 1 or 2 (Mouse
Grimace Scale). One line a rating, with the columns unit, value, rater; or a column for each unit.
Further columns: frame, time_s, image, event, or start_s and stop_s; and blinded, trial, session,
animal. Tables of PainFace are known. Several files are of one recording, such as one of each
rater; with --each-file, each is of another.

Units: orbital_tightening, nose_bulge, cheek_bulge, ear_position, whisker_change (or OT, eyes,
nose, cheek, ears, whiskers). NS, NA and 'not scorable' say that a rater could not rate; an empty
cell that nobody did. The same frame twice by one rater is refused.

Agreement: quadratic weighted kappa, ICC(A,1), ICC(A,k), ICC(C,1), ICC(C,k), Lin's concordance, each
with an interval over trials, if the column trial names them. With --features, an ordinal model of
each unit is trained on other trials (sessions, animals) than it is tested on; beside it stands the
ceiling: how far raters agree with each other, which is what one more rater would reach.

The sum over units is MGS-like: over those that are available, with their number.

output files in DIR:
  agreement.csv         each figure: between whom, value, interval, n, ceiling, difference
  ratings_1.csv         the ratings of each recording, a line a rating
  sums.csv              MGS-like mean and sum of each frame or picture, with the number of units
  agreement.png         kappa of each unit with its interval and ceiling
  confusion.png         what one rater gave where another gave each level
  report.json           findings, figures, parameters, checksums
  with --features:
  predictions.csv       each unit and place by models that did not see its trial
  UNIT.npz              the model of a unit, for `mouseface model predict`
  metrics.csv           figures of each model, with chance and permuted labels
  weights.csv           the weight of each feature

examples:
  mouseface ratings anna.csv ben.csv --out ratings
  mouseface ratings ratings.csv --features face.parquet --out ratings
  mouseface ratings ratings.csv --features units --out ratings        (a folder of mouseface units)
  mouseface ratings m1.csv m2.csv --each-file --features m1.parquet --features m2.parquet --out both
"""

from __future__ import annotations

import argparse

from ..locking import locked
from ..options import progress_bar
from ..ratings.options import add_model_options, add_reading_options


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("ratings", nargs="+", metavar="RATINGS", help="text tables of ratings")
    parser.add_argument("--out", required=True, metavar="DIR", help="folder to write to")
    add_reading_options(parser)
    add_model_options(parser)
    group = parser.add_argument_group("how to run")
    group.add_argument("--workers", type=int, metavar="N", help="cores to use (default: all)")
    group.add_argument(
        "--overwrite", action="store_true", help="replace what something else left in DIR"
    )


def run(args: argparse.Namespace) -> int:
    """Read, compare, train, write, tell."""
    from ...core.ratings import rated_units
    from ...core.results.ratings_folder import write_rated_units
    from ..ratings.given import open_given
    from ..ratings.output import (
        about,
        check_replaced,
        checked_out,
        draw_figures,
        without_an_empty_folder,
    )
    from ..ratings.told import tell

    out = checked_out(args)
    given = open_given(args)
    check_replaced(args, out, given)
    with without_an_empty_folder(out), locked(out, "the ratings"):
        with progress_bar("units") as progress:
            found = rated_units(
                given.ratings,
                given.tables,
                given.groups,
                params=given.params,
                learning=given.learning,
                columns=given.columns,
                over=args.over,
                workers=args.workers,
                progress=progress,
            )
        write_rated_units(
            found,
            out,
            names=given.names,
            about=about(given),
            draw=lambda: draw_figures(found, out),
        )
    tell(found, out)
    return 0
