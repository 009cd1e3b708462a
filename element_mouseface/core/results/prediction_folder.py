"""A prediction of behaviors in a folder: tables, labels to correct, and a report.

The report is written last, so it marks a folder that is complete; it has the checksum of
every table, so that one that a spreadsheet saved in another order is refused, and labels that
were corrected by hand are not replaced.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ...errors import ResultError, raised_as
from ...params.fields import Fields
from ..behavior.ethogram import Ethogram
from ..behavior.formats import write_labels
from ..behavior.labels import Labels, mask_of
from ..behavior.prediction import Prediction
from ..features.quality import FrameFlag, flag_names
from ..outputs.reported import ReportedFolder
from ..outputs.tables import plain_row, write_csv

PROBABILITIES, BOUTS, LABELS, SUMMARY = (
    "probabilities.csv",
    "bouts.csv",
    "labels.csv",
    "summary.csv",
)
TABLES = (PROBABILITIES, BOUTS, LABELS, SUMMARY)

BOUT_COLUMNS = (
    "behavior",
    "first_frame",
    "stop_frame",
    "start_s",
    "stop_s",
    "duration_s",
    "n_valid",
    "peak_probability",
    "peak_s",
    "mean_probability",
)
FOLDER = ReportedFolder(
    "element_mouseface.prediction/1",
    "prediction of behaviors",
    "mouseface behavior predict",
    "predict the movie again",
    entry="tables",
)


def write_prediction(
    prediction: Prediction,
    folder: str | Path,
    *,
    about: Mapping[str, Any] | None = None,
    draw: Callable[[], Any] | None = None,
) -> None:
    """Write the tables of a prediction; what is there of a former one is replaced.

    Parameters
    ----------
    prediction : Prediction
    folder : str or Path
        That is there, and is ours or was given up.
    about : mapping, optional
        More entries of the report, plain JSON.
    draw : callable, optional
        Called before the report is written: draws the figures into the folder.

    Raises
    ------
    StorageError
        If a file cannot be written.
    """
    folder = Path(folder)
    FOLDER.begin(folder)
    names = prediction.names
    header = ["frame", "time_s", *names, "flags"]
    write_csv(folder / PROBABILITIES, header, _frame_rows(prediction), overwrite=True)
    write_csv(folder / BOUTS, BOUT_COLUMNS, _bout_rows(prediction), overwrite=True)
    write_labels(folder / LABELS, prediction.labels(), to="deepethogram", overwrite=True)
    rows = [vars(row) for row in prediction.summary()]
    write_csv(folder / SUMMARY, list(rows[0]), (row.values() for row in rows), overwrite=True)
    if draw is not None:
        draw()
    FOLDER.finish(folder, _report(prediction, about or {}), TABLES)


def read_prediction(folder: str | Path) -> Prediction:
    """The prediction in a folder that `mouseface behavior predict` wrote.

    `labels.csv` may have been corrected by hand: it is not read.

    Raises
    ------
    ResultError
        If it is no such folder.
    ResultChangedError
        If a table is not what was written.
    """
    folder = Path(folder)
    report = FOLDER.report(folder)
    about = FOLDER.fields(folder, report)
    if changed := FOLDER.changed(folder, (PROBABILITIES, BOUTS)):
        raise FOLDER.altered(f"{changed[0]} in {folder}")
    ethogram = about.made("ethogram", Ethogram.from_dict)
    return _read(folder, about, ethogram)


def labels_of_prediction(labels: Labels, path: str | Path) -> Labels:
    """Labels that know the classifier they began with, if their file is one of a prediction.

    Parameters
    ----------
    labels : Labels
        As `read_labels` read them.
    path : str or Path
        Their file.

    Returns
    -------
    Labels
        Of a prediction's `labels.csv`: of method 'curated' if it was changed since it was
        written, else 'automated', and `based_on` the classifier's digest.  Other labels are
        as they were.
    """
    path = Path(path)
    report = FOLDER.stated(path.parent)
    if path.name != LABELS or not report:
        return labels
    digest = str(report.get("classifier_digest", ""))
    if FOLDER.changed(path.parent, (LABELS,)):
        return replace(labels, method="curated", based_on=digest)
    note = (
        "labels of a classifier that nobody has changed: a classifier that is trained on them "
        "learns their errors, and its figures are of agreement with them"
    )
    return replace(labels, method="automated", based_on=digest, notes=(*labels.notes, note))


def _read(folder: Path, about: Fields, ethogram: Ethogram) -> Prediction:
    names = ethogram.names
    cannot = f"The tables in {folder} cannot be read."
    with raised_as(ResultError, cannot, do=FOLDER.do, of=(ValueError, KeyError, OSError)):
        # as texts: NumPy then reads each number exactly, at the width that it was written with
        frames = pd.read_csv(folder / PROBABILITIES, dtype=str, keep_default_na=False)
        texts = frames[list(names)].to_numpy(dtype=str)
        probability = np.where(texts == "", "nan", texts).astype(np.float32)
        times = frames["time_s"].to_numpy(dtype=str)
        times_s = np.where(times == "", "nan", times).astype(np.float64)
        flags = np.array([_flags_of(text) for text in frames["flags"]], np.uint16)
        spans = pd.read_csv(folder / BOUTS, dtype={"behavior": str}, keep_default_na=False)
        present = np.zeros(probability.shape, bool)
        for column, name in enumerate(names):
            rows = spans[spans["behavior"] == name]
            bouts = rows[["first_frame", "stop_frame"]].to_numpy(np.int64)
            present[:, column] = mask_of(bouts.reshape(-1, 2), len(probability))
    return Prediction(
        ethogram,
        probability,
        present,
        times_s,
        flags,
        tuple(map(str, about.items("states"))),
        movie=about.text("movie"),
        movie_digest=about.text("movie_digest"),
        classifier_digest=about.text("classifier_digest"),
        notes=tuple(map(str, about.items("notes"))),
    )


def _frame_rows(prediction: Prediction) -> Iterator[list[Any]]:
    """A row a frame; a probability has all the digits that it needs to be read as it was."""
    names = {int(value): flag_names(int(value)) for value in np.unique(prediction.flags)}
    table = prediction.probability.astype(np.float32)
    for frame, time_s in enumerate(prediction.times_s.tolist()):
        cells = ["" if np.isnan(p) else str(p) for p in table[frame]]
        time = "" if np.isnan(time_s) else repr(time_s)
        yield [frame, time, *cells, names[int(prediction.flags[frame])]]


def _bout_rows(prediction: Prediction) -> Iterator[list[Any]]:
    bouts = [(bout.first_frame, bout) for found in prediction.bouts.values() for bout in found]
    for first, bout in sorted(bouts, key=lambda pair: pair[0]):
        yield [
            bout.name, first, first + bout.n_frames, bout.start_s, bout.stop_s, bout.duration_s,
            bout.n_valid, bout.peak, bout.peak_s, bout.mean,
        ]  # fmt: skip


def _flags_of(text: str) -> int:
    return sum(int(FrameFlag[name]) for name in text.split("+") if name)


def _report(prediction: Prediction, about: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "movie": prediction.movie,
        "movie_digest": prediction.movie_digest,
        "classifier_digest": prediction.classifier_digest,
        "n_frames": prediction.n_frames,
        "n_flagged": prediction.flagged(),
        "notes": list(prediction.notes),
        **about,
        "ethogram": prediction.ethogram.to_dict(),
        "states": list(prediction.states),
        "summary": [plain_row(row) for row in prediction.summary()],
    }
