"""Edges that CatGT extracted: names of both generations, rising and inverted, files and folders."""

from __future__ import annotations

import numpy as np
import pytest

from element_mouseface.core.sync import clock_times
from element_mouseface.core.sync.acquisition.spikeglx import (
    edge_file,
    is_spikeglx,
    read_spikeglx,
)
from element_mouseface.errors import ClockError, PathError

SHOT = 12.0 + np.cumsum(np.random.default_rng(6).uniform(0.03, 0.04, 300))
MOVIE = np.delete(SHOT, [100]) - SHOT[0]


def write(folder, name, times):
    folder.mkdir(exist_ok=True)
    (folder / name).write_text("".join(f"{t:.6f}\n" for t in times))


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("catgt") / "catgt_m01_g0"
    write(folder, "m01_g0_tcat.nidq.xd_8_3_0.txt", SHOT)
    write(folder, "m01_g0_tcat.nidq.xid_8_3_0.txt", SHOT + 0.01)
    write(folder, "m01_g0_tcat.nidq.xd_8_4_0.txt", SHOT[:30])
    write(folder, "m01_g0_tcat.nidq.xa_0_500.txt", SHOT[:7])
    (folder / "m01_g0_tcat.nidq.xia_0_500.txt").touch()
    write(folder, "m01_g0_ct_offsets.txt", [0.0])
    return folder


@pytest.mark.parametrize(
    ("name", "stream", "line", "rising"),
    [
        ("m01_g0_tcat.nidq.xd_8_3_0.txt", "nidq", "xd_8_3_0", True),
        ("m01_g0_tcat.nidq.xid_8_3_0.txt", "nidq", "xd_8_3_0", False),
        ("m01_g0_tcat.imec0.ap.xd_384_6_500.txt", "imec0.ap", "xd_384_6_500", True),
        ("m01_g0_tcat.nidq.xia_0_500.adj.txt", "nidq", "xa_0_500", False),
        ("m01_g0_tcat.nidq.XD_4_1_50.txt", "nidq", "xd_4_1_50", True),
        ("m01_g0_tcat.nidq.iXD_4_1_50.txt", "nidq", "xd_4_1_50", False),
        ("m01_g0_tcat.imec1.ap.SY_384_6_500.txt", "imec1.ap", "sy_384_6_500", True),
        ("xd_8_3_0.npy", "", "xd_8_3_0", True),
    ],
)
def test_names_tell_line_and_edges(tmp_path, name, stream, line, rising):
    found = edge_file(tmp_path / name)
    assert (found.stream, found.line, found.rising) == (stream, line, rising)


@pytest.mark.parametrize(
    "name", ["ttl.csv", "face_xd.txt", "m01_g0_ct_offsets.txt", "xd_8_3_0.csv"]
)
def test_other_names_are_no_extracted_edges(tmp_path, name):
    (tmp_path / name).touch()
    assert edge_file(tmp_path / name) is None and not is_spikeglx(tmp_path)


def test_a_file_of_edges(run, tmp_path):
    path = run / "m01_g0_tcat.nidq.xd_8_3_0.txt"
    found = clock_times("spikeglx", MOVIE, path=path)
    assert np.allclose(found.times_s, np.delete(SHOT, 100), atol=1e-6)
    assert np.allclose(found.dropped_s, SHOT[100], atol=1e-6)
    fallen = clock_times("spikeglx", MOVIE, path=run / "m01_g0_tcat.nidq.xid_8_3_0.txt")
    assert np.allclose(fallen.times_s - found.times_s, 0.01, atol=2e-6)
    with pytest.raises(ClockError, match=r"rising of nidq.xd_8_3_0 are not extracted"):
        read_spikeglx(run / "m01_g0_tcat.nidq.xid_8_3_0.txt", edges="rising")
    # TPrime's output, under any name, and as an array
    np.save(tmp_path / "camera_adj.npy", SHOT)
    assert np.array_equal(read_spikeglx(tmp_path / "camera_adj.npy").edges_s, SHOT)


def test_a_folder_asks_for_the_line_and_its_edges(run):
    with pytest.raises(ClockError, match="several lines") as caught:
        read_spikeglx(run)
    told = str(caught.value)
    assert "nidq.xd_8_3_0 (300 rising, 300 falling)" in told and "xd_8_4_0 (30 rising)" in told
    assert "xa_0_500 (7 rising, 0 falling)" in told or "xa_0_500 (0 falling, 7 rising)" in told
    with pytest.raises(ClockError, match="not said which edges"):
        read_spikeglx(run, line="8_3")
    rising, falling = (
        read_spikeglx(run, line="8_3", edges=e).edges_s for e in ("rising", "falling")
    )
    assert np.allclose(rising, SHOT, atol=1e-6) and np.allclose(falling, SHOT + 0.01, atol=1e-6)
    # CatGT's own name of the inverted line says it, too
    assert np.array_equal(read_spikeglx(run, line="xid_8_3").edges_s, falling)
    assert np.array_equal(read_spikeglx(run, line="nidq.xd_8_3").edges_s, rising)
    assert len(read_spikeglx(run, line="8_3", edges="all").edges_s) == 600
    # bit 3 is no part of bit 30, and files of probes lie in folders of their own
    write(run / "m01_g0_imec0", "m01_g0_tcat.imec0.ap.xd_384_6_500.txt", SHOT[:9])
    write(run, "m01_g0_tcat.nidq.xd_8_30_0.txt", SHOT[:8])
    assert len(read_spikeglx(run, line="xd_8_3").edges_s) == 300
    assert len(read_spikeglx(run, line="imec0.ap.xd_384_6").edges_s) == 9
    with pytest.raises(ClockError, match="inverted"):
        read_spikeglx(run, line="xid_8_3", edges="rising")
    with pytest.raises(ClockError, match="no line 'xd_9_9'"):
        read_spikeglx(run, line="xd_9_9")


def test_what_holds_no_edges_says_what_to_do(run, tmp_path):
    with pytest.raises(ClockError, match="no falling edge"):
        read_spikeglx(run, line="xia_0_500")
    (tmp_path / "m01_g0_t0.nidq.bin").touch()
    with pytest.raises(ClockError, match="no extracted edges") as caught:
        read_spikeglx(tmp_path)
    assert "raw data (.bin)" in str(caught.value) and "CatGT" in str(caught.value)
    with pytest.raises(PathError):
        read_spikeglx(tmp_path / "gone")


def test_edges_twice_as_often_as_frames_are_told_apart_from_two_per_pulse(run):
    """Rising edges only, yet two a frame: choosing the first of each pulse would be no answer."""
    path = run / "m01_g0_tcat.nidq.xd_8_3_0.txt"
    with pytest.raises(ClockError, match="twice as often") as caught:
        clock_times("spikeglx", np.arange(150) * 2 * np.diff(SHOT).mean(), path=path)
    assert "--clock-edges" not in str(caught.value)
