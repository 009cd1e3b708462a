"""Results with a row a frame as tables: passes, signals, points, features, labels."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ..behavior.labels import Labels
from ..behavior.prediction import BehaviorSummary, Prediction
from ..events import Events
from ..events.bouts import Bout
from ..facial_signals.frame_data import components_of, frame_data_of_signals, region_names
from ..facial_signals.signals import FacialSignals
from ..features.named.definitions import FeatureDefinition
from ..features.quality import flag_words
from ..frame_features.arrow import to_arrow
from ..frame_features.columns import KINDS, REASON_PREFIX, TEXT_COLUMNS
from ..frame_features.table import FrameTable
from ..frame_models.model import FramePrediction
from ..keypoints.points import Keypoints
from ..keypoints.stored import StoredKeypoints
from ..objects import (
    FrameData,
    ResultTable,
    Values,
    table_of_dataframe,
    table_of_frames,
    table_of_rows,
)
from ..store.result import Result
from .opened import OpenedResult


def with_flag_words(table: ResultTable) -> ResultTable:
    """The table with the names of flags, joined by '+', in place of bits."""

    def rows(first: int, stop: int) -> pd.DataFrame:
        frame = table.rows(first, stop)
        frame["flags"] = np.array(flag_words(frame["flags"].to_numpy()), dtype=object)
        return frame

    if "flags" not in table.columns:
        return table
    return ResultTable(
        table.name, table.n_rows, table.columns, rows, table.units, table.texts, per_frame=True
    )


def of_pass(result: Result) -> OpenedResult:
    """Quality and flags of each frame; cells and thumbnails stay in the Zarr folder."""
    table = with_flag_words(table_of_frames("frames", result.frame_data()))
    notes = ("cells and thumbnails are in the Zarr folder itself, which any Zarr library opens",)
    return OpenedResult("pass over a movie", (table,), digest=result.digest, notes=notes)


def of_signals(signals: FacialSignals, times_s: np.ndarray | None = None) -> OpenedResult:
    """Traces, then a table of each decomposition's components; masks and mean frames."""
    data = frame_data_of_signals(signals, components=False)
    timed = data if times_s is None else data.at(times_s)
    tables = [table_of_frames("frames", timed)]
    arrays = [
        Values(f"{name}_{k + 1}", view, "", {"y": range(view.shape[0]), "x": range(view.shape[1])})
        for name in ("avgframe", "avgmotion")
        for k, view in enumerate(getattr(signals, name))
    ]
    rows = []
    for name, kind, parts in components_of(signals):
        axis = {"number": list(range(1, len(parts) + 1))}
        own = (Values("component", parts.projections, "", axis),)
        tables.append(table_of_frames(name, FrameData(signals.n_frames, own, timed.times_s)))
        sizes = dict(zip(("component", "y", "x"), map(range, parts.masks.shape), strict=True))
        arrays.append(Values(f"{name}_mask", parts.masks, "", sizes))
        singular = parts.singular_values
        for k in range(len(parts)):
            value = np.nan if singular is None else float(singular[k])
            rows.append((name, kind, k + 1, value))
    names = ["table", "kind", "component", "singular_value"]
    regions = pd.DataFrame(
        {
            "region": region_names(signals),
            "roi_no": [one.roi_no for one in signals.regions],
            "y_first_px": [int(one.yrange[0]) for one in signals.regions],
            "y_stop_px": [int(one.yrange[-1]) + 1 for one in signals.regions],
            "x_first_px": [int(one.xrange[0]) for one in signals.regions],
            "x_stop_px": [int(one.xrange[-1]) + 1 for one in signals.regions],
        }
    )
    tables.append(table_of_dataframe("regions", regions))
    tables.append(table_of_dataframe("components", pd.DataFrame(rows, columns=names)))
    return OpenedResult("facial signals", tuple(tables), tuple(arrays), digest=signals.digest)


def of_points(points: Keypoints, times_s: np.ndarray | None = None, **more: Any) -> OpenedResult:
    """x, y and likelihood of each point in columns of their own; traces of the face by themselves.

    A point may be called 'nose', and a trace 'nose_x'.
    """
    together = np.concatenate([points.xy, points.likelihood[..., None]], axis=2)
    axes = {"keypoint": points.names, "coord": ("x", "y", "likelihood")}
    data = FrameData(points.n_frames, (Values("", together, "", axes),), times_s)
    table = table_of_frames("points", data)
    units = {f"{name}_{coord}": "px" for name in points.names for coord in ("x", "y")}
    table = ResultTable(
        table.name, table.n_rows, table.columns, table.rows, {**table.units, **units},
        per_frame=True,
    )  # fmt: skip
    tables = [table]
    if traces := more.get("traces"):
        own = tuple(Values(one.name, np.asarray(one.values), one.unit) for one in traces)
        tables.append(table_of_frames("traces", FrameData(points.n_frames, own, times_s)))
    notes = (f"tracked by {points.software}", *points.notes)
    digest = more.get("digest", points.file_sha256)
    return OpenedResult("tracked points", tuple(tables), notes=notes, digest=digest)


def of_stored_points(stored: StoredKeypoints) -> OpenedResult:
    """The points with the traces of the face."""
    return of_points(stored.keypoints, traces=stored.traces, digest=stored.digest)


def of_features(table: FrameTable) -> OpenedResult:
    """The features with their reasons, block by block, and what each feature is."""
    number = KINDS[table.kind]
    columns = [number]
    columns += [
        n for n, part in (("time_s", table.times_s), ("flags", table.flags)) if part is not None
    ]
    columns += [c for part, c in TEXT_COLUMNS.items() if getattr(table, part) is not None]
    columns += [*table.names, *(REASON_PREFIX + key for key in table.reasons)]

    def rows(first: int, stop: int) -> pd.DataFrame:
        return to_arrow(table.rows(slice(first, stop)), first).to_pandas()

    told = [table.definition(name) for name in table.names]
    units = {"time_s": "s"} | {n: one.unit for n, one in zip(table.names, told, strict=True)}
    units = {name: unit for name, unit in units.items() if unit and name in columns}
    texts = {n: one.definition for n, one in zip(table.names, told, strict=True)}
    main = ResultTable(
        "features", len(table), tuple(columns), rows, units, texts,
        per_frame=table.kind == "frames",
    )  # fmt: skip
    main = with_flag_words(main) if table.flags is not None else main
    definitions = table_of_rows("definitions", told, FeatureDefinition, column=list(table.names))
    return OpenedResult("named features", (main, definitions), digest=table.digest)


def of_prediction(prediction: Prediction) -> OpenedResult:
    """Probabilities and presence, bouts and a summary of each behavior."""
    bouts = [bout for rows in prediction.bouts.values() for bout in rows]
    bouts.sort(key=lambda bout: bout.first_frame)
    tables = (
        with_flag_words(table_of_frames("probabilities", prediction.frame_data())),
        table_of_rows("bouts", bouts, Bout),
        table_of_rows("summary", prediction.summary(), BehaviorSummary),
    )
    return OpenedResult("behaviors", tables, notes=prediction.notes)


def of_labels(labels: Labels, times_s: np.ndarray | None = None) -> OpenedResult:
    """Labels of each frame, bouts and assessed spans as half-open intervals of frames."""
    spans = [
        (kind, name, int(first), int(stop))
        for kind, by_name in (("bout", labels.bouts), ("assessed", labels.assessed))
        for name, rows in by_name.items()
        for first, stop in rows.tolist()
    ]
    names = ["kind", "behavior", "first_frame", "stop_frame"]
    frame = pd.DataFrame(spans, columns=names)
    tables = (
        table_of_dataframe("labels", labels.to_dataframe(times_s)),
        table_of_dataframe("spans", frame),
    )
    return OpenedResult("labels", tables, notes=labels.notes, digest=labels.digest)


def of_model_prediction(prediction: FramePrediction) -> OpenedResult:
    """What a model says of each row."""
    table = with_flag_words(table_of_frames("predictions", prediction.frame_data()))
    return OpenedResult("predictions of a model", (table,), notes=prediction.notes)


def of_events(events: Events) -> OpenedResult:
    """A row an event."""
    table = table_of_dataframe("events", events.to_dataframe())
    return OpenedResult("events", (table,), notes=events.notes, digest=events.content_hash())
