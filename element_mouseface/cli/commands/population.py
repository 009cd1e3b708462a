"""`mouseface population`: mice against each other, with the mouse as the unit.

Group statistics of a measure of trials: differences between conditions or groups of mice, slopes
over amounts, by a mixed model with the mouse and its sessions. Intervals and p values are over
mice, with corrections for their number; what trials counted as animals would have given stands
beside them, as a warning. Then how many mice and trials such an effect needs, simulated from the
variances that were found.

With recordings, faces too: each mouse's trials are scored by prototypes of the other mice, after
their faces are laid over each other. No frame of the tested mouse is in its prototype. A face that
does not fit is left out, with its measure. How unlike a mouse is to the others, and whether so few
mice can say that at all.

input, one of:
  SCORED...       folders of `mouseface score`, with --groups: a CSV with the columns recording,
                  mouse, session, and what mice differ in (genotype)
  TABLE...        tables with one row an event, with --groups and --measure COLUMN
  --rows FILE     a CSV with a row a trial: mouse, session, trial, condition, amount, value

output files in DIR:
  effects.csv     each effect: estimate, interval over mice, p, and what is wrong to count
  mice.csv        each mouse: its own effect, its trials by prototypes of others, its distance
  needed.csv      the power of designs: mice and trials
  faces.csv       each recording's face over the others, and why it was left out
  prototypes.csv  each stimulus of each mouse, by prototypes of the others
  over_mice.csv   the same over mice, with intervals and chance
  distances.csv   each mouse against the others
  population.npz  everything, to read back; population.png; report.json

examples:
  mouseface population scored_* --groups groups.csv --out population
  mouseface population scored_* --groups groups.csv --between genotype --out population
  mouseface population --rows trials.csv --value latency_s --effect-size 0.2 --out population
"""

from __future__ import annotations

import argparse
from pathlib import Path

from ..locking import locked
from ..options import progress_bar


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("recordings", nargs="*", metavar="SCORED", help="scored folders, or tables")
    parser.add_argument("--out", required=True, metavar="DIR", help="folder to write to")
    parser.add_argument("--groups", metavar="FILE.csv", help="whose recording each is")
    parser.add_argument("--rows", metavar="FILE.csv", help="rows of trials, in place of recordings")
    group = parser.add_argument_group("what is compared")
    group.add_argument(
        "--value", default="value", metavar="COLUMN", help="column of --rows (default: value)"
    )
    group.add_argument(
        "--between", metavar="COLUMN", help="what mice differ in: a column of --groups or --rows"
    )
    group.add_argument(
        "--measure",
        metavar="NAME",
        help="of scored folders: score, similarity (default: their own); of tables: a column",
    )
    group.add_argument(
        "--prototype",
        metavar="NAME",
        help="the prototype that scores all events (default: each event by that of its stimulus)",
    )
    group.add_argument(
        "--window", default="event", metavar="NAME", help="window of events (default: event)"
    )
    group.add_argument(
        "--quantity",
        default="change",
        metavar="NAME",
        help="mean, change (mean minus baseline; default), peak, latency_s, auc, ...",
    )
    group.add_argument(
        "--effect",
        choices=("auto", "condition", "amount", "mean"),
        help="what is estimated (default: conditions, else amounts, else the mean)",
    )
    group.add_argument("--reference", metavar="NAME", help="the condition that others are against")
    group.add_argument(
        "--between-reference", metavar="NAME", help="the group of mice that others are against"
    )
    group.add_argument("--no-faces", action="store_true", help="do not compare faces")
    _add_designs(parser)
    parser.add_argument(
        "--params",
        metavar="FILE.json",
        help='further parameters: {"population": {"interval": "wald"}}; see "Parameters"',
    )
    parser.add_argument(
        "--overwrite", action="store_true", help="replace what something else left in DIR"
    )


def _add_designs(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("designs")
    group.add_argument(
        "--effect-size",
        type=float,
        metavar="X",
        help="effect to find, in units of the value (default: the estimated one)",
    )
    group.add_argument("--power", type=float, metavar="P", help="asked for (default: 0.8)")
    group.add_argument("--mice", type=int, nargs="+", metavar="N", help="numbers of mice to try")
    group.add_argument("--trials", type=int, nargs="+", metavar="N", help="numbers of trials")
    group.add_argument("--seed", type=int, metavar="N", help="of the simulations (default: 0)")


def run(args: argparse.Namespace) -> int:
    """Read, compare, write, tell."""
    from dataclasses import replace

    from ...core.population import population
    from ...core.population.folder import write_population
    from ..population.given import open_given, params_of
    from ..population.output import check_replaced, checked_out, draw_figure, print_population

    out = checked_out(args)
    params = params_of(args)
    given = open_given(args)
    check_replaced(args, out, given.about)
    params = params.for_rows(given.rows)
    notes = given.about.pop("notes", [])
    with locked(out, "the population"):
        with progress_bar("recordings") as progress:
            found = population(
                given.sources, given.rows, params=params, about=given.about, progress=progress
            )
        found = replace(found, notes=(*notes, *found.notes))
        title = f"{len(found.mice)} mice: {Path(args.out).resolve().name}"
        write_population(found, out, draw=lambda: draw_figure(found, out, title))
    print_population(found, out)
    return 0
