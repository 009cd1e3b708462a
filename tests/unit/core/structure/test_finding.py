"""Structure of small recordings with a planted face: frames, correlations, clusters, refusals."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

import element_mouseface as mf
from element_mouseface import extract, open_video
from element_mouseface.core.events import Events
from element_mouseface.core.features.quality import FrameFlag
from element_mouseface.core.results.structure_folder import read_structure, write_structure
from element_mouseface.core.structure import StructureParams, StructureSource, structure
from element_mouseface.core.structure.content import content_of, digest_of_structure
from element_mouseface.errors import (
    InputError,
    ParameterError,
    ResultChangedError,
    ResultError,
    ResultMismatchError,
)
from element_mouseface.params import HOGParams

FPS, N_EVENTS, PERIOD_S, EVENT_S = 10, 12, 4.0, 1.5
HEIGHT, WIDTH = 64, 96
HOG = HOGParams(pixels_per_cell=(16, 16))
QUICK = StructureParams(
    frames=160, counting_frames=100, surrogates=49, level=0.02, permutations=49, margin_s=1.0
)
EVENTS = Events.from_rows(
    [("ab"[k % 2], 3 + PERIOD_S * k, 3 + PERIOD_S * k + EVENT_S) for k in range(N_EVENTS)]
)


def face(folder, *, expression=1.0, seed=0, shift=0, dark=()):
    """A textured face; of each stimulus another part of it moves. Whiskers everywhere are noise."""
    rng = np.random.default_rng(seed)
    times = np.arange(int((3 + PERIOD_S * N_EVENTS) * FPS)) / FPS
    texture = np.kron(np.random.default_rng(99).normal(0, 25, (9, 13)), np.ones((8, 8)))
    frames = np.repeat(120 + texture[None, :HEIGHT, :WIDTH], len(times), axis=0)
    parts = {"a": (slice(0, 32), slice(0, 48)), "b": (slice(32, 64), slice(48, 96))}
    other = np.kron(np.random.default_rng(98).normal(0, 25, (9, 13)), np.ones((8, 8)))
    for name, (rows, columns) in parts.items():
        shown = EVENTS.frames(times, name)
        frames[shown, rows, columns] += expression * other[rows, columns]
    frames += rng.normal(0, 4, frames.shape)
    frames = np.roll(frames, shift, axis=2)
    frames[list(dark)] = 0
    picture = np.clip(frames, 0, 255).astype(np.uint8)
    return extract(open_video(picture, fps=FPS), folder, HOG, workers=1)


@pytest.fixture(scope="module")
def passes(tmp_path_factory):
    folder = tmp_path_factory.mktemp("passes")
    return {
        "shown": face(folder / "shown.zarr", dark=range(20, 30)),
        "flat": face(folder / "flat.zarr", expression=0.0, seed=1),
        "moved": face(folder / "moved.zarr", seed=2, shift=9),
    }


@pytest.fixture(scope="module")
def found(passes):
    return structure(passes["shown"], EVENTS, params=QUICK)


def test_clusters_are_the_planted_stimuli(found):
    assert found.n_clusters == 3 and not found.findings
    row = found.comparison("stimulus", "adjusted_rand")
    assert row.value > 0.9 and row.p == 0.02 and row.null_high < 0.5
    assert found.comparison("stimulus_or_baseline", "adjusted_rand").value > 0.9
    assert {row.stimulus for row in found.cluster_rows} == {"a", "b", "baseline"}
    assert all(row.stimulus_share > 0.9 and row.valley < 0.5 for row in found.cluster_rows)


def test_correlations_are_numpys_and_the_tree_is_of_them(passes):
    params = dataclasses.replace(QUICK, components=100, frames=60, clusters=3)
    found = structure(passes["shown"], EVENTS, params=params)
    given = mf.open_descriptors(passes["shown"].path)[found.frame].astype(float)
    due = np.corrcoef(given)
    assert np.allclose(found.correlation, due, atol=1e-6)
    # with all components, distances between frames are those of correlations
    scores = found.coordinates["pca"]
    apart = ((scores[:, None] - scores[None]) ** 2).sum(axis=2)
    assert np.allclose(apart, 2 - 2 * due, atol=1e-6)
    assert sorted(found.order.tolist()) == list(range(len(found)))


def test_without_expression_there_is_nothing(passes):
    found = structure(passes["flat"], EVENTS, params=QUICK)
    assert found.n_clusters == 1 and "There are no clusters" in found.findings[0]
    assert found.comparison("stimulus", "adjusted_rand").p == 1


def test_flagged_frames_are_left_out_and_told(found, passes):
    flags = passes["shown"].flags[found.frame]
    assert not (flags & int(FrameFlag.BLACK)).any()
    left = {row.reason: row.n_frames for row in found.left_out}
    assert sum(left.values()) == 10 and "black" in " ".join(left) + "constant black"
    usable = np.ones(passes["shown"].n_frames, bool)
    usable[200:] = False
    source = StructureSource("one", passes["shown"], events=EVENTS, usable=usable)
    again = structure(source, params=QUICK)
    assert again.frame.max() < 200
    assert {row.reason for row in again.left_out} >= {"not usable, as given"}


def test_two_faces_that_are_not_registered_are_told(passes):
    both = [passes["shown"], passes["moved"]]
    apart = structure(both, [EVENTS, EVENTS], params=dataclasses.replace(QUICK, clusters=2))
    assert apart.comparison("recording", "adjusted_rand").value > 0.9
    assert any("The clusters are recordings" in one for one in apart.findings)
    by_rule = structure(both, [EVENTS, EVENTS], params=QUICK)
    share = by_rule.comparison("recording", "variance_share")
    assert by_rule.n_clusters != 2 and share.value > 0.25
    assert any("by recording more than" in one or "are recordings" in one
               for one in by_rule.findings)  # fmt: skip
    centered = dataclasses.replace(QUICK, clusters=2, center="recording")
    row = structure(both, [EVENTS, EVENTS], params=centered).comparison(
        "recording", "adjusted_rand"
    )
    assert row.value < 0.1


def test_head_shift_makes_clusters_and_is_named(tmp_path):
    """The head moves by nine pixels now and then: clusters are its places."""
    still = face(tmp_path / "still.zarr", expression=0.0, seed=5)
    shift_px = np.zeros((still.n_frames, 2))
    frames = np.asarray(still.thumbnails[:])
    late = np.arange(len(frames)) % 60 >= 30
    moved = np.where(late[:, None, None], np.roll(frames, 9, axis=2), frames)
    result = extract(open_video(moved, fps=FPS), tmp_path / "moved.zarr", HOG, workers=1)
    shift_px[late, 0] = 9
    found = structure(result, EVENTS, params=QUICK)
    assert found.n_clusters == 2
    row = found.comparison("head_shift", "correlation_ratio")
    assert row.value > 0.9 and any("head's position" in one for one in found.findings)
    measured = found.measures["head_shift"][:, 0]
    planted = shift_px[found.frame, 0]
    assert np.abs(np.abs(np.diff(np.unique(np.round(measured)))[-1]) - 9) <= 1
    assert np.corrcoef(measured, planted)[0, 1] > 0.99
    near = dataclasses.replace(QUICK, most_shift_px=4.0)
    source = StructureSource("one", result, events=EVENTS, shift_px=shift_px)
    left = structure(source, params=near)
    assert (planted > 4).any() and (left.measures["head_shift"][:, 0] == 0).all()
    assert any("most_shift_px" in row.reason for row in left.left_out)


def test_the_same_seed_gives_the_same_digest(found, passes):
    again = structure(passes["shown"].path, EVENTS, params=QUICK)
    assert digest_of_structure(again) == digest_of_structure(found)
    other = structure(passes["shown"], EVENTS, params=dataclasses.replace(QUICK, seed=1))
    assert digest_of_structure(other) != digest_of_structure(found)


def test_tables_of_features_are_compared_by_their_columns(passes, tmp_path):
    table = mf.result_features(passes["shown"])
    path = table.write(tmp_path / "features.parquet")
    params = dataclasses.replace(QUICK, clusters=3)
    found = structure(table, EVENTS, params=params)
    assert found.about["compared"] == "features" and len(found.about["features"]) > 5
    from_file = structure(path, EVENTS, params=params)
    assert np.array_equal(from_file.clusters, found.clusters)
    assert set(found.measures) == {"motion_energy", "luminance"}
    beside = structure(StructureSource("x", passes["shown"], path, EVENTS), params=params)
    assert np.array_equal(beside.clusters, found.clusters) and "head_shift" in beside.measures
    moving = [n for n in table.names if np.nanstd(table.column(n)) > 0][:3]
    few = structure(table.select(moving), EVENTS, params=params)
    assert few.coordinates["pca"].shape[1] <= 3


def test_a_structure_is_read_back_whole_and_a_changed_one_refused(found, tmp_path):
    write_structure(found, tmp_path)
    again = read_structure(tmp_path)
    assert digest_of_structure(again) == digest_of_structure(found)
    about, arrays = content_of(found)
    for name, array in content_of(again)[1].items():
        assert array.dtype == arrays[name].dtype and np.array_equal(array, arrays[name])
    assert content_of(again)[0] == about
    table = found.to_dataframe()
    assert list(table.columns[:6]) == [
        "recording", "frame", "time_s", "stimulus", "trial", "cluster",
    ]  # fmt: skip
    assert len((tmp_path / "frames.csv").read_text().splitlines()) == 1 + len(found)
    changed = np.load(tmp_path / "correlation.npy")
    changed[0, 1] = 0.123
    np.save(tmp_path / "correlation.npy", changed)
    with pytest.raises(ResultChangedError, match="not that of its report"):
        read_structure(tmp_path)
    (tmp_path / "correlation.npy").write_bytes(b"nothing")
    with pytest.raises(ResultError):
        read_structure(tmp_path)
    (tmp_path / "report.json").unlink()
    with pytest.raises(ResultError, match="no structure"):
        read_structure(tmp_path)


def test_what_cannot_be_compared_is_refused(passes, tmp_path):
    shown = passes["shown"]
    with pytest.raises(ParameterError, match="the same"):
        structure([shown, shown.path])
    with pytest.raises(ParameterError, match="differ in number"):
        structure([shown, passes["flat"]], EVENTS)
    with pytest.raises(ParameterError, match="no recording"):
        structure(3)
    with pytest.raises(ParameterError, match="no recording"):
        structure([])
    with pytest.raises(InputError, match="Too few frames"):
        structure(StructureSource("x", shown, usable=np.arange(shown.n_frames) < 5))
    near = dataclasses.replace(QUICK, most_shift_px=1e-9)
    with pytest.raises(InputError, match="head further away"):
        structure(shown, params=near)
    with pytest.raises(InputError, match="another recording"):
        structure(StructureSource("x", shown, usable=np.ones(5, bool)))
    other = extract(
        open_video(np.zeros((30, 64, 96), np.uint8), fps=FPS), tmp_path / "other.zarr",
        HOGParams(pixels_per_cell=(8, 8)), workers=1,
    )  # fmt: skip
    with pytest.raises(ResultMismatchError, match="differ in kind"):
        structure([shown, other], [EVENTS, None], params=QUICK)
    with pytest.raises(InputError, match="Too few frames"):
        structure(other)
    with pytest.raises(ResultMismatchError, match="others none"):
        structure([shown, mf.result_features(passes["flat"])], [EVENTS, None], params=QUICK)
    with pytest.raises(ParameterError, match="surrogates"):
        StructureParams(surrogates=19, level=0.01)
