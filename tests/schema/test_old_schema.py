"""Old schemas that DataJoint 0.14 made: listed without a change, and loaded by the file written.

tests/old_schema/keep.py says how they were made.  DataJoint 0.14 knew MySQL only, so on PostgreSQL
there is nothing to read, and that is what the error says.
"""

from __future__ import annotations

import importlib
import pickle
import runpy
import shutil
import sys

import datajoint as dj
import numpy as np
import pytest

from element_mouseface.cli.main import main
from element_mouseface.core.keypoints import Keypoints
from element_mouseface.errors import ParameterError, ServerError
from tests.facemap.movies import write_lossless
from tests.facemap.runs import MOVIES
from tests.old_schema.restore import DATA, restore, state
from tests.schema import upstream
from tests.servers import BACKEND, ROOT, fresh_modules
from tests.unit.core.keypoints.faces import REST, write_facemap

pytestmark = pytest.mark.server
mysql_only = pytest.mark.skipif(
    BACKEND != "mysql", reason="old schemas are on MySQL: DataJoint 0.14 knew no other server"
)
PASSWORD = "only reads"


def reading(*args, **kwargs):
    return importlib.import_module("element_mouseface.facemap.old_schema").read_old_schema(
        *args, **kwargs
    )


@pytest.mark.skipif(BACKEND == "mysql", reason="there it is read")
def test_on_another_server_it_is_told(server):
    with pytest.raises(ServerError, match="knew no other server"):
        reading("lab_facemap")


@pytest.fixture(scope="module")
def old(server):
    """Schemas of every release: names by release."""
    if server.backend != "mysql":
        pytest.skip("old schemas are on MySQL")
    releases = sorted(path.stem.rpartition("_")[2] for path in DATA.glob("*.sql"))
    assert releases == ["0.0.1", "0.1.7", "0.2.1", "0.3.0"]
    return {
        release: restore(dj.conn(), release, server.name(f"old{number}"))
        for number, release in enumerate(releases)
    }


def facemap_of(names):
    return next(name for name in names if name.endswith(("_facemap", "_everything")))


@pytest.fixture(scope="module")
def reader(server, old):
    """A connection of a user who may only read the old schemas."""
    root, user = dj.conn(), server.name("reader")
    root.query(f"CREATE USER '{user}'@'%%' IDENTIFIED BY '{PASSWORD}'")
    for name in (name for names in old.values() for name in names):
        root.query(f"GRANT SELECT ON `{name}`.* TO '{user}'@'%%'")
    host = f"{dj.config['database.host']}:{dj.config['database.port']}"
    connection = dj.Connection(host, user, PASSWORD, use_tls=False)
    yield connection
    connection.close()
    root.query(f"DROP USER '{user}'@'%%'")


@mysql_only
@pytest.mark.parametrize(
    ("release", "told", "counts"),
    [
        ("0.0.1", "0.0 (component_no)", (1, 1, 0, 0)),
        ("0.1.7", "0.1 or 0.2 (pc_no)", (1, 1, 0, 0)),
        ("0.2.1", "0.2 (pc_no)", (6, 5, 2, 3)),
        ("0.3.0", "0.3 (component_id)", (6, 5, 2, 3)),
    ],
)
def test_every_release_is_read_by_a_user_who_may_only_read(old, reader, release, told, counts):
    before = state(dj.conn(), old[release])
    found = reading(facemap_of(old[release]), connection=reader)
    assert state(dj.conn(), old[release]) == before and len(before) > 9
    assert found.release == told
    lists = (found.recordings, found.tasks, found.models, found.inferences)
    assert tuple(map(len, lists)) == counts
    first = next(r for r in found.recordings if r.info and r.key["recording_id"] == 0)
    assert first.files == ["m01/tiny.avi"] and first.info["nframes"] == 70
    assert any(task.output_dir == "m01/old results" for task in found.tasks)
    with pytest.raises(dj.errors.AccessError):
        reader.query(f"DELETE FROM `{facemap_of(old[release])}`.`facemap_task`")


@mysql_only
def test_the_server_itself_refuses_to_write_while_it_is_read(old):
    """Even for a user who may."""
    from element_mouseface.facemap.old_schema.server import reading as transaction

    table = f"`{facemap_of(old['0.1.7'])}`.`facemap_task`"
    before = state(dj.conn(), old["0.1.7"])
    with pytest.raises(ServerError, match="cannot be read"), transaction() as server:
        server._connection.query(f"DELETE FROM {table}")
    assert state(dj.conn(), old["0.1.7"]) == before
    assert not dj.conn().in_transaction


@mysql_only
def test_keys_models_boxes_and_settings_are_what_was_inserted(old, reader):
    import datetime
    import hashlib
    import uuid

    found = reading(facemap_of(old["0.1.7"]), connection=reader)
    assert found.recordings[0].key == {
        "animal": uuid.UUID("12345678-1234-5678-1234-567812345678"),
        "session_date": datetime.date(2022, 5, 1),
        "session_datetime": datetime.datetime(2022, 5, 1, 9, 15, 30),
        "recording_id": 0,
    }
    assert found.recordings[0].equipment == {"device": 7}
    assert found.tasks[0].number == 3 and found.tasks[0].switches["do_mov_svd"]
    assert [r for r in found.unmapped if "facemap_notes" in r]
    found = reading(facemap_of(old["0.3.0"]), connection=reader)
    base, own = found.models
    weights = b"PK\x03\x04 not really weights\x00\xff"
    assert base.file_sha256 == hashlib.sha256(weights).hexdigest()
    assert (base.file_name, base.description) == ("facemap_model_state.pt", "as it came")
    assert set(base.body_parts) == set(REST)
    assert (own.name, own.file_sha256, own.body_parts) == ('May\'s "own"', "", ())
    assert [one.bbox for one in found.inferences] == [[0, 24, 0, 30], [0, 24, 0, 30], None]
    by_number = {t.number: t for t in found.tasks if t.recording["recording_id"] == 0}
    roi = {"rtype": "motion SVD", "x": 8, "y": 4, "width": 24, "height": 16}
    assert by_number[0].settings == {"fullSVD": False, "rois": [roi]}
    assert by_number[2].settings == {"sbin": 8, "rois": [roi]}
    assert [by_number[n].loads for n in range(4)] == [True, True, False, True]


@mysql_only
def test_schemas_are_found_or_asked_for(old, server):
    with pytest.raises(ParameterError, match="schemas on this server have tables") as caught:
        reading()
    assert facemap_of(old["0.3.0"]) in str(caught.value)
    inference = next(name for name in old["0.3.0"] if name.endswith("_inference"))
    assert reading(inference) == reading(facemap_of(old["0.3.0"]))
    with pytest.raises(ParameterError, match="no schema 'nothing'"):
        reading("nothing")
    with pytest.raises(ParameterError, match="has not made"):
        reading(next(name for name in old["0.3.0"] if name.endswith("_lab")))
    with pytest.raises(ParameterError, match="Two schemas"):
        reading([facemap_of(old["0.3.0"]), facemap_of(old["0.2.1"])])


@mysql_only
def test_damaged_blobs_and_rows_of_others_are_told(old, server):
    name = facemap_of(old["0.2.1"])
    inference = next(n for n in old["0.2.1"] if n.endswith("_inference"))
    query = dj.conn().query
    task = f"`{name}`.facemap_task"
    bomb = b"ZL123\0" + (1 << 40).to_bytes(8, "little") + b"x"
    for number, blob in enumerate((b"dj0\0\x04damaged", bomb, b"not a blob", b"")):
        query(f"UPDATE {task} SET facemap_params = %s WHERE facemap_task_id = {number}", (blob,))
    query(f"UPDATE `{inference}`.facemap_inference_task SET bbox = %s WHERE model_id = 1", (bomb,))
    query(
        f"CREATE TABLE `{name}`.`mine` (subject varchar(32), session_id int, recording_id int, "
        "FOREIGN KEY (subject, session_id, recording_id) REFERENCES video_recording "
        "(subject, session_id, recording_id))"
    )
    query(f"UPDATE `{name}`.video_recording__file SET file_path = 'm01/tiny.avi'")
    query("SET FOREIGN_KEY_CHECKS=0")
    query(f"INSERT INTO `{name}`.video_recording__file VALUES ('m99', 9, 9, 0, 'nobody.avi')")
    query(f"DELETE FROM `{name}`.video_recording WHERE session_id = 2 AND recording_id = 2")
    query("SET FOREIGN_KEY_CHECKS=1")
    found = reading(name)
    told = "\n".join(found.notes)
    assert told.count("facemap_params was not understood") == 5
    assert [t.settings for t in found.tasks] == [None] * 5
    assert sum(t.loads for t in found.tasks) == 4
    reasons = "\n".join(found.unmapped)
    assert "bbox: bbox cannot be unpacked" in reasons
    assert f"{name}.mine refers to video_recording" in reasons
    assert "file 'nobody.avi' belongs to no recording" in reasons
    options = [r.options for r in found.recordings if len(r.files) == 2]
    assert options == [{"allow_repeats": True, "allow_reuse": True}]


@mysql_only
def test_tables_whose_keys_are_hidden_are_told(server, old, reader):
    """A user who may read only some columns of the tasks."""
    name = facemap_of(old["0.1.7"])
    root, user = dj.conn(), server.name("reader")
    root.query(f"REVOKE SELECT ON `{name}`.* FROM '{user}'@'%%'")
    for table in ("video_recording", "video_recording__file"):
        root.query(f"GRANT SELECT ON `{name}`.{table} TO '{user}'@'%%'")
    columns = "recording_id, facemap_task_id, facemap_params"
    root.query(f"GRANT SELECT ({columns}) ON `{name}`.facemap_task TO '{user}'@'%%'")
    found = reading(name, connection=reader)
    assert len(found.recordings) == 1 and not found.tasks
    assert any("facemap_task lacks animal" in reason for reason in found.unmapped)


@pytest.mark.parametrize(
    ("path", "due", "problem"),
    [
        ("m01/a.avi", "m01/a.avi", ""),
        ("m01\\b c\\a.avi", "m01/b c/a.avi", ""),
        ("D:\\Face Data\\m01\\a.avi", "m01/a.avi", ""),
        ("d:/face data/m01/a.avi", "m01/a.avi", ""),
        ("E:\\m01\\a.avi", "E:\\m01\\a.avi", "--old-root"),
        ("\\\\server\\share\\a.avi", "\\\\server\\share\\a.avi", "--old-root"),
        ("/data/lab/m01/a.avi", "m01/a.avi", ""),
        ("/data/laboratory/a.avi", "/data/laboratory/a.avi", ""),
        ("/DATA/lab/a.avi", "/DATA/lab/a.avi", ""),
        ("/data/lab", "/data/lab", "root folder itself"),
        ("m01/../../a.avi", "m01/../../a.avi", "leaves its root"),
        ("", "", ""),
    ],
)
def test_paths_of_either_kind_of_computer(path, due, problem):
    from element_mouseface.facemap.old_schema.paths import portable

    found, why = portable(path, ["D:\\face data\\", "/data/lab/"])
    assert found == due and problem in why and bool(why) == bool(problem)


@mysql_only
def test_the_command_replaces_no_file_and_tells_what_is_wrong(old, tmp_path, capsys):
    name, path = facemap_of(old["0.1.7"]), tmp_path / "load.py"
    path.write_text("mine")
    assert main(["moving", name, "--out", str(path)]) == 2
    assert path.read_text() == "mine"
    assert main(["moving", name, "--out", str(tmp_path / "no" / "load.py")]) == 2
    assert main(["moving", name, "--out", str(path), "--linking-module", "my link"]) == 2
    assert main(["moving", "no_such_schema", "--out", str(path), "--overwrite"]) == 2
    assert path.read_text() == "mine" and list(tmp_path.iterdir()) == [path]
    capsys.readouterr()
    assert main(["moving", name]) == 0
    assert "m01/old results" in capsys.readouterr().out
    assert main(["moving", name, "--out", str(path), "--overwrite"]) == 0
    assert "uuid.UUID('12345678-1234-5678-1234-567812345678')" in path.read_text()
    compile(path.read_text(), str(path), "exec")


# ---------------------------------------------------------------- the file that it writes


def pose(path, n_frames, *, said=None):
    """Points within 24 x 32 pixels, as Facemap keeps them."""
    rng = np.random.default_rng(n_frames)
    xy = rng.uniform([2, 2], [28, 22], (n_frames, len(REST), 2))
    points = Keypoints(tuple(REST), xy, np.ones((n_frames, len(REST))), "facemap")
    path.parent.mkdir(parents=True, exist_ok=True)
    write_facemap(path, points)
    if said is not None:
        metadata = {"bodyparts": list(REST), "image_size": ([24], [32]), "total_frames": n_frames}
        beside = path.with_name(path.stem + "_metadata.pkl")
        beside.write_bytes(pickle.dumps({**metadata, "inference_speed": 35.0, **said}))
    return points


@pytest.fixture(scope="module")
def lab(server, tmp_path_factory):
    """A new pipeline with the same sessions, and the old files in its folders."""
    folder = tmp_path_factory.mktemp("moved")
    raw, processed = folder / "raw", folder / "processed"
    raw.mkdir()
    processed.mkdir()
    link = upstream.build(server.name("newlab"), raw, processed)
    for subject in ("m01", 'm\'2 "é"\\'):
        link.Subject.insert1({"subject": subject, "lab": "test_lab"}, skip_duplicates=True)
        link.Session.insert1({"subject": subject, "session_id": 1}, skip_duplicates=True)
    link.Session.insert1({"subject": "m01", "session_id": 2}, skip_duplicates=True)
    link.Equipment.insert([{"equipment": e} for e in ("cam 'left'",)], skip_duplicates=True)
    places = {
        "m01/tiny.avi": "tiny.avi",
        "m01/part_10/tiny_a.avi": "tiny_a.avi",
        "m01/part_2/tiny_b.avi": "tiny_b.avi",
        "m01/win/tiny.avi": "tiny.avi",
        'm02 "é"/it\'s.avi': "tiny.avi",
    }
    for place, movie in places.items():
        (raw / place).parent.mkdir(parents=True, exist_ok=True)
        write_lossless(raw / place, MOVIES[movie]())
    results = {
        raw / "m01" / "old results": "tiny_region_proc.npy",
        processed / "m01" / "facemap_1": "tiny_movie_svd_proc.npy",
        raw / "m01" / "two": "tiny_full_proc.npy",
    }
    for there, name in results.items():
        there.mkdir(parents=True)
        shutil.copy(ROOT / "tests" / "data" / "facemap" / name, there)
    link.points = pose(raw / "m01/pose/tiny_FacemapPose.h5", 70, said={"bbox": [0, 24, 0, 30]})
    pose(raw / "m01/pose_nested/tiny_FacemapPose.h5", 70)
    pose(raw / "m01/pose_two/tiny_a_FacemapPose.h5", 40)
    pose(raw / "m01/pose_two/tiny_b_FacemapPose.h5", 30)
    return link


@pytest.fixture(scope="module")
def written(old, lab, server, tmp_path_factory):
    """The file that the command writes, with the one line that this lab has to edit."""
    path = tmp_path_factory.mktemp("out") / "load_results.py"
    command = ["moving", facemap_of(old["0.3.0"]), "--old-root", "/data/lab", "--out", str(path)]
    command += ["--linking-module", "new_linking", "--new-prefix", server.name("moved_")]
    before = state(dj.conn(), old["0.3.0"])
    assert main(command) == 0
    assert state(dj.conn(), old["0.3.0"]) == before
    text = path.read_text(encoding="utf-8")
    empty = "RENAMED: dict[str, str] = {}"
    assert text.count(empty) == 1
    path.write_text(text.replace(empty, "RENAMED = {'device': 'equipment'}"), encoding="utf-8")
    return path


def run(path, lab, capsys):
    """Run the file in this process; its exit code and what it printed."""
    sys.modules["new_linking"] = lab
    try:
        runpy.run_path(str(path), run_name="__main__")
        code = 0
    except SystemExit as left:
        code = left.code
    finally:
        del sys.modules["new_linking"]
    return code, capsys.readouterr().out


@mysql_only
def test_the_file_loads_what_is_there_and_tells_what_is_not(written, lab, capsys):
    with fresh_modules() as modules, pytest.warns(UserWarning, match="same content"):
        code, told = run(written, lab, capsys)
        failed = [line for line in told.splitlines() if line.startswith("failed: ")]
        # the folder m01/gone is the only thing that is not there: told when it is loaded, and again
        assert code == 1 and len(failed) == 2 and "facemap_task_id': 3" in failed[0], told
        rec, fmp = modules.recording, modules.facemap
        assert len(rec.VideoRecording()) == 4 and len(rec.RecordingInfo()) == 4
        odd = rec.VideoRecording & {"subject": 'm\'2 "é"\\'}
        assert (rec.VideoRecording.File & odd).fetch1("file_path") == 'm02 "é"/it\'s.avi'
        two = {"subject": "m01", "session_id": 1, "recording_id": 1}
        paths = (rec.VideoRecording.File & two).to_arrays("file_path", order_by="file_id")
        assert list(paths) == ["m01/part_10/tiny_a.avi", "m01/part_2/tiny_b.avi"]
        assert (rec.VideoRecording & two).fetch1("equipment") == "cam 'left'"
        first = {**two, "recording_id": 0}
        done = (fmp.FacialSignal & first).to_arrays("facemap_task_id", order_by="facemap_task_id")
        assert list(done) == [0, 1] and len(fmp.FacialSignal & two) == 1
        assert (fmp.FacemapTask & first & {"facemap_task_id": 0}).fetch1(
            "task_description"
        ) == "by hand"
        by_model = {
            row["keypoint_model_name"]: row
            for row in (fmp.KeypointTracking * fmp.KeypointModel & first).to_dicts()
        }
        assert set(by_model) == {"facemap base", 'May\'s "own"'}
        base = by_model["facemap base"]
        assert base["bbox"] == [0, 24, 0, 30] and base["tracking_duration_s"] == 2.0
        assert len(base["keypoint_model_sha256"]) == 64
        table = fmp.Keypoints.get_trajectory(base["keypoint_task_id"] and {
            name: base[name] for name in fmp.KeypointTask().primary_key
        })  # fmt: skip
        assert table.shape == (70, 45) and table.columns[0][0] == "facemap base"
        place = lab.points.names.index("mouth")
        found = table["facemap base"]["mouth"][["x", "y"]].to_numpy(np.float32)
        assert np.array_equal(found, lab.points.xy[:, place])
        assert (fmp.Keypoints & two).fetch1("keypoint_n_frames") == 70
        counts = [len(t()) for t in (rec.VideoRecording, fmp.FacemapTask, fmp.KeypointTask)]
    # it can run again, and finishes once the missing result is there
    shutil.copytree(lab.RAW / "m01" / "two", lab.RAW / "m01" / "gone")
    with fresh_modules() as modules:
        code, told = run(written, lab, capsys)
        assert code == 0, told
        rec, fmp = modules.recording, modules.facemap
        again = [len(t()) for t in (rec.VideoRecording, fmp.FacemapTask, fmp.KeypointTask)]
        assert again == counts and len(fmp.FacialSignal()) == 4
