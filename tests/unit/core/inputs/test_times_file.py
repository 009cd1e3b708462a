"""Files of times, in every form that programs write them."""

from __future__ import annotations

import os
import socket

import numpy as np
import pytest

from element_mouseface.core.inputs import split_table
from element_mouseface.core.video import read_times
from element_mouseface.errors import ClockError, ParameterError, PathError

TIMES = [0.5, 1.75, 3.25]


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("0.5\n1.75\n3.25\n", {}),
        ("0.5 1.75  3.25\n", {}),
        ("0.5\t1.75\t3.25\n", {}),
        ("0.5,1.75,3.25", {}),
        ("0,5;1,75;3,25", {}),
        ("0,5 1,75 3,25", {}),
        ("frame;time_s\n0;0,5\n1;1,75\n2;3,25\n", {}),
        ("frame\ttime_s\n0\t0.5\n1\t1.75\n2\t3.25\n", {}),
        ("frame  time_s\n0      0.5\n1      1.75\n2      3.25\n", {}),
        ("time s\n0.5\n1.75\n3.25\n", {}),
        ('"Time (s)","x"\r\n0.5,1\r\n1.75,2\r\n3.25,3\r\n', {}),
        ("time_ms\n500\n1750\n3250\n", {}),
        ("timestamp\n500000\n1750000\n3250000\n", {"unit": "us"}),
        ("t;daq\n9;0,5\n9;1,75\n9;3,25\n", {"column": "daq"}),
        ("9 0.5\n9 1.75\n9 3.25\n", {"column": "2"}),
        ("# made by hand\n\n0.5\n  \n1.75\n3.25", {}),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_times_are_read_however_they_are_separated(tmp_path, text, options, encoding):
    path = tmp_path / "times.txt"
    path.write_bytes(text.encode(encoding))
    np.testing.assert_array_equal(read_times(path, **options), TIMES)


@pytest.mark.parametrize("dtype", ["<f8", ">f4", "<i8"])
def test_an_array_is_read_and_nothing_is_unpickled(tmp_path, dtype):
    path = tmp_path / "times.npy"
    np.save(path, (np.array(TIMES) * 1000).astype(dtype)[:, None])
    np.testing.assert_allclose(read_times(path, unit="ms"), TIMES)
    np.save(path, np.array([{}], object))
    with pytest.raises(PathError, match="NumPy array"):
        read_times(path)
    np.save(path, np.zeros((2, 2)))
    with pytest.raises(ClockError, match="no list of times"):
        read_times(path)
    path.write_bytes(path.read_bytes()[:70])
    with pytest.raises(PathError, match="NumPy array"):
        read_times(path)
    with pytest.raises(ParameterError, match="unit"):
        read_times(path, unit="h")


def test_real_time_stamps_of_a_camera(shared):
    ibl = shared / "sync" / "ibl"
    times = read_times(ibl / "camera_times.npy")
    assert times.ndim == 1 and (np.diff(times) > 0).all()
    # dates, and ticks of a counter: neither is seconds
    with pytest.raises(ClockError, match="2020-08-19T12:42:57"):
        read_times(ibl / "_iblrig_bodyCamera.timestamps.ssv")
    ticks = read_times(ibl / "_iblrig_bodyCamera.timestamps.ssv", "2")
    assert np.median(np.diff(ticks)) == pytest.approx(1_083_000, rel=0.01)


@pytest.mark.parametrize(
    ("text", "separator", "comma"),
    [
        ("a,b;c,d\n1,2,3\n", ",", False),
        ("a;b,c;d\n1;2,5;3\n", ";", True),
        ("a;b\n1,5;2.5\n", ";", False),
        ("0,5;0,6\n", ";", True),
        ("0.5,0.6\n", ",", False),
        ('a,b\n"1,5",2\n', ",", True),
    ],
)
def test_separator_and_decimal_mark(text, separator, comma):
    table = split_table(text)
    assert (table.separator, table.decimal_comma) == (separator, comma)


@pytest.mark.parametrize("kind", ["pipe", "device", "socket", "folder", "long", "deep", "nul"])
def test_what_is_no_plain_file_is_refused_at_once(tmp_path, kind):
    path = str(tmp_path / "times.csv")
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path)
    elif kind == "folder":
        os.mkdir(path)
    path = {"device": "/dev/zero", "long": "n" * 300, "deep": "d/" * 2500, "nul": "a\0b"}.get(
        kind, path
    )
    with pytest.raises(PathError) as caught:
        read_times(path)
    assert len(str(caught.value)) < 500
