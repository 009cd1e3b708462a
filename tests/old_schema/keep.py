"""Make schemas with DataJoint 0.14 and the published Facemap element, and keep them as SQL.

    git clone https://github.com/datajoint/element-facemap
    python3.11 -m venv old && old/bin/pip install "datajoint==0.14.*"
    old/bin/python -m tests.old_schema.keep element-facemap tests/data/old_schema

Needs git and the MySQL server that DJ_TEST_MYSQL_HOST, _PORT, _USER and _PASS name.  The tables are
declared by the element's own modules, of three releases, and the rows inserted by DataJoint 0.14,
so columns, comments and blobs are what a lab has.  `tests.old_schema.restore` reads the files.
"""

from __future__ import annotations

import datetime
import importlib
import os
import subprocess
import sys
import tempfile
import types
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

PREFIX = "mfkeep"
#: what a file has instead of the prefix of its schemas
PLACE = "@PREFIX@"
#: releases of element-facemap; 0.2 is as 0.3 but for the components
RELEASES = ("0.0.1", "0.1.7", "0.2.1", "0.3.0")


def main(clone: Path, folder: Path) -> None:
    """One process for each release: DataJoint binds a schema once."""
    for release in RELEASES:
        with tempfile.TemporaryDirectory() as checkout:
            tar = subprocess.run(
                ["git", "-C", str(clone), "archive", release, "element_facemap"],
                check=True,
                capture_output=True,
            ).stdout
            subprocess.run(["tar", "-x", "-C", checkout], input=tar, check=True)
            path = (folder / f"element_facemap_{release}.sql").resolve()
            command = [sys.executable, "-m", "tests.old_schema.keep", "--one", release, str(path)]
            environment = {**os.environ, "PYTHONPATH": f"{checkout}:{Path.cwd()}"}
            subprocess.run(command, check=True, env=environment)


def one(release: str, path: Path) -> None:
    """Declare, fill and dump the schemas of one release."""
    import datajoint as dj

    if not dj.__version__.startswith("0.14."):
        raise SystemExit(f"DataJoint {dj.__version__}: this needs 0.14")
    dj.config["database.host"] = os.environ["DJ_TEST_MYSQL_HOST"]
    dj.config["database.port"] = int(os.environ.get("DJ_TEST_MYSQL_PORT", "3306"))
    dj.config["database.user"] = os.environ.get("DJ_TEST_MYSQL_USER", "root")
    dj.config["database.password"] = os.environ.get("DJ_TEST_MYSQL_PASS", "")
    dj.config["safemode"] = False
    dj.config["enable_python_native_blobs"] = True
    _stand_in_for_element_interface()
    drop(dj)
    schemas = (_old if release < "0.2" else _new)(dj, release)
    path.write_text(dump(dj, release, schemas), encoding="utf-8")
    print(f"{path.name}: {path.stat().st_size} bytes, DataJoint {dj.__version__}")
    drop(dj)


def _stand_in_for_element_interface() -> None:
    """The element imports these, and uses them only when it computes."""
    utils = types.ModuleType("element_interface.utils")
    for name in ("find_full_path", "find_root_directory", "memoized_result"):
        setattr(utils, name, lambda *args, **kwargs: NotImplemented)
    sys.modules["element_interface"] = types.ModuleType("element_interface")
    sys.modules["element_interface.utils"] = utils
    sys.modules.setdefault("cv2", types.ModuleType("cv2"))


def _new(dj: Any, release: str) -> list[str]:
    """With inference: a lab keyed by names and numbers, all modules in schemas of their own."""
    upstream = dj.Schema(f"{PREFIX}_lab")

    @upstream
    class Session(dj.Manual):
        definition = """
        subject: varchar(32)
        session_id: int
        ---
        session_datetime: datetime
        """

    @upstream
    class Device(dj.Lookup):
        definition = """
        device: varchar(32)
        ---
        modality: varchar(64)
        """
        contents = [("camera1", "face"), ("cam 'left'", "face")]

    day = datetime.datetime(2024, 5, 1, 12, 30)
    sessions = [("m01", 1), ("m01", 2), ('m\'2 "é"\\', 1)]
    Session.insert([(*key, day) for key in sessions])
    module = _linking(Session=Session, Device=Device)
    inference = importlib.import_module("element_facemap.facemap_inference")
    inference.activate(f"{PREFIX}_facemap_inference", f"{PREFIX}_facemap", linking_module=module)
    fbe = importlib.import_module("element_facemap.facial_behavior_estimation")
    recordings = {
        ("m01", 1, 0): ("camera1", ["m01/tiny.avi"]),
        ("m01", 1, 1): ("cam 'left'", ["m01/part_10/tiny_a.avi", "m01/part_2/tiny_b.avi"]),
        ("m01", 2, 0): ("camera1", ["m01\\win\\tiny.avi"]),
        ("m01", 2, 1): ("camera1", ["D:\\face data\\m01\\abs.avi"]),
        ("m01", 2, 2): ("camera1", []),
        (sessions[2][0], 1, 0): ("camera1", ['m02 "é"/it\'s.avi']),
    }
    _record(fbe, recordings, lambda key: dict(zip(("subject", "session_id"), key[:2], strict=True)))
    _tasks(fbe, "component_id" if release >= "0.3" else "pc_no")
    _inference(inference)
    return [f"{PREFIX}_lab", f"{PREFIX}_facemap", f"{PREFIX}_facemap_inference"]


def _linking(**tables: Any) -> types.ModuleType:
    module = types.ModuleType("old_linking")
    module.get_facemap_root_data_dir = lambda: ["/data"]
    module.__dict__.update(tables)
    return module


def _record(fbe: Any, recordings: dict, session: Callable[[tuple], dict]) -> None:
    for number, (key, (device, paths)) in enumerate(recordings.items()):
        own = {**session(key), "recording_id": key[-1]}
        fbe.VideoRecording.insert1({**own, "device": device})
        files = [{**own, "file_id": k, "file_path": path} for k, path in enumerate(paths)]
        fbe.VideoRecording.File.insert(files)
        if number < 2:
            info = {"px_height": 24, "px_width": 32, "nframes": 70, "fps": 30}
            fbe.RecordingInfo.insert1(
                {**own, **info, "recording_duration": 70 / 30}, allow_direct_insert=True
            )


FIRST = {"subject": "m01", "session_id": 1}


def _tasks(fbe: Any, component: str) -> None:
    """Tasks of every kind, and a result of the first two."""
    import numpy as np

    first = {**FIRST, "recording_id": 0}
    roi = {"rind": 1, "rtype": "motion SVD", "iROI": 0, "ivid": 0, "color": (0.0, 200.0, 50.0)}
    roi |= {"xrange": np.arange(8, 32), "yrange": np.arange(4, 20), "saturation": 0}
    proc = {"sbin": 4, "fullSVD": False, "rois": [roi], "filenames": [["tiny.avi"]]}
    proc |= {"motSVD": [np.zeros((70, 3), np.float32)], "Ly": [24], "Lx": [32], "pupil": []}
    rows = [
        # loaded, with its folder; the whole content of a _proc.npy as the element's page says
        (first, 0, "m01/old results", "load", proc, 1, 0, "by hand"),
        # computed, in the folder that the element infers
        (first, 1, "", "trigger", {"sbin": 4, "rois": None, "fullSVD": True}, 1, 1, ""),
        # never computed
        (first, 2, "", "trigger", {"sbin": 8, "rois": [roi]}, 1, 0, 'it\'s "next"'),
        (first, 3, "m01/gone", "load", {}, 1, 0, ""),
        ({**FIRST, "recording_id": 1}, 0, "m01\\two", "load", {}, 1, 0, ""),
    ]
    names = ("facemap_task_id", "facemap_output_dir", "task_mode", "facemap_params", "do_mot_svd")
    names += ("do_mov_svd", "task_description")
    for recording, *values in rows:
        fbe.FacemapTask.insert1({**recording, **dict(zip(names, values, strict=True))})
    made = {"processing_time": datetime.datetime(2024, 6, 1), "package_version": "1.0.1"}
    here = {"allow_direct_insert": True}
    for number in (0, 1):
        key = {**first, "facemap_task_id": number}
        fbe.FacemapProcessing.insert1({**key, **made}, **here)
        fbe.FacialSignal.insert1(key, **here)
        ranges = {n: np.arange(3) for n in ("xrange", "yrange", "xrange_bin", "yrange_bin")}
        region = {**key, "roi_no": 0}
        motion = np.zeros(70, np.float32)
        fbe.FacialSignal.Region.insert1({**region, **ranges, "motion": motion}, **here)
        row = {**region, "motmask": np.zeros((4, 6)), "projection": np.zeros(3)}
        fbe.FacialSignal.MotionSVD.insert([{**row, component: k} for k in range(2)], **here)


def _inference(inference: Any) -> None:
    """Two models, and tasks with and without a box and a result."""
    import numpy as np

    with tempfile.TemporaryDirectory() as folder:
        weights = Path(folder) / "facemap_model_state.pt"
        weights.write_bytes(b"PK\x03\x04 not really weights\x00\xff")
        inference.FacemapModel.insert_new_model(0, "facemap base", "as it came", str(weights))
    inference.FacemapModel.insert1({"model_id": 1, "model_name": 'May\'s "own"'})
    key = {**FIRST, "recording_id": 0, "model_id": 0}
    task = inference.FacemapInferenceTask
    task.insert1({**key, "facemap_inference_output_dir": "m01/pose", "bbox": [0, 24, 0, 30]})
    task.insert1(
        {
            **key,
            "model_id": 1,
            "facemap_inference_output_dir": "/data/lab/m01/pose_nested",
            "bbox": [[0, 24, 0, 30]],
            "task_mode": "trigger",
            "task_description": "nested box",
        }
    )
    other = {**FIRST, "recording_id": 1, "model_id": 0}
    task.insert1({**other, "facemap_inference_output_dir": "m01/pose_two", "bbox": []})
    for one_key in (key, {**key, "model_id": 1}):
        done = {
            "inference_completion_time": datetime.datetime(2024, 6, 2),
            "inference_run_duration": 70 * 30.0,
            "total_frame_count": 70,
        }
        inference.FacemapInference.insert1({**one_key, **done}, allow_direct_insert=True)
    values = {n: np.zeros(3, np.float32) for n in ("x_pos", "y_pos", "likelihood")}
    parts = (inference.FacemapModel.BodyPart & key).fetch("body_part")
    inference.FacemapInference.BodyPartPosition.insert(
        [{**key, "body_part": part, **values} for part in parts], allow_direct_insert=True
    )


def _old(dj: Any, release: str) -> list[str]:
    """Without inference: keyed by a UUID and a date, beside tables of another project."""
    name = f"{PREFIX}_everything"
    upstream = dj.Schema(name)

    @upstream
    class Session(dj.Manual):
        definition = """
        animal: uuid
        session_date: date
        session_datetime: datetime
        """

    @upstream
    class Device(dj.Lookup):
        definition = """
        device: int
        """
        contents = [(7,)]

    @upstream
    class FacemapNotes(dj.Manual):
        definition = """
        # of another project
        note_id: int
        ---
        facemap_params: longblob
        """

    animal = uuid.UUID("12345678-1234-5678-1234-567812345678")
    day = datetime.datetime(2022, 5, 1, 9, 15, 30)
    own = {"animal": animal, "session_date": day.date(), "session_datetime": day}
    Session.insert1(own)
    FacemapNotes.insert1({"note_id": 1, "facemap_params": "not ours"})
    fbe = importlib.import_module("element_facemap.facial_behavior_estimation")
    fbe.activate(name, linking_module=_linking(Session=Session, Device=Device))
    _record(fbe, {(0,): (7, ["m01/tiny.avi"])}, lambda key: own)
    folder = "processing_output_dir" if release == "0.0.1" else "facemap_output_dir"
    task = {**own, "recording_id": 0, "facemap_task_id": 3, "facemap_params": {"sbin": 4}}
    fbe.FacemapTask.insert1({**task, folder: "m01/old results", "do_mov_svd": 1})
    return [name]


def dump(dj: Any, release: str, schemas: list[str]) -> str:
    """All tables and rows as SQL; parents first."""
    connection = dj.conn()
    lines = [
        f"-- Made by tests/old_schema/keep.py: element-facemap {release}, "
        f"DataJoint {dj.__version__}.",
        *(f"CREATE DATABASE `{name}` CHARACTER SET utf8mb4;" for name in schemas),
        "SET FOREIGN_KEY_CHECKS=0;",
    ]
    for schema in schemas:
        for (table,) in sorted(connection.query(f"SHOW TABLES IN `{schema}`").fetchall()):
            whole = f"`{schema}`.`{table}`"
            created = connection.query(f"SHOW CREATE TABLE {whole}").fetchone()[1]
            lines.append(created.replace("CREATE TABLE `", f"CREATE TABLE `{schema}`.`", 1) + ";")
            # the log of DataJoint names the machine and its user
            if not table.startswith("~"):
                for row in connection.query(f"SELECT * FROM {whole}").fetchall():
                    values = ", ".join(map(_literal, row))
                    lines.append(f"INSERT INTO {whole} VALUES ({values});")
    lines.append("SET FOREIGN_KEY_CHECKS=1;")
    return "\n".join(lines).replace(PREFIX, PLACE) + "\n"


def _literal(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bytes):
        return f"0x{value.hex()}" if value else "''"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, str):
        # of any quotes, and on one line
        return f"CONVERT(0x{value.encode().hex()} USING utf8mb4)" if value else "''"
    return f"'{value}'"


def drop(dj: Any) -> None:
    """Drop the schemas of this script, whatever refers to what."""
    connection = dj.conn()
    connection.query("SET FOREIGN_KEY_CHECKS=0")
    for (name,) in connection.query("SHOW DATABASES").fetchall():
        if name.startswith(PREFIX + "_"):
            connection.query(f"DROP DATABASE `{name}`")
    connection.query("SET FOREIGN_KEY_CHECKS=1")


if __name__ == "__main__":
    if sys.argv[1] == "--one":
        one(sys.argv[2], Path(sys.argv[3]))
    else:
        main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]))
