"""Any result as CSV, Parquet and MATLAB files, read again by pandas, PyArrow and SciPy."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from scipy.io import loadmat

import element_mouseface as mf
from element_mouseface.cli.main import main
from element_mouseface.core.action_units.folder import write_action_units
from element_mouseface.core.affect.folder import write_affect
from element_mouseface.core.events import Events
from element_mouseface.core.exports import mat_file
from element_mouseface.core.exports.any_result import open_any_result
from element_mouseface.core.exports.tables_of import KINDS, opened_of
from element_mouseface.core.exports.valid_names import valid_names
from element_mouseface.core.exports.writing import export_result, result_tables
from element_mouseface.core.face_angle.folder import write_face_angle
from element_mouseface.core.failures.folder import write_study
from element_mouseface.core.features.quality import FrameFlag
from element_mouseface.core.keypoints import FaceMapping
from element_mouseface.core.keypoints.stored import save_keypoints
from element_mouseface.core.outputs.tables import write_csv
from element_mouseface.core.results.prediction_folder import write_prediction
from element_mouseface.core.results.structure_folder import write_structure
from element_mouseface.errors import (
    InputError,
    ParameterError,
    PathError,
    ResultChangedError,
    ResultError,
    ResultIncompleteError,
)
from tests.unit.core.exports.nwb.labs import scored_recording
from tests.unit.core.objects import results
from tests.unit.core.objects.results import EVENTS, FLAGS, TIMES, N
from tests.unit.plots.test_event_figure import published as published_scores

published = published_scores

IN_MEMORY = (
    "keypoints stored_keypoints labels prediction signals feature_table units affect angle study "
    "frame_prediction structure decoding population"
).split()


@pytest.fixture(params=[*IN_MEMORY, "events"])
def result(request):
    return EVENTS if request.param == "events" else getattr(results, request.param)()


def equal(found: pd.DataFrame, due: pd.DataFrame) -> None:
    """Columns and rows, whatever the types of another program's columns are."""
    assert list(map(str, found.columns)) == list(map(str, due.columns))
    assert len(found) == len(due)
    for name in due.columns:
        mine, theirs = due[name], found[str(name)]
        unknown = mine.isna().to_numpy() | (mine == "").fillna(False).to_numpy(bool)
        np.testing.assert_array_equal(theirs.isna().to_numpy() | (theirs == "").to_numpy(), unknown)
        values = mine.to_numpy()[~unknown]
        if values.dtype == object and len(values) and isinstance(values[0], str):
            assert theirs[~unknown].astype(str).tolist() == values.tolist()
        elif len(values):
            # as wide as they were: a float32 has fewer digits in a text
            kind = values.dtype if values.dtype.kind == "f" else np.float64
            np.testing.assert_array_equal(theirs[~unknown].astype(kind), values.astype(kind))


def test_every_kind_of_result_is_tried():
    tried = {type(getattr(results, name)()) for name in IN_MEMORY} | {type(EVENTS)}
    left = {kind.__name__ for kind in KINDS if not issubclass(kind, tuple(tried))}
    # these are made of whole movies and by raters, and are tried below and with the commands
    assert left == {"ScoredRecording", "Result", "RatedUnits"}


def test_csv_is_read_back_by_pandas(result, tmp_path):
    export_result(result, tmp_path / "out")
    about = json.loads((tmp_path / "out" / "report.json").read_text())
    for one, table in zip(about["tables"], opened_of(result).tables, strict=True):
        found = pd.read_csv(
            tmp_path / "out" / one["file"],
            keep_default_na=False,
            na_values=[""],
        )
        equal(found, table.to_dataframe())
    columns = pd.read_csv(tmp_path / "out" / "columns.csv", keep_default_na=False)
    units = {(t, c): u for t, c, u in columns[["table", "column", "unit"]].itertuples(index=False)}
    for table in opened_of(result).tables:
        assert {c: units[table.name, c] for c in table.columns if units[table.name, c]} == {
            **table.units
        }


def test_parquet_is_read_back_by_pyarrow_and_pandas(result, tmp_path):
    export_result(result, tmp_path / "out", format="parquet")
    about = json.loads((tmp_path / "out" / "report.json").read_text())
    for one, table in zip(about["tables"], opened_of(result).tables, strict=True):
        path = tmp_path / "out" / one["file"]
        equal(pd.read_parquet(path), table.to_dataframe())
        schema = pq.read_schema(path)
        for name, unit in table.units.items():
            assert schema.field(name).metadata[b"unit"].decode() == unit


def words(cells) -> list[str]:
    """The texts of a cell array."""
    return [str(cell[0]) if cell.size else "" for cell in cells.ravel()]


def column_of(struct, about, k):
    """A column of a struct, with texts in place of their numbers."""
    values = struct[words(about["field"])[k]]
    kind = words(about["kind"])[k]
    assert values.shape[1] == 1
    if kind == "number of text":
        known = ["", *words(about["values"][k, 0])]
        return [known[int(code)] for code in values.ravel()]
    return words(values) if kind == "text" else values.ravel().tolist()


def test_mat_is_read_back_by_scipy(result, tmp_path):
    path = export_result(result, tmp_path / "out.mat")
    found = loadmat(path)
    opened, info = opened_of(result), found["info"][0, 0]
    assert info["kind"][0] == opened.kind and words(info["notes"]) == list(opened.notes)
    assert words(info["table_names"]) == [table.name for table in opened.tables]
    for field, table in zip(words(info["tables"]), opened.tables, strict=True):
        struct, about = found[field][0, 0], found["columns"][field][0, 0][0, 0]
        assert words(about["name"]) == list(table.columns)
        assert words(about["unit"]) == [table.units.get(name, "") for name in table.columns]
        again = {n: column_of(struct, about, k) for k, n in enumerate(table.columns)}
        equal(pd.DataFrame(again, dtype=object), table.to_dataframe())
    for name, one in zip(valid_names(a.name for a in opened.arrays), opened.arrays, strict=True):
        values = np.asarray(one.values, float)
        np.testing.assert_array_equal(found["arrays"][0, 0][name].reshape(values.shape), values)


def test_columns_of_matlab_have_its_own_kinds(tmp_path):
    frame = pd.DataFrame(
        {
            "end": [1, 2], "2nd trial": [2**60 + 1, 3], "Mäuse!": ["a", ""],
            "mause_": [True, False],
            "x" * 70: [np.nan, np.inf], "x" * 70 + "y": [1.5, 2.5], "maybe": [None, True],
        }
    ).astype({"maybe": "boolean"})  # fmt: skip
    from element_mouseface.core.exports.opened import OpenedResult
    from element_mouseface.core.objects import table_of_dataframe

    empty = frame.iloc[:0]
    opened = OpenedResult(
        "test", (table_of_dataframe("info", frame), table_of_dataframe("no rows", empty))
    )
    mat_file.write_mat(opened, tmp_path / "t.mat")
    found = loadmat(tmp_path / "t.mat", mat_dtype=False)
    table = found["info_2"][0, 0]
    names = ["xend", "x2nd_trial", "Mause_", "mause__2", "x" * 63, "x" * 61 + "_2", "maybe"]
    assert list(table.dtype.names) == names and all(len(n) <= 63 for n in names)
    assert table["x2nd_trial"].dtype == np.int64 and table["x2nd_trial"][0, 0] == 2**60 + 1
    assert table["xend"].dtype == np.float64 and table["xend"].shape == (2, 1)
    assert table["Mause_"][0, 0][0] == "a" and table["Mause_"][1, 0].size == 0
    np.testing.assert_array_equal(table["x" * 63], [[np.nan], [np.inf]])
    np.testing.assert_array_equal(table["maybe"], [[np.nan], [1]])
    typed = loadmat(tmp_path / "t.mat", mat_dtype=True)["info_2"][0, 0]
    assert typed["mause__2"].dtype == bool
    none = found["no_rows"][0, 0]
    assert all(none[name].shape == (0, 1) for name in names)
    about = found["columns"]["info_2"][0, 0]
    assert [cell[0] for cell in about["name"][0, 0].ravel()] == list(frame.columns)


def test_a_table_that_matlab_cannot_hold_is_refused_before_it_is_read(tmp_path, monkeypatch):
    def fail(*_):
        raise AssertionError("it was read")

    opened = opened_of(results.angle())
    monkeypatch.setattr(mat_file, "_struct", fail)
    monkeypatch.setattr(mat_file, "MOST_BYTES", 4000)
    with pytest.raises(ResultError, match="too large for a MATLAB file") as told:
        mat_file.write_mat(opened, tmp_path / "a.mat")
    assert "--format parquet" in told.value.do and not list(tmp_path.iterdir())


def test_long_tables_are_written_block_by_block(tmp_path):
    seen = []
    (table,) = opened_of(results.frame_prediction()).tables

    def rows(first, stop):
        seen.append((first, stop))
        return table.rows(first, stop)

    import dataclasses

    from element_mouseface.core.objects import ResultTable

    long = dataclasses.replace(table, rows=rows)
    blocks = list(ResultTable.blocks(long, 15))
    assert seen == [(0, 15), (15, 30), (30, 40)] and sum(map(len, blocks)) == N
    pd.testing.assert_frame_equal(pd.concat(blocks, ignore_index=True), table.to_dataframe())


WRITERS = {
    "action units": lambda at: write_action_units(results.units(), at),
    "arousal and valences": lambda at: write_affect(results.affect(), at),
    "face angle": lambda at: write_face_angle(results.angle(), at),
    "study of failed frames": lambda at: write_study(results.study(), _made(at)),
    "behaviors": lambda at: write_prediction(results.prediction(), _made(at)),
    "structure of frames": lambda at: write_structure(results.structure(), _made(at)),
    "decoders": lambda at: mf.write_decoding(results.decoding(), at),
    "population": lambda at: mf.write_population(results.population(), _made(at)),
    "facial signals": lambda at: results.signals().save(at),
}
FILES = {
    "named features": ("t.parquet", lambda at: results.feature_table().write(at)),
    "tracked points": (
        "p.npz", lambda at: save_keypoints(at, results.keypoints(), (), FaceMapping())
    ),
}  # fmt: skip


def _made(path):
    path.mkdir()
    return path


@pytest.mark.parametrize("kind", [*WRITERS, *FILES])
def test_what_was_written_is_opened_as_what_it_is(kind, tmp_path):
    name, write = FILES.get(kind, ("result", WRITERS.get(kind)))
    path = tmp_path / name
    write(path)
    opened = open_any_result(path)
    assert opened.kind == kind and opened.name == name and len(opened.digest) == 64
    assert export_result(path, tmp_path / "out.mat").is_file()
    tables = result_tables(path)
    assert next(iter(tables.values())).size > 0
    other = open_any_result(path)
    for one, again in zip(opened.tables, other.tables, strict=True):
        pd.testing.assert_frame_equal(one.to_dataframe(), again.to_dataframe())


def test_the_lines_of_another_program_see_flags_and_reasons_as_words(tmp_path):
    results.feature_table().write(tmp_path / "t.parquet")
    export_result(tmp_path / "t.parquet", tmp_path / "out")
    table = pd.read_csv(tmp_path / "out" / "features.csv")
    assert table["flags"][5] == "MISSING+REPEATED" and table["reason:crop:intensity"][3] == (
        "missing_frame"
    )
    assert FLAGS[5] == FrameFlag.MISSING | FrameFlag.REPEATED
    np.testing.assert_array_equal(table["time_s"], TIMES)
    told = pd.read_csv(tmp_path / "out" / "definitions.csv")
    assert told.loc[0, "column"] == "crop:intensity_mean" and told.loc[0, "unit"] == "luma"


# ---------------------------------------------------------------- refusals


@pytest.fixture()
def angle(tmp_path):
    write_face_angle(results.angle(), tmp_path / "angle")
    return tmp_path / "angle"


def test_other_files_and_other_exports_are_not_replaced(angle, tmp_path):
    out = tmp_path / "out"
    export_result(angle, out)
    before = {p.name: p.read_bytes() for p in out.iterdir()}
    export_result(angle, out)  # the same again
    assert {p.name: p.read_bytes() for p in out.iterdir()} == before
    write_affect(results.affect(), tmp_path / "affect")
    with pytest.raises(PathError, match="an export of another recording"):
        export_result(tmp_path / "affect", out)
    (out / "angle.csv").write_text("edited")
    with pytest.raises(PathError, match="changed since it was written"):
        export_result(angle, out)
    export_result(tmp_path / "affect", out, overwrite=True)
    names = {p.name for p in out.iterdir()}
    assert "affect.csv" in names and "angle.csv" not in names  # nothing of the former one is left
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "angle.csv").write_text("mine")
    with pytest.raises(PathError, match="not written by this command"):
        export_result(angle, tmp_path / "mine")
    (tmp_path / "a.mat").write_text("mine")
    with pytest.raises(PathError, match="exists already"):
        export_result(angle, tmp_path / "a.mat")
    assert (tmp_path / "a.mat").read_text() == "mine"


def test_a_report_cannot_name_files_outside_its_folder(angle, tmp_path):
    out = tmp_path / "out"
    export_result(angle, out)
    report = json.loads((out / "report.json").read_text())
    report["files"]["../precious.txt"] = "0" * 64
    (out / "report.json").write_text(json.dumps(report))
    (tmp_path / "precious.txt").write_text("precious")
    export_result(angle, out, overwrite=True)
    assert (tmp_path / "precious.txt").read_text() == "precious"


@pytest.mark.parametrize(
    ("out", "format", "match"),
    [
        ("a.mat", "csv", "cannot be the folder"),
        ("a.csv", None, "cannot be the folder"),
        ("a", "mat", "name of a MATLAB file"),
        ("a", "xlsx", "no such format"),
    ],
)
def test_a_format_that_does_not_go_with_the_name_is_refused(angle, tmp_path, out, format, match):
    with pytest.raises((PathError, ParameterError), match=match):
        export_result(angle, tmp_path / out, format=format)


def test_a_result_is_never_written_into_itself(angle):
    for out in (angle, angle / "inside", angle / "x.mat", angle / "report.json"):
        before = sorted(p.name for p in angle.iterdir())
        with pytest.raises(PathError):
            export_result(angle, out, overwrite=True)
        assert sorted(p.name for p in angle.iterdir()) == before


def test_what_is_no_result_is_told_as_such(tmp_path, angle):
    for path, kind, match in (
        (tmp_path / "none", ResultError, "no such file"),
        (tmp_path, ResultError, "a folder with all, angle, foreign"),
        (_foreign(tmp_path / "foreign"), ResultError, "report.json of format 'theirs/1'"),
        (_stopped(tmp_path / "stopped"), ResultIncompleteError, "a run was stopped"),
        (_csv(tmp_path / "list.csv"), ResultError, "list.csv"),
        (_npz(tmp_path / "theirs.npz"), ResultError, "no result"),
        (_sessions(tmp_path / "all"), ResultError, "a folder of movies"),
        (tmp_path / ("n" * 300), ResultError, "cannot be read"),
        (_no_tables(tmp_path / "odd"), ResultError, "no table"),
    ):
        with pytest.raises(kind) as told:
            open_any_result(path)
        assert match in str(told.value) and told.value.do
    (angle / "angle.csv").write_text("edited")
    with pytest.raises(ResultChangedError):
        open_any_result(angle)
    with pytest.raises(InputError, match="A list is no result"):
        result_tables([1, 2])
    with pytest.raises(ResultError, match="no result"):
        result_tables("nowhere")


def test_an_export_is_not_exported_again(angle, tmp_path):
    export_result(angle, tmp_path / "out")
    with pytest.raises(ResultError, match="is an export itself"):
        open_any_result(tmp_path / "out")


def _foreign(path):
    (_made(path) / "report.json").write_text('{"format": "theirs/1"}')
    return path


def _stopped(path):
    (_made(path) / "unfinished.json").write_text('{"format": "element_mouseface.face_angle/1"}')
    return path


def _no_tables(path):
    report = {"format": "element_mouseface.frame_model/1", "tables": 5, "explanations": [1]}
    (_made(path) / "report.json").write_text(json.dumps(report))
    return path


def _csv(path):
    return write_csv(path, ["a"], [[1]])


def _npz(path):
    np.savez(path, a=np.zeros(3))
    return path


def _sessions(path):
    (_made(path) / "sessions.json").write_text("{}")
    return path


def test_tables_of_a_model_are_compared_with_its_report(tmp_path):
    from element_mouseface.core.inputs import sha256_of

    folder = _made(tmp_path / "model")
    write_csv(folder / "weights.csv", ["feature", "weight"], [["crop:intensity_mean", 0.5]])
    sums = {"weights.csv": sha256_of(folder / "weights.csv"), "../x.csv": "0"}
    report = {"format": "element_mouseface.frame_model/1", "tables": sums, "model_digest": "a" * 64}
    (folder / "report.json").write_text(json.dumps({**report, "findings": ["few"]}))
    opened = open_any_result(folder)
    assert opened.notes == ("few",) and opened.digest == "a" * 64
    assert opened.tables[0].to_dataframe().weight[0] == 0.5
    (folder / "weights.csv").write_text("feature,weight\n")
    with pytest.raises(ResultChangedError, match=r"weights\.csv"):
        open_any_result(folder)


def test_the_command_tells_what_it_wrote(angle, tmp_path, capsys):
    assert main(["export", str(angle), "--out", str(tmp_path / "a.mat")]) == 0
    told = capsys.readouterr().out
    assert "face angle: angle" in told and "reference_picture, weights_picture: in arrays" in told
    assert f"angle                {N} rows" in told
    assert main(["export", str(angle), "--out", str(tmp_path / "out"), "--format", "parquet"]) == 0
    assert "no tables: --format mat has them" in capsys.readouterr().out
    assert not (tmp_path / "out" / "mouseface.lock").exists()
    assert main(["export", str(angle), "--out", str(angle)]) == 2
    assert "What to do" in capsys.readouterr().err


def test_names_that_no_disk_and_no_matlab_takes(tmp_path):
    import dataclasses

    signals = results.signals()
    names = ("../up", "a/b", "A:B")
    regions = [
        dataclasses.replace(r, roi_name=n) for r, n in zip(signals.regions, names, strict=True)
    ]
    odd = dataclasses.replace(signals, regions=tuple(regions))
    export_result(odd, tmp_path / "out")
    about = json.loads((tmp_path / "out" / "report.json").read_text())["tables"]
    assert [one["name"] for one in about[1:4]] == [f"motion_svd_{name}" for name in names]
    files = ["motion_svd____up.csv", "motion_svd_a_b.csv", "motion_svd_A_B_2.csv"]
    assert [one["file"] for one in about[1:4]] == files
    assert {p.name for p in tmp_path.iterdir()} == {"out"}
    found = loadmat(export_result(odd, tmp_path / "out.mat"))
    np.testing.assert_array_equal(
        found["motion_svd_a_b"][0, 0]["component_1"].ravel(),
        regions[1].motion_svd.projections[:, 0].astype(float),
    )


def test_points_and_traces_of_the_same_name_stay_apart():
    from element_mouseface.core.keypoints.derived import PointTrace
    from element_mouseface.core.keypoints.points import Keypoints
    from element_mouseface.core.keypoints.stored import StoredKeypoints

    points = Keypoints(("nose",), np.ones((N, 1, 2)), np.ones((N, 1)), "sleap")
    trace = PointTrace("nose_x", "px", np.full(N, 2.0))
    tables = result_tables(StoredKeypoints(points, (trace,), FaceMapping(), "0" * 64))
    assert tables["points"]["nose_x"].eq(1).all() and tables["traces"]["nose_x"].eq(2).all()
    assert tables["points"].attrs["units"]["nose_x"] == "px"


def test_fear_is_no_note_where_no_shock_is_given(published, tmp_path):
    scored = scored_recording(published, tmp_path)
    assert "no_shock" in {one.kind for _, one in scored.findings}
    assert not [note for note in opened_of(scored).notes if "fear" in note]
    shocked = Events.from_rows([("footshock", 1.0, 2.0)])
    (note,) = (n for n in opened_of(replace(scored, events=shocked)).notes if "fear" in n)
    assert "no event is called 'tail_shock'" in note
