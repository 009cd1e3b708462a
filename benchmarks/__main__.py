"""The benchmark table: `python -m benchmarks [--short] [--only WORD …]`.

Prints each figure beside its goal and writes benchmarks/out/bench.json, .md and .png
(bench_short.* in the short form).  Ratios are of things run in turns; where a goal is
missed, the row says where the time goes.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

from . import (
    behavior_rows,
    bench_kernel,
    color_rows,
    engine_rows,
    facemap_rows,
    feature_rows,
    scale_rows,
    score_rows,
)
from .measuring import machine
from .movies import OUT
from .table import Row, draw, print_table, write_json, write_markdown


def kernel(short: bool) -> list[Row]:
    """The kernel's rows, from `bench_kernel`."""
    rows = []
    for got in bench_kernel.measure(short):
        known = {name: got.pop(name) for name in ("measure", "value", "unit", "goal")}
        rows.append(Row(known["measure"], known["value"], known["unit"], known["goal"],
                        details=got))  # fmt: skip
    return rows


PARTS: dict[str, Callable[[bool], list[Row]]] = {
    "kernel": kernel,
    "decoding": engine_rows.against_decoding,
    "published": engine_rows.against_the_published_way,
    "long": engine_rows.long_movie,
    "workers": engine_rows.two_workers,
    "memory": engine_rows.memory,
    "linear": engine_rows.linear,
    "zarr": engine_rows.zarr_size,
    "score": score_rows.many_trials,
    "behavior": behavior_rows.classifying,
    "features": feature_rows.named_features,
    "color": color_rows.color,
    "scale": scale_rows.long_recordings,
    "facemap": facemap_rows.native_against_facemap,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--short", action="store_true", help="a coarser table, in two minutes")
    parser.add_argument("--only", nargs="+", choices=PARTS, help="these parts of the table")
    given = parser.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    about, rows, begin = machine(), [], time.perf_counter()
    # Facemap's own run and trainings take minutes: in the short form only where asked for.
    long = ("facemap", "behavior", "scale") if given.short else ()
    for name in given.only or [name for name in PARTS if name not in long]:
        print(f"measuring: {name} ({time.perf_counter() - begin:.0f} s)", flush=True)
        rows += PARTS[name](given.short)
    about["load_at_end"] = machine()["load"]
    about["took_s"] = round(time.perf_counter() - begin)
    print_table(rows, about)
    stem = "bench_short" if given.short else "bench"
    write_json(rows, about, OUT / f"{stem}.json")
    write_markdown(rows, about, OUT / f"{stem}.md")
    draw(rows, OUT / f"{stem}.png")
    print(f"\nwritten: {OUT / stem}.json, .md, .png")


if __name__ == "__main__":
    main()
