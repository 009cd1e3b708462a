"""`mouseface moving`: list an old database of the Facemap element, and write a file that loads it.

Read a schema of the published element-facemap (0.0 to 0.3) that DataJoint 0.14 made and DataJoint 2
cannot use: recordings, files, tasks, output folders, models and tracked points. Nothing is written
to the database: the server keeps the transaction read-only. The Python file that it writes inserts
the recordings and loads the results into new tables; read it, and run it where your linking module
is. What cannot be moved is printed with its reason.

The server is that of DataJoint's settings: DJ_HOST, DJ_USER, DJ_PASS, DJ_PORT, or datajoint.json.

examples:
  mouseface moving                                       the only schema of Facemap on the server
  mouseface moving lab_facemap --out load_results.py
  mouseface moving lab_facemap --old-root 'D:/face data' --linking-module our_linking --out load.py
"""

from __future__ import annotations

import argparse


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument(
        "schemas",
        nargs="*",
        metavar="SCHEMA",
        help="of the element; that of its inference module is found by itself",
    )
    parser.add_argument(
        "--old-root",
        action="append",
        default=[],
        metavar="FOLDER",
        help="beginning of absolute paths in the old tables, to be cut off; may be repeated",
    )
    group = parser.add_argument_group("what to write")
    group.add_argument(
        "--out", metavar="FILE.py", help="the Python file; by default only the list is printed"
    )
    group.add_argument(
        "--linking-module",
        default="my_linking",
        metavar="NAME",
        help="the module that the file imports (default: my_linking)",
    )
    group.add_argument(
        "--new-prefix",
        default="lab_mouseface_",
        metavar="PREFIX",
        help="what the new schemas are called (default: lab_mouseface_)",
    )
    group.add_argument("--overwrite", action="store_true", help="replace an existing file")


def run(args: argparse.Namespace) -> int:
    """Read the schema, print what it holds, and write the file."""
    from ...core.outputs import checked_file, whole_file
    from ...facemap.old_schema import listing, read_old_schema, script

    if args.out is not None:
        checked_file(args.out, what="the file", inputs=[], overwrite=args.overwrite)
    found = read_old_schema(args.schemas, old_roots=args.old_root)
    print("\n".join(listing(found)))
    if args.out is not None:
        text = script(found, linking_module=args.linking_module, prefix=args.new_prefix)
        with whole_file(args.out, what="the file", overwrite=args.overwrite) as file:
            file.write(text)
        print(f"written: {args.out}")
    return 0
