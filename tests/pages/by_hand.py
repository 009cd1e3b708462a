"""Small files beside the movies of `world`: what people type, and what other programs write."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import cv2
import h5py
import numpy as np
import pandas as pd
import tifffile

ROOT = Path(__file__).resolve().parents[1]
N_FACE, N_SHORT, FPS = 512, 384, 8


def write_all(folder: Path) -> None:
    for write in (
        lists,
        ratings,
        graded,
        labels,
        people,
        clocks,
        trials,
        points,
        images,
        other_programs,
    ):
        write(folder)


def _inside(folder: Path, name: str, stimulus: str, n_frames: int) -> np.ndarray:
    """1 in the frames of a stimulus's events, else 0."""
    found = np.zeros(n_frames)
    for row in pd.read_csv(folder / f"{name}.csv").itertuples():
        if row.event == stimulus:
            found[round(row.onset_s * FPS) : round(row.offset_s * FPS)] = 1
    return found


def ratings(folder: Path) -> None:
    """A rating of each frame, which is higher while quinine is given."""
    random = np.random.default_rng(1)
    for name in ("m1", "m2", "m3"):
        pain = 3 * _inside(folder, name, "quinine", N_SHORT) + random.normal(0, 0.3, N_SHORT)
        rows = {"frame": np.arange(N_SHORT), "pain": pain.round(2)}
        pd.DataFrame(rows).to_csv(folder / f"{name}_pain.csv", index=False)


def lists(folder: Path) -> None:
    """Which movies there are, of which mouse, and which stimuli are good."""
    rows = [("m1.mp4", "m1_by_hand.csv", "m1", 1), ("m2.mp4", "m2_by_hand.csv", "m1", 2)]
    rows += [("m3.mp4", "m3_by_hand.csv", "m2", 1)]
    table = pd.DataFrame(rows, columns=["video", "labels", "animal", "session"])
    table.to_csv(folder / "movies.csv", index=False)
    signs = "stimulus,sign,source\nsucrose,positive,two-bottle preference test\n"
    signs += "quinine,negative,two-bottle preference test\nwater,neutral,protocol\n"
    (folder / "signs.csv").write_text(signs, encoding="utf-8")


def graded(folder: Path) -> None:
    """The events of `face` and of `day1` as shocks of three currents."""
    for source, out, name in (("events", "shocks", "shock"), ("day1", "graded", "tail_shock")):
        table = pd.read_csv(folder / f"{source}.csv")
        table["event"] = name
        amounts = itertools.cycle((50, 150, 300))
        table["amount"] = [next(amounts) for _ in range(len(table))]
        table["amount_unit"] = "uA"
        table.to_csv(folder / f"{out}.csv", index=False)


def labels(folder: Path) -> None:
    """Behaviors of `face` by two people, as BORIS writes them and by frame."""
    import element_mouseface as mf

    ethogram = mf.Ethogram.of(("licking", "grooming"))
    times_s = np.arange(N_FACE) / FPS
    first = mf.Labels(
        ethogram, N_FACE, {"licking": [(20, 60), (200, 240)], "grooming": [(90, 130)]}
    )
    second = mf.Labels(
        ethogram, N_FACE, {"licking": [(22, 58), (200, 244)], "grooming": [(94, 130)]}
    )
    given = {"times_s": times_s, "video": folder / "face.mp4"}
    mf.write_labels(folder / "boris.csv", first, to="boris-tabular", **given)
    mf.write_labels(folder / "labels_ak.csv", first, to="deepethogram")
    mf.write_labels(folder / "labels_bc.boris", second, to="boris-project", **given)
    mf.write_labels(folder / "old.csv", first, to="deepethogram")


def people(folder: Path) -> None:
    """Ratings of units of the face by three people: of frames of `face`, in long tables."""
    random = np.random.default_rng(2)
    frames, tables = np.arange(10, N_FACE, 12), []
    planted = {unit: random.integers(0, 3, len(frames)) for unit in ("OT", "ears", "nose")}
    for rater in ("ann", "bo", "cy"):
        rows = [
            (
                frame,
                unit,
                rater,
                int(np.clip(value + (random.random() < 0.15), 0, 2)),
                1,
                f"t{k // 4}",
            )
            for unit, values in planted.items()
            for k, (frame, value) in enumerate(zip(frames, values, strict=True))
        ]
        columns = ["frame", "unit", "rater", "value", "blinded", "trial"]
        tables.append(pd.DataFrame(rows, columns=columns))
        tables[-1].to_csv(folder / f"{rater}.csv", index=False)
    pd.concat(tables).to_csv(folder / "ratings.csv", index=False)


def clocks(folder: Path) -> None:
    """Pulses of the camera on a clock 300 s ahead, and the events of `face` on it."""
    edges = 300 + np.arange(N_FACE) / FPS * (1 + 20e-6)
    pd.DataFrame({"time_s": edges.round(6)}).to_csv(folder / "camera_ttl.csv", index=False)
    table = pd.read_csv(folder / "events.csv")
    table[["onset_s", "offset_s"]] += 300
    table.to_csv(folder / "events_daq.csv", index=False)


def trials(folder: Path) -> None:
    """A latency in each trial of ten mice of two genotypes."""
    random = np.random.default_rng(3)
    rows = []
    for k in range(10):
        genotype, of_mouse = ("wt", "ko")[k % 2], random.normal(0, 0.05)
        for trial, condition in itertools.product(range(1, 9), ("water", "quinine")):
            late = 0.1 * (condition == "quinine") * (1 + (genotype == "ko"))
            value = 0.4 + of_mouse - late + random.normal(0, 0.05)
            rows.append((f"m{k:02}", "day 1", trial, condition, genotype, round(value, 3)))
    columns = ["mouse", "session", "trial", "condition", "genotype", "latency_s"]
    pd.DataFrame(rows, columns=columns).to_csv(folder / "trials.csv", index=False)


def points(folder: Path) -> None:
    """A file of Facemap's tracker for `face`, and points of two calibrated cameras."""
    from element_mouseface.core.keypoints import Keypoints
    from tests.pages.world import write_deeplabcut
    from tests.unit.core.face_angle.stereo import head, rig, seen, turning
    from tests.unit.core.keypoints.faces import face, write_facemap

    tracked = face(N_FACE)
    wide = Keypoints(tracked.names, tracked.xy * [5, 5], tracked.likelihood, "facemap")
    write_facemap(folder / "face_FacemapPose.h5", wide)
    names = ["ear_base", "eye_front", "eye_back", "forehead", "temple", "pad", "cheek"]
    solid = np.random.default_rng(5).uniform(-4, 4, (7, 3))
    pictures = seen(rig(), head(turning(N_FACE, 4), solid))
    for side, xy in zip(("left", "right"), pictures, strict=True):
        write_deeplabcut(folder / f"{side}.h5", names, xy, np.full(xy.shape[:2], 0.99))
        shutil.copy(folder / "face.mp4", folder / f"{side}.mp4")
    shutil.copytree(folder / "face.zarr", folder / "left.zarr")
    storage = cv2.FileStorage(str(folder / "stereo.yml"), cv2.FILE_STORAGE_WRITE)
    cameras = {"1": rig().first, "2": rig().second}
    for number, camera in cameras.items():
        storage.write(f"M{number}", np.asarray(camera.matrix))
        storage.write(f"D{number}", np.asarray(camera.distortion))
    storage.write("R", np.asarray(rig().rotation))
    storage.write("T", np.asarray(rig().translation))
    storage.release()


def images(folder: Path) -> None:
    """Frames as pictures, a stack of 16 bits with its times, and a folder of faces."""
    import element_mouseface as mf

    found = [luma for _, luma in mf.open_video(folder / "day1.mp4").read_luma()]
    (folder / "frames").mkdir()
    for number, luma in enumerate(found[:20]):
        cv2.imwrite(str(folder / "frames" / f"{number}.png"), luma)
    tifffile.imwrite(folder / "stack.tif", np.stack(found).astype(np.uint16) * 16)
    np.savetxt(
        folder / "frame_times.csv", np.arange(len(found)) / FPS, header="time_s", comments=""
    )
    rows = []
    for label, start in (("happy", 40), ("sad", 200)):
        (folder / "faces" / label).mkdir(parents=True)
        for k in range(12):
            name = f"{label}/{k + 1:02}.jpg"
            cv2.imwrite(str(folder / "faces" / name), found[start + 3 * k])
            rows.append((name, label, f"p{k % 4}"))
    table = pd.DataFrame(rows, columns=["image", "label", "person"])
    table.to_csv(folder / "faces" / "labels.csv", index=False)


def other_programs(folder: Path) -> None:
    """What Facemap wrote of a movie of its own."""
    shutil.copy(ROOT / "data" / "facemap" / "tiny_region_proc.npy", folder / "face_proc.npy")


def of_laboratory(folder: Path) -> None:
    """Files in the laboratory's folder of raw data: of the first day, and of other cameras."""
    from element_mouseface.core.keypoints import Keypoints
    from tests.unit.core.keypoints.faces import face, write_facemap

    raw = folder / "m01"
    for name in ("face.mp4", "face_1.mp4"):
        shutil.copy(folder / "face.mp4", raw / name)
    shutil.copy(folder / "day1.csv", raw / "events.csv")
    shutil.copy(folder / "graded.csv", raw / "graded.csv")
    shutil.copytree(folder / "frames", raw / "frames")
    shutil.copy(folder / "stack.tif", raw)
    times_ms = np.arange(N_SHORT) * 1000 / FPS
    np.savetxt(raw / "times.csv", times_ms, header="time_ms", comments="")
    edges = 300 + np.arange(N_SHORT) / FPS * (1 + 20e-6)
    for name in ("camera_ttl", "camera_ttl_corrected"):
        pd.DataFrame({"time_s": edges.round(6)}).to_csv(raw / f"{name}.csv", index=False)
    for number, day in ((1, "day1"), (2, "day2"), (10, "day3")):
        shutil.copy(folder / f"{day}.mp4", raw / f"cam_{number}.mp4")
    tracked = face(N_SHORT)
    wide = Keypoints(tracked.names, tracked.xy * 2.4, tracked.likelihood, "facemap")
    write_facemap(raw / "day1_FacemapPose.h5", wide)
    for name in ("day1_labels", "day2_labels", "day1_predictions"):
        table = pd.read_csv(folder / f"{name[:4]}_by_hand.csv", index_col=0)
        table = table[["background", "licking", "grooming"]]
        table["background"] = 1 - table[["licking", "grooming"]].max(axis=1)
        table.to_csv(raw / f"{name}.csv")
    _probabilities(raw / "day1_outputs.h5")
    table = pd.read_csv(folder / "day1.csv")
    table["event"] = table["event"].replace("quinine", "tail_shock")
    table["amount"] = [
        0.1 + 0.1 * (k % 2) if e == "tail_shock" else None for k, e in enumerate(table.event)
    ]
    table["amount_unit"] = ["mA" if e == "tail_shock" else None for e in table.event]
    table.to_csv(raw / "graded_tastes.csv", index=False)


def _probabilities(path: Path) -> None:
    """What DeepEthogram stores of a movie: probabilities, thresholds and names."""
    random = np.random.default_rng(6)
    names = ["background", "licking", "grooming"]
    with h5py.File(path, "w") as file:
        group = file.create_group("tgmj")
        group["P"] = random.random((N_SHORT, 3)).astype(np.float32)
        group["thresholds"] = np.full(3, 0.5, np.float32)
        group["class_names"] = np.array([name.encode() for name in names])


def tracked_as(path: str, names: Sequence[str], n_frames: int = N_SHORT) -> None:
    """A file of DeepLabCut with these points, each at a place of its own, trembling."""
    from tests.pages.world import write_deeplabcut

    random = np.random.default_rng(4)
    rest = np.stack([random.uniform(40, 280, len(names)), random.uniform(30, 210, len(names))], 1)
    xy = rest + random.normal(0, 0.4, (n_frames, len(names), 2))
    write_deeplabcut(Path(path), list(names), xy, np.full(xy.shape[:2], 0.99))


def rated_units(path: str, n_frames: int = N_SHORT) -> None:
    """Ratings of three units in frames of a short movie, by two people."""
    random = np.random.default_rng(5)
    rows = [
        (frame, unit, rater, int(random.integers(0, 3)), 1)
        for frame in range(10, n_frames, 12)
        for unit in ("OT", "ears", "nose")
        for rater in ("ann", "bo")
    ]
    columns = ["frame", "unit", "rater", "value", "blinded"]
    pd.DataFrame(rows, columns=columns).to_csv(path, index=False)


def second_camera(tables: Mapping[str, Any]) -> tuple[str, str]:
    """Points of two calibrated cameras in tables; the second camera is recording 2 of the day."""
    from tests.pages.world import write_deeplabcut
    from tests.unit.core.face_angle.stereo import head, rig, seen, turning

    key = tables["recording_key"]
    other = {**key, "recording_id": 2}
    shutil.copy("m01/day1.mp4", "m01/day1_right.mp4")
    tables["VideoRecording"].insert_files(
        other, "m01/day1_right.mp4", tables["camera"], allow_reuse=True
    )
    Path("rig").mkdir(exist_ok=True)
    shutil.copy("stereo.yml", "rig")
    for one in (key, other):
        tables["ClockSource"].add(one, "daq", "edges", path="m01/camera_ttl.csv")
    tables["RecordingInfo"].populate(), tables["FrameClock"].populate()
    solid = np.random.default_rng(5).uniform(-4, 4, (7, 3))
    names, found = [f"p{k}" for k in range(7)], []
    pictures = seen(rig(), head(turning(N_SHORT, 4), solid))
    for one, side, xy in zip((key, other), ("left", "right"), pictures, strict=True):
        path = f"m01/{side}DLC.h5"
        write_deeplabcut(Path(path), names, xy / 2, np.full(xy.shape[:2], 0.99))
        task = tables["KeypointTask"].add(one, path)
        tables["Keypoints"].populate()
        found.append((tables["Keypoints"] & task).fetch1("keypoints_path"))
    return found[0], found[1]


def processed_by_facemap(tables: Mapping[str, Any]) -> dict[str, Any]:
    """A recording of the movie that Facemap processed, with what it wrote beside it; its key."""
    from tests.facemap.movies import planted_luma, with_pupil, write_lossless

    key = {**tables["recording_key"], "recording_id": 3}
    write_lossless(Path("m01/tiny.avi"), with_pupil(planted_luma(70, 24, 32, seed=4)))
    shutil.copy("face_proc.npy", "m01")
    tables["VideoRecording"].insert_files(key, "m01/tiny.avi", tables["camera"])
    tables["RecordingInfo"].populate()
    return key
