"""Tables of Bonsai and of cameras: columns, dates, units, and the real ones."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone

import numpy as np
import pytest

from element_mouseface.core.sync import clock_times
from element_mouseface.core.sync.camera_file import read_camera_file
from element_mouseface.core.sync.drift import times_in_holes
from element_mouseface.errors import ClockError, ParameterError

SHOT = np.cumsum(np.random.default_rng(9).uniform(0.030, 0.036, 120))
DROPPED = [30, 31, 80]
KEPT = np.delete(np.arange(120), DROPPED)
NOMINAL = np.arange(len(KEPT)) / 30
ZONE = timezone(timedelta(hours=-4))
ZERO = datetime(2026, 3, 5, 9, 30, tzinfo=ZONE)


def bonsai_date(seconds):
    """A date as Bonsai writes it, with seven digits of seconds."""
    whole = int(seconds)
    parts = round((seconds - whole) * 1e7)
    return f"{ZERO + timedelta(seconds=whole):%Y-%m-%dT%H:%M:%S}.{parts:07d}-04:00"


HEAD = "Item.Value.ChunkData.FrameID,Item.Value.ChunkData.Timestamp,Timestamp"
ROWS = [f"{900 + k},{int((1000 + SHOT[k]) * 1e9)},{bonsai_date(SHOT[k] + 60)}" for k in KEPT]


def write(path, rows=ROWS, head=HEAD, encoding="utf-8", newline="\n"):
    lines = [*([] if head is None else [head]), *rows]
    path.write_bytes((newline.join(lines) + newline).encode(encoding))
    return path


def test_bonsais_table_gives_drops_by_the_counter_and_times_of_a_named_column(tmp_path):
    path = write(tmp_path / "cam.csv")
    with pytest.raises(ClockError, match="several columns") as caught:
        clock_times("camera", NOMINAL, path=path)
    assert "Item.Value.ChunkData.Timestamp, Timestamp" in str(caught.value)
    chunk = clock_times("camera", NOMINAL, path=path, column="ChunkData.Timestamp", unit="ns")
    assert np.allclose(chunk.times_s, 1000 + SHOT[KEPT], atol=1e-7)
    # their times are not known, only that and between which frames they were
    assert len(chunk.dropped_s) == 3
    between = zip([29, 29, 79], [32, 32, 81], chunk.dropped_s - 1000, strict=True)
    assert all(SHOT[before] < time_s < SHOT[after] for before, after, time_s in between)
    assert chunk.found["counter_exposures"] == 120 and chunk.found["counter_first"] == 900
    json.dumps(chunk.to_dict(), allow_nan=False)
    dated = clock_times("camera", NOMINAL, path=path, column="Timestamp", zero=ZERO.isoformat())
    assert np.allclose(dated.times_s, 60 + SHOT[KEPT], atol=1e-7)


def test_zero_of_dates_is_asked_for(tmp_path):
    path = write(tmp_path / "cam.csv")
    read = {"column": "Timestamp"}
    with pytest.raises(ClockError, match="not said which one is 0") as caught:
        read_camera_file(path, **read)
    assert "--clock-zero" in str(caught.value) and "2026-03-05T13:31:00" in str(caught.value)
    unix = read_camera_file(path, zero="unix", **read).times_s
    assert unix[0] == pytest.approx(ZERO.timestamp() + 60 + SHOT[0], abs=1e-6)
    # the same moment in another time zone
    utc = read_camera_file(path, zero="2026-03-05T13:30:00Z", **read).times_s
    assert np.allclose(utc, 60 + SHOT[KEPT], atol=1e-7)
    for wrong in ("noon", "2026-03-05T09:30:00", "2026-13-05T09:30:00Z"):
        with pytest.raises(ParameterError):
            read_camera_file(path, zero=wrong, **read)
    with pytest.raises(ParameterError, match="are no dates"):
        read_camera_file(path, column="ChunkData.Timestamp", zero="unix")


def test_dates_without_a_zone_have_a_zero_without_one(tmp_path):
    rows = [row.replace("-04:00", "") for row in ROWS]
    path = write(tmp_path / "cam.csv", rows)
    found = read_camera_file(path, column="Timestamp", zero="2026-03-05 09:30:00").times_s
    assert np.allclose(found, 60 + SHOT[KEPT], atol=1e-7)
    with pytest.raises(ParameterError, match="without a time zone"):
        read_camera_file(path, column="Timestamp", zero="unix")
    mixed = write(tmp_path / "mixed.csv", [*rows[:5], *ROWS[5:]])
    with pytest.raises(ClockError, match="Line 7 of"):
        read_camera_file(mixed, column="Timestamp", zero="2026-03-05 09:30:00")


@pytest.mark.parametrize(
    ("head", "rows", "form"),
    [
        ("FrameID;time_s", ["{};{:.9f}", "point"], {}),
        ("FrameID;time_s", ["{};{:.9f}", "comma"], {"encoding": "utf-8-sig"}),
        ("FrameID\ttime_ms", ["{}\t{:.6f}", "ms"], {"encoding": "utf-16"}),
        ("Frame Counter,Seconds", ["{}.0,{:.9f}", "point"], {"newline": "\r\n"}),
        ('"Value.FrameID","Value.Timestamp"', ['"{}","{:.9f}"', "point"], {}),
        ("# camera 2\n\nframe_id time_s", ["{} {:.9f} ", "point"], {}),
        ("sep=;\nblockid;time_s", ["{};{:.9f}", "point"], {}),
    ],
)
def test_any_way_of_writing_is_read(tmp_path, head, rows, form):
    pattern, kind = rows
    scale = 1e3 if kind == "ms" else 1
    lines = [pattern.format(k, scale * SHOT[k]) for k in KEPT]
    lines = [line.replace(".", ",") for line in lines] if kind == "comma" else lines
    path = write(tmp_path / "cam.csv", lines, head, **form)
    found = clock_times("camera", NOMINAL, path=path)
    assert np.allclose(found.times_s, SHOT[KEPT], atol=1e-8)
    assert found.found["counter_exposures"] == 120 and len(found.dropped_s) == 3


def test_columns_without_names_are_numbered(tmp_path):
    path = write(tmp_path / "cam.csv", head=None)
    with pytest.raises(ClockError, match="no names"):
        read_camera_file(path, column="FrameID", zero="unix")
    found = read_camera_file(path, column="2", counter_column="1", unit="ns")
    assert np.array_equal(found.counts, 900 + KEPT)
    # the only column of dates needs no number
    assert np.allclose(read_camera_file(path, zero=ZERO.isoformat()).times_s, 60 + SHOT[KEPT])
    alone = write(tmp_path / "counts.txt", [str(900 + k) for k in KEPT], None)
    assert np.array_equal(read_camera_file(alone, times=False).counts, 900 + KEPT)
    with pytest.raises(ClockError, match="no column of a frame counter"):
        read_camera_file(path, times=False)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("903,1", "3 columns"),
        ("903,1,5,2", "3 columns"),
        ("-3,1,2", "a whole number"),
        ("903.5,1,2", "a whole number"),
        ("9e99,1,2", "a whole number"),
        (",1,2", "a whole number"),
        ("903,soon,2", "a number"),
        ('903,1,"2', "quotation mark"),
    ],
)
def test_a_row_that_cannot_be_used_is_told_by_its_line(tmp_path, row, told):
    path = write(tmp_path / "cam.csv", [*ROWS[:7], row, *ROWS[8:]])
    with pytest.raises(ClockError, match=told) as caught:
        read_camera_file(path, column="ChunkData.Timestamp", unit="ns")
    assert "Line 9" in str(caught.value) or "quotation" in told


def test_other_files_are_refused(tmp_path):
    for name, text in (("a.csv", ""), ("b.csv", "FrameID,time_s\n"), ("c.csv", "x,y\n1,2\n")):
        (tmp_path / name).write_text(text)
        with pytest.raises(ClockError):
            read_camera_file(tmp_path / name)
    (tmp_path / "c.bin").write_bytes(b"123")
    np.save(tmp_path / "c.npy", np.array([1.5, 2.5]))
    for name in ("c.bin", "c.npy"):
        with pytest.raises(ClockError, match="does not hold a frame counter"):
            read_camera_file(tmp_path / name, times=False)
    np.save(tmp_path / "d.npy", 5 + KEPT)
    assert np.array_equal(read_camera_file(tmp_path / "d.npy", times=False).counts, 5 + KEPT)


def test_copies_and_a_counter_that_disagrees_with_the_times_are_told(tmp_path):
    """A writer that repeats a frame stamps it anew: the copy has no time of its own."""
    rows = [f"{k},{SHOT[k]:.9f}" for k in KEPT]
    rows.insert(10, f"{KEPT[9]},{SHOT[KEPT[9]] + 0.01:.9f}")
    path = write(tmp_path / "cam.csv", rows, "FrameID,time_s")
    found = clock_times("camera", np.arange(len(rows)) / 30, path=path)
    assert found.duplicated.tolist() == [10] and np.isnan(found.times_s[10])
    smooth = [f"{k},{n / 30:.9f}" for n, k in enumerate(KEPT)]
    path = write(tmp_path / "smooth.csv", smooth, "FrameID,time_s")
    found = clock_times("camera", NOMINAL, path=path)
    assert "the counter misses 3 frames, gaps of the time stamps 0" in found.notes[0]
    reset = [f"{k if n < 60 else n - 60},{SHOT[k]:.9f}" for n, k in enumerate(KEPT)]
    path = write(tmp_path / "reset.csv", reset, "FrameID,time_s")
    assert any("goes back at 1 frames, the first is 60" in note
               for note in clock_times("camera", NOMINAL, path=path).notes)  # fmt: skip
    path = write(tmp_path / "none.csv", [f"{t:.9f}" for t in SHOT[KEPT]], "time_s")
    found = clock_times("camera", NOMINAL, path=path)
    assert "no frame counter" in found.notes[0] and len(found.dropped_s) == 3
    with pytest.raises(ClockError, match="no frame counter that is known"):
        clock_times("camera", NOMINAL, path=path, counter_bits=16)


# ---------------------------------------------------------------- real recordings


def test_a_real_cameras_cycles_agree_with_the_computers_dates(shared):
    """Six thousand frames over two wraps of the camera's clock: both clocks are of one camera."""
    path = shared / "sync" / "ibl" / "_iblrig_bodyCamera.timestamps.ssv"
    dates = [line.split()[0] for line in path.read_text().splitlines()]
    cycles = read_camera_file(path, column="2", unit="flir").times_s
    dated = read_camera_file(path, zero=dates[0]).times_s
    assert len(cycles) == len(dates) == 6001 and dated[0] == 0
    moments = [datetime.fromisoformat(date).timestamp() for date in dates]
    assert np.allclose(dated, np.array(moments) - moments[0], atol=2e-6)
    # a camera's steps shake by microseconds, the computer's by milliseconds
    assert np.diff(cycles).std() < 5e-6 < np.diff(dated).std()
    slope, start = np.polyfit(dated, cycles, 1)
    assert slope == pytest.approx(1, abs=1e-3)
    assert np.abs(cycles - start - slope * dated).max() < 0.005
    assert len(times_in_holes(cycles)) == 0


def test_numbers_that_are_no_cycles_are_refused(tmp_path):
    path = write(tmp_path / "cam.csv")
    with pytest.raises(ClockError, match="not cycles of a FLIR camera"):
        read_camera_file(path, column="ChunkData.Timestamp", unit="flir")


def test_a_real_counter_is_read(shared):
    path = shared / "sync" / "ibl" / "_iblrig_bodyCamera.frame_counter.bin"
    counts = read_camera_file(path, times=False).counts
    assert (len(counts), counts[0], counts[-1]) == (510, 16_696_704, 16_697_213)
    assert (np.diff(counts) == 1).all()


@pytest.mark.parametrize(("side", "lost"), [("left", 2), ("right", 3)])
def test_real_gaps_of_time_stamps_are_those_of_a_counter(shared, tmp_path, side, lost):
    """Real time stamps with a gap; the counter that the camera would have had has the same one."""
    name = f"3f859b5c-e73a-4044-b49e-34bb81e96715.timestamps.{side}.npy"
    times = np.load(shared / "sync" / "ibl" / name)
    counts = np.cumsum(np.r_[70_000, np.rint(np.diff(times) / np.median(np.diff(times)))]).astype(
        int
    )
    rows = [f"{count},{time_s!r}" for count, time_s in zip(counts, times.tolist(), strict=True)]
    path = write(tmp_path / "c.csv", rows, "FrameID,time_s")
    found = clock_times("camera", np.arange(len(times)) * np.median(np.diff(times)), path=path)
    assert np.array_equal(found.times_s, times)
    assert len(found.dropped_s) == lost
    assert np.allclose(found.dropped_s, times_in_holes(times))
    assert not any("counter misses" in note for note in found.notes)
