r"""`mouseface export`: any result as CSV, Parquet, or one MATLAB file.

RESULT is any folder or file that a command of this package wrote: scores, facial signals, a pass,
features, angles, action units, affect, behaviors, models, decoders, and so on. It is compared with
what was written before anything is exported.

output with --format csv or parquet: a folder DIR with
  TABLE.csv     a file for each table of the result: scores, bouts, events, ...
  columns.csv   what each column of each table is, and its unit
  report.json   what was exported; written last, with the checksum of every file

output with --format mat: one file for MATLAB, Octave and SciPy with
  TABLE         a struct for each table; its fields are columns, struct2table makes a table of it
  columns       the original name, unit and meaning of each field
  arrays        what is no table: pictures, masks, correlations
  info          what was exported, and what has to be known of it

Undefined numbers are blank in CSV, null in Parquet and NaN in MATLAB, never 0. Names that MATLAB
does not take are changed; columns.TABLE.name has the original ones. Frames of ten hours are
written block by block.

examples:
  mouseface export scored --out tables
  mouseface export scored --format parquet --out tables
  mouseface export scored --out scored.mat
  mouseface export features.parquet --out features.mat

in MATLAB:
  s = load('scored.mat');
  scores = struct2table(s.scores);
  plot(scores.time_s, scores.sucrose_score)
"""

from __future__ import annotations

import argparse
from pathlib import Path


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument(
        "result", metavar="RESULT", help="any folder or file that a command of this package wrote"
    )
    parser.add_argument(
        "--out",
        metavar="DIR|FILE.mat",
        required=True,
        help="folder to write to, or a file that ends with .mat",
    )
    parser.add_argument(
        "--format",
        choices=("csv", "parquet", "mat"),
        help="default: mat if --out ends with .mat, else csv",
    )
    parser.add_argument(
        "--overwrite",
        action="store_true",
        help="replace what another result or program left there; never the result itself",
    )


def run(args: argparse.Namespace) -> int:
    """Open the result, check the output, write, tell."""
    from contextlib import nullcontext

    from ...core.exports.any_result import open_any_result
    from ...core.exports.writing import check_out, check_place, format_of, write_opened
    from ..locking import locked

    source, out = Path(args.result), Path(args.out)
    format = format_of(out, args.format)
    check_place(out, source, overwrite=args.overwrite)
    opened = open_any_result(source)
    check_out(opened, out, format, overwrite=args.overwrite, source=source)
    with nullcontext() if format == "mat" else locked(out, "the export"):
        write_opened(opened, out, format, overwrite=args.overwrite)
    print(f"{opened.kind}: {opened.name}")
    for table in opened.tables:
        print(f"  {table.name:<20} {table.n_rows} rows, {len(table.columns)} columns")
    if opened.arrays:
        names = ", ".join(one.name for one in opened.arrays)
        where = "in arrays" if format == "mat" else "no tables: --format mat has them"
        print(f"  {names}: {where}")
    for note in opened.notes:
        print(f"note: {note}")
    print(f"written: {out}")
    return 0
