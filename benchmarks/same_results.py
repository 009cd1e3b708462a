"""Whether two versions of the package give the same results: run both, compare what they write.

    python -m benchmarks.same_results keep --tree OLD --out BEFORE --films FILMS
    python -m benchmarks.same_results keep --tree . --out AFTER --films FILMS
    python -m benchmarks.same_results compare BEFORE AFTER

`keep` runs `hog`, `score` (both methods, and by another session's prototypes), `regions`,
`signals` and the demo of the version in a folder, on three synthetic movies and on a movie
of the shared data where it is present, and writes the rows of the demo's tables beside
them.  `compare` expects arrays to be equal bit by bit, and tables, CSV and JSON to be
equal in value under their new names (`RENAMED`).  What tells of one run (durations,
dates, paths, versions) is left out; sentences may be reworded, and are counted.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import numpy as np

#: file -> (pattern, new) of names that changed, applied in turn to its dotted keys
PARAMS = [
    (r"\.hole_s$", ".max_gap_s"),
    (r"\.normali[s]e$", ".normalize"),
    (r"\.(margin|span)_s$", r".baseline_\1_s"),
    (r"\.memory_s$", ".baseline_tau_s"),
    (r"\.past_s$", ".look_back_s"),
    (r"\.components$", ".n_components"),
    (r"\.without\b", ".ablate"),
]
RENAMED: dict[str, list[tuple[str, str]]] = {
    "prototypes.npz": [
        (r"^header\.", "about."),
        *PARAMS,
    ],
    "contrast_*.npz": PARAMS,
    "events.csv": [
        ("^event$", "stimulus"),
        ("^peak_after_onset_s$", "time_to_peak_s"),
        ("^half_after_peak_s$", "half_decay_s"),
        ("^area$", "auc"),
        ("^covered_s$", "valid_duration_s"),
    ],
    "habituation.csv": [("^event$", "stimulus")],
    "folds.csv": [
        ("^event$", "stimulus"),
        ("^made_without_event_index$", "held_out_event_index"),
    ],
    "trials.csv": [("^event$", "event_index"), ("^answer_", "response_")],
    "courses.csv": [("^n_answered$", "n_responses")],
    "registration.csv": [
        ("^(left|shift)_right_px$", r"\1_x_px"),
        ("^(left|shift)_down_px$", r"\1_y_px"),
        ("^left_", "residual_shift_"),
    ],
    "signals.csv": [(r"^(pupil_.*_area\w*)$", r"\1_px2"), (r"^(\w+_[xy])$", r"\1_px")],
    "tables.json": [
        *PARAMS,
        (r"__course\.", "__time_course."),
        (r"\.course_n_answered$", ".time_course_n_responses"),
        (r"\.course_", ".time_course_"),
        (r"(__facial_expression|__prototype_set)__state\.", r"\1__finding."),
        (r"\.(prototype_)?state(?=$|_)", r".\1finding"),
        (r"_peak_after_onset_s$", "_time_to_peak_s"),
        (r"_half_after_peak_s$", "_half_decay_s"),
        (r"_area_s$", "_auc"),
        (r"_covered_s$", "_valid_duration_s"),
        (r"_lowest$", "_min"),
        (r"_highest$", "_max"),
        (r"\.answer_probability$", ".trial_response_probability"),
        (r"\.answer_", ".trial_"),
        (r"\.shift_left_", ".residual_shift_"),
        (r"\.valid_numbers$", ".valid_features"),
    ],
    "report.json": [(r"\.told$", ".is_clear")],
}
#: old name -> new name of files, and of values that are words
RENAMED_FILES = {"courses.csv": "time_courses.csv"}
WORDS = {
    "names_do_not_matter": "stimuli_not_distinct",
    "events_off": "events_misaligned",
    "placed_later": "aligned_later",
    "not_yet_placed": "not_yet_aligned",
    "accepted_in_vain": "accept_not_needed",
    "place_answers": "place_responds",
    "peak_after_onset_s": "time_to_peak_s",
    "half_after_peak_s": "half_decay_s",
    "area": "auc",
    "shift_left_x_px": "residual_shift_x_px",
    "shift_left_y_px": "residual_shift_y_px",
}
#: hashes over parameters or text whose names changed: equal content has another one
HASHES = re.compile(r"(digest|_hash|content_hash|models?_npz)$")
#: what tells of one run, or is a sentence
OF_A_RUN = re.compile(
    r"(_at|_time|_time_s|duration_s|version|versions|path|_dir|created|command|host|platform|age_s"
    r"|workers|seconds|libraries|package|folder|movie|video|files?|source)$"
)
SENTENCE = re.compile(
    r"(reason|description|meaning|comment|remedy|note|what_to_do|definition)s?$|\bdefinitions\."
)
DEMO_TABLES = """
import hashlib, json, sys
from element_mouseface.demo import embedded
import datajoint as dj
out = {}
with embedded.start(sys.argv[1]):
    connection = dj.conn()
    ask = lambda sql: connection.query(sql).fetchall()
    names = ask("select table_schema, table_name from information_schema.tables "
                "where left(table_schema, 5) = 'demo_' order by 1, 2")
    for schema, table in names:
        if table.startswith("~"):
            continue
        columns = [c for (c,) in ask(
            "select column_name from information_schema.columns where "
            f"table_schema = '{schema}' and table_name = '{table}' order by ordinal_position"
        )]
        rows = []
        for row in ask(f'select * from "{schema}"."{table}"'):
            plain = [hashlib.sha256(bytes(v)).hexdigest() if isinstance(v, (bytes, memoryview))
                     else v if isinstance(v, (int, float, str, bool, type(None), dict, list))
                     else str(v) for v in row]
            rows.append(dict(zip(columns, plain)))
        out[f"{schema}.{table}"] = rows
json.dump(out, open(sys.argv[2], "w"))
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parts = parser.add_subparsers(dest="part", required=True)
    run = parts.add_parser("keep")
    run.add_argument("--tree", type=Path, required=True, help="folder of that version")
    run.add_argument("--python", default=sys.executable, help="interpreter with its dependencies")
    run.add_argument("--out", type=Path, required=True)
    run.add_argument("--films", type=Path, required=True, help="folder of the movies, made once")
    both = parts.add_parser("compare")
    both.add_argument("before", type=Path)
    both.add_argument("after", type=Path)
    args = parser.parse_args()
    if args.part == "keep":
        keep(args)
        return 0
    return compare(args.before, args.after)


def keep(args: argparse.Namespace) -> None:
    """Run everything with one version."""
    out, films = args.out.resolve(), args.films.resolve()
    out.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "PYTHONPATH": str(args.tree.resolve())}

    def python(*words: Any) -> None:
        done = subprocess.run(
            [args.python, *map(str, words)],
            env=environment,
            cwd=out,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise SystemExit(f"failed: {' '.join(map(str, words))}\n{done.stderr[-2000:]}")

    def mouseface(*words: Any) -> None:
        print(*words, flush=True)
        python(
            "-c",
            "import sys; from element_mouseface.cli.main import main; sys.exit(main())",
            *words,
        )

    movies = _movies(films)
    for name, (movie, events) in movies.items():
        mouseface("hog", movie, "--out", out / f"{name}.zarr")
        mouseface("score", movie, "--events", events, "--out", out / f"{name}_scored")
    first, second = list(movies)[:2]
    for method in ("published", "contrast"):
        mouseface(
            *("score", movies[second][0], "--events", movies[second][1], "--method", method),
            *("--prototypes", out / f"{first}_scored", "--out", out / f"{second}_by_{method}"),
        )
    regions = out / "regions.json"
    mouseface(
        *("regions", movies[first][0], "--region", "nose=box:20,20:120,100", "--out", regions),
        *("--running", "wheel=box:0,180:100,240", "--pupil", "eye=box:150,60:220,120"),
        *("--saturation", "100"),
    )
    mouseface("signals", movies[first][0], "--regions", regions, "--out", out / "signals")
    mouseface("demo", "--dir", out / "demo")
    python("-c", DEMO_TABLES, out / "demo" / "database", out / "tables.json")


def _movies(films: Path) -> dict[str, tuple[Path, Path]]:
    """Three synthetic movies with their events, filmed by this version, and a shared one."""
    from element_mouseface.synthetic import film

    found = {}
    films.mkdir(parents=True, exist_ok=True)
    for identity in (61, 62, 63):
        movie = film(
            films / f"mouse_{identity}.mp4",
            identity=61 if identity == 62 else identity,
            seed=identity,
            duration_s=80,
            fps=20,
            size_px=(240, 320),
            trials_per_stimulus=4,
        )
        events = films / f"mouse_{identity}.csv"
        if not events.exists():
            movie.write_events(events)
        found[f"mouse_{identity}"] = Path(str(movie.path)), events
    shared = os.environ.get("MOUSEFACE_SHARED")
    face = Path(shared or "", "data", "face_crf19")
    if shared and face.is_dir():
        found["face_crf19"] = face / "face.mp4", face / "events.csv"
    return found


def compare(before: Path, after: Path) -> int:
    """Print what differs; 1 if anything does."""
    counts: Counter[str] = Counter()
    faults = []
    for path in _files(before):
        name = path.relative_to(before).as_posix()
        other = after / _renamed_path(name)
        if not other.exists():
            faults.append(f"{name}: not there any more")
            continue
        for key, old, new in _pairs(path, other):
            kind = _difference(key, old, new)
            counts[kind] += 1
            if kind in ("different", "other hash", "added"):
                faults.append(f"{kind}: {name}: {key}: {_short(old)} != {_short(new)}")
    added = {p.relative_to(after).as_posix() for p in _files(after)} - {
        _renamed_path(p.relative_to(before).as_posix()) for p in _files(before)
    }
    print("\n".join(faults))
    print(f"new files: {', '.join(sorted(added)) or 'none'}")
    print(", ".join(f"{kind}: {n}" for kind, n in sorted(counts.items())))
    return int(counts["different"] > 0)


def _files(folder: Path) -> Iterator[Path]:
    """Files that are compared: not pictures, movies and the database's own."""
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder).parts
        if "database" in inside or "raw" in inside or not path.is_file():
            continue
        if any(part.endswith(".zarr") for part in inside[:-1]):
            if path.name == "zarr.json" and inside[-2].endswith(".zarr"):
                yield path.parent
        elif path.suffix in {".csv", ".json", ".npz", ".npy"}:
            yield path


def _pairs(old: Path, new: Path) -> Iterator[tuple[str, Any, Any]]:
    """Every value of a file under its new name, of both; None where one lacks it."""
    one, two = _content(old), _content(new)
    changes = [c for name, some in RENAMED.items() if fnmatch(old.name, name) for c in some]
    for pattern, word in changes:
        one = {re.sub(pattern, word, key): value for key, value in one.items()}
    if old.name == "tables.json":
        one, two = _in_order(one), _in_order(two)
    if old.name == "report.json":
        one, two = _numbers(one), _numbers(two)
    for key in sorted({*one, *two}):
        yield key, one.get(key), two.get(key)


def _in_order(flat: dict[str, Any]) -> dict[str, Any]:
    """Rows of each table by what they hold, not by when they were inserted."""
    rows: dict[str, dict[str, dict[str, Any]]] = {}
    for key, value in flat.items():
        schema, table, number, *column = key.split(".")
        rows.setdefault(f"{schema}.{table}", {}).setdefault(number, {})[".".join(column)] = value
    found: dict[str, Any] = {}
    for table, some in rows.items():
        ordered = sorted(some.values(), key=_of_row)
        for place, row in enumerate(ordered):
            found |= {f"{table}.{place}.{column}": value for column, value in row.items()}
    return found


def _of_row(row: dict[str, Any]) -> str:
    """The names and numbers of a row, under their new words."""
    words = {
        name: WORDS.get(str(value), value)
        for name, value in sorted(row.items())
        if isinstance(value, int | str) and not _left_out(name)
    }
    return json.dumps([words, sorted((k, str(v)) for k, v in row.items() if not _left_out(k))])


def _left_out(name: str) -> bool:
    return bool(OF_A_RUN.search(name) or SENTENCE.search(name) or HASHES.search(name))


def _numbers(flat: dict[str, Any]) -> dict[str, Any]:
    """What a report counts and measures; its sections have other places now."""
    counts: Counter[str] = Counter(
        repr(value) for value in flat.values() if isinstance(value, float)
    )
    return {f"number {text}": True for text in counts}


def _content(path: Path) -> dict[str, Any]:
    if path.is_dir():
        import zarr

        group = zarr.open_group(path, mode="r")
        arrays = {
            name: np.asarray(item[...])
            for name, item in group.members(max_depth=None)
            if isinstance(item, zarr.Array)
        }
        return {**arrays, **_flat(dict(group.attrs))}
    if path.suffix == ".csv":
        with path.open(newline="", encoding="utf-8") as lines:
            rows = list(csv.reader(lines))
        return {name: [row[i] for row in rows[1:]] for i, name in enumerate(rows[0])}
    if path.suffix == ".npy":
        return {"array": np.load(path)}
    if path.suffix == ".npz":
        with np.load(path) as arrays:
            found = {name: arrays[name] for name in arrays.files}
        for name, array in list(found.items()):
            if array.dtype.kind in "US" and array.ndim == 0:
                try:
                    found |= _flat(json.loads(str(found.pop(name))), f"{name}.")
                except ValueError:
                    found[name] = array
        return found
    return _flat(json.loads(path.read_text(encoding="utf-8")))


def _flat(value: Any, prefix: str = "") -> dict[str, Any]:
    """Nested dicts and lists as one dict with dotted keys."""
    if isinstance(value, dict):
        items: Iterable[tuple[Any, Any]] = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    else:
        return {prefix.rstrip("."): value}
    return {k: v for name, inner in items for k, v in _flat(inner, f"{prefix}{name}.").items()}


def _renamed_path(name: str) -> str:
    return "/".join(RENAMED_FILES.get(part, part) for part in name.split("/"))


def _difference(key: str, old: Any, new: Any) -> str:
    """'equal', 'of a run', 'reworded', 'added', 'other hash' or 'different'."""
    if any(OF_A_RUN.search(part) for part in key.split(".")):
        return "of a run"
    if isinstance(old, np.ndarray) and isinstance(new, np.ndarray):
        same = old.dtype == new.dtype and old.shape == new.shape and old.tobytes() == new.tobytes()
        return "equal" if same else "different"
    if _equal(old, new):
        return "equal"
    if old is None:
        return "added"
    if HASHES.search(key) and isinstance(new, str):
        return "other hash"
    return "reworded" if SENTENCE.search(key) and new is not None else "different"


def _equal(old: Any, new: Any) -> bool:
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(map(_equal, old, new))
    if isinstance(old, str) and isinstance(new, str):
        return WORDS.get(old, old) == new
    if isinstance(old, float) and isinstance(new, float):
        return old == new or (math.isnan(old) and math.isnan(new))
    return old == new


def _short(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f"{value.dtype}{value.shape}"
    return repr(value)[:80]


if __name__ == "__main__":
    raise SystemExit(main())
