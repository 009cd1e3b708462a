"""Features of frames: windows against numpy, no look ahead, missing frames, faces aligned."""

from __future__ import annotations

import pickle

import cv2
import numpy as np
import pytest
from scipy import ndimage
from skimage.feature import hog

from element_mouseface.core.behavior.features import (
    BehaviorFeatureParams,
    BehaviorFeatures,
    open_frames,
)
from element_mouseface.core.behavior.features.alignment import (
    Pose,
    cell_operator,
    find_pose,
    warp_operator,
    warped,
)
from element_mouseface.core.behavior.features.components import principal_components, rotated
from element_mouseface.core.behavior.features.windows import (
    SUMMARIES,
    summarize,
    window_limits,
)
from element_mouseface.core.learning import FeatureMaker, FittedFeatures, Span
from element_mouseface.errors import InputError, ParameterError, ResultMismatchError
from element_mouseface.params import Crop, HOGParams

from .planted import draw, make_movies, make_result, plant

SMALL = BehaviorFeatureParams(picture_components=4, cell_components=3, sample_frames=192)


@pytest.fixture(scope="module")
def movies(tmp_path_factory):
    return make_movies(tmp_path_factory.mktemp("movies"), 3, 300)[0]


@pytest.fixture(scope="module")
def fitted(movies):
    trainings = [[Span(0, 0, 300), Span(1, 0, 300)], [Span(1, 0, 300), Span(2, 0, 150)]]
    return BehaviorFeatures(SMALL).fit(movies, trainings)


def by_hand(values, times_s, a, b):
    """The five summaries of one window, by numpy."""
    x, t = values[a:b], times_s[a:b]
    rows = []
    for column in x.T:
        good = np.isfinite(column)
        if not good.any():
            rows.append([np.nan] * 5)
            continue
        v, when = column[good].astype(float), t[good]
        slope = np.polyfit(when - when.mean(), v, 1)[0] if len(v) > 1 else 0.0
        rows.append([v.mean(), v.std(), v.min(), v.max(), slope])
    return np.array(rows).T


@pytest.mark.parametrize("causal", [False, True])
@pytest.mark.parametrize("window_s", [0.1, 0.35, 0.7])
def test_windows_are_those_of_numpy_at_a_variable_rate(window_s, causal):
    rng = np.random.default_rng(1)
    times_s = np.cumsum(rng.uniform(0.01, 0.06, 80))
    values = rng.standard_normal((80, 3)).astype(np.float32)
    values[rng.random((80, 3)) < 0.2] = np.nan
    values[20:45, 2] = np.nan
    first, stop = window_limits(times_s, window_s, causal)
    found = summarize(values, times_s, first, stop)
    for frame in range(80):
        half = window_s if causal else window_s / 2
        inside = (times_s >= times_s[frame] - half) & (
            times_s <= times_s[frame] + (0 if causal else half)
        )
        a, b = np.flatnonzero(inside)[[0, -1]]
        assert (first[frame], stop[frame]) == (a, b + 1)
        np.testing.assert_allclose(
            found[frame], by_hand(values, times_s, a, b + 1), rtol=2e-3, atol=2e-4
        )


def test_components_are_those_of_a_whole_decomposition():
    rng = np.random.default_rng(0)
    rows = (rng.standard_normal((200, 6)) * [9, 5, 3, 2, 1, 1]) @ rng.standard_normal((6, 50))
    found = principal_components(rows.astype(np.float32), 3)
    _, _, due = np.linalg.svd(rows - rows.mean(0), full_matrices=False)
    np.testing.assert_allclose(np.abs(found @ due[:3].T), np.eye(3), atol=1e-3)
    turned = rotated(found)
    np.testing.assert_allclose(turned @ turned.T, np.eye(3), atol=1e-5)
    spans = turned @ found.T  # the same three directions, turned among themselves
    np.testing.assert_allclose(spans @ spans.T, np.eye(3), atol=1e-4)


def test_rotated_components_are_in_one_place_each():
    parts = np.zeros((3, 60), np.float32)
    for k in range(3):
        parts[k, 20 * k : 20 * k + 8] = 8**-0.5
    mixed = np.linalg.qr(np.random.default_rng(2).standard_normal((3, 3)))[0].astype(np.float32)
    found = rotated(mixed @ parts)
    assert np.allclose(np.sort(np.abs(found @ parts.T).max(1)), 1, atol=1e-3)


@pytest.mark.parametrize("mirrored", [False, True])
def test_a_face_is_found_where_it_was_moved_to(mirrored):
    rng = np.random.default_rng(3)
    maps = np.stack([ndimage.gaussian_filter(rng.standard_normal((60, 80)), 3) for _ in range(3)])
    maps = ((maps - maps.mean()) / maps.std()).astype(np.float32)
    away = Pose(mirrored, 1.0, 4.5, (0.05, -0.04))
    matrix = away.matrix((60, 80))
    moved = np.stack([cv2.warpAffine(one, matrix, (80, 60)) for one in maps])
    pose = find_pose(maps, moved)
    assert pose.mirrored == mirrored and abs(pose.turn_deg - 4.5) < 0.1
    inner = (slice(None), slice(15, 45), slice(20, 60))
    back = warped(moved, pose)[inner]
    assert np.corrcoef(back.ravel(), maps[inner].ravel())[0, 1] > 0.9
    operator = warp_operator(pose, (60, 80))
    np.testing.assert_allclose(
        (operator @ moved[0].ravel()).reshape(60, 80)[15:45, 20:60],
        warped(moved, pose)[0, 15:45, 20:60],
        atol=0.15,
    )


def test_mirrored_cells_are_cells_of_the_mirrored_picture():
    picture = np.random.default_rng(4).random((64, 96))

    def cells(image):
        return hog(image, 8, (16, 16), (1, 1), block_norm="L1", feature_vector=False)[:, :, 0, 0]

    turned = cell_operator(Pose(mirrored=True), (4, 6), 8) @ cells(picture).ravel()
    due = cells(np.ascontiguousarray(picture[:, ::-1]))
    # At the border a gradient is exactly upright, which is at the edge of a range.
    np.testing.assert_allclose(turned.reshape(4, 6, 8)[1:-1, 1:-1], due[1:-1, 1:-1], atol=1e-6)


def test_a_fit_is_what_learning_asks_for_and_does_not_depend_on_what_is_asked(movies, fitted):
    assert isinstance(BehaviorFeatures(SMALL), FeatureMaker)
    for one in fitted:
        assert isinstance(one, FittedFeatures)
        rows = one.rows(movies[2])
        assert rows.shape == (300, len(one.names)) and rows.dtype == np.float32
        assert np.isfinite(rows[1:]).all()  # nothing moved before the first frame
        np.testing.assert_array_equal(one.rows(movies[2], 100, 133), rows[100:133])
        alone = pickle.loads(pickle.dumps(one))  # as a cluster's worker has it
        np.testing.assert_array_equal(alone.rows(movies[2], 40, 60), rows[40:60])
    n_traces = len(fitted[0].fit.trace_names)
    assert len(fitted[0].names) == n_traces * (1 + 3 * len(SUMMARIES))
    assert "change:1:slope:0.35s" in fitted[0].names


def test_a_fit_looks_at_its_training_frames_alone(movies, tmp_path):
    spans = [[Span(0, 0, 300), Span(1, 0, 300)]]
    due = BehaviorFeatures(SMALL).fit(movies[:2], spans)[0]
    other = open_frames(make_result(tmp_path / "x.zarr", draw(plant(9, 200), 9)))
    found = BehaviorFeatures(SMALL).fit([*movies[:2], other], spans)[0]
    for name, array in due.to_arrays()[1].items():
        np.testing.assert_array_equal(found.to_arrays()[1][name], array)


def test_a_causal_feature_does_not_change_when_later_frames_do(movies, tmp_path):
    params = BehaviorFeatureParams.from_dict({**SMALL.to_dict(), "causal": True})
    whole = BehaviorFeatureParams.from_dict({**SMALL.to_dict(), "causal": False})
    frames = draw(plant(5, 70), 5)
    later = frames.copy()
    later[60:] = 255 - later[60:]
    first, second = (
        open_frames(make_result(tmp_path / f"{n}.zarr", one))
        for n, one in enumerate((frames, later))
    )
    spans = [[Span(0, 0, 300), Span(1, 0, 300)]]
    causal = BehaviorFeatures(params).fit(movies[:2], spans)[0]
    np.testing.assert_array_equal(causal.rows(first)[:60], causal.rows(second)[:60])
    assert not np.array_equal(causal.rows(first)[60:], causal.rows(second)[60:])
    looks_ahead = BehaviorFeatures(whole).fit(movies[:2], spans)[0]
    assert not np.array_equal(looks_ahead.rows(first)[:50], looks_ahead.rows(second)[:50])


def test_missing_frames_have_no_features_and_spoil_no_others(movies, fitted, monkeypatch):
    source = open_frames(movies[0].path)
    flags = source.flags.copy()
    flags[[50, 51, 200]] |= 1
    monkeypatch.setattr(source, "flags", flags, raising=False)
    rows = fitted[0].rows(source)
    lost = np.isnan(rows).all(axis=1)
    assert np.flatnonzero(lost).tolist() == [50, 51, 200]
    assert np.isfinite(rows[[49, 60, 199]]).all()


def test_a_rate_is_never_exceeded_and_frames_between_have_the_nearest(movies):
    spans = [[Span(0, 0, 300), Span(1, 0, 300)]]
    for causal in (False, True):
        params = BehaviorFeatureParams.from_dict(
            {**SMALL.to_dict(), "rate_hz": 8.0, "causal": causal}
        )
        rows = BehaviorFeatures(params).fit(movies[:2], spans)[0].rows(movies[0])
        rows = np.nan_to_num(rows)
        changed = 1 + np.flatnonzero((rows[1:] != rows[:-1]).any(axis=1))
        assert 300 / 25 * 8 - 3 <= len(changed) <= 300 / 25 * 8 + 1


@pytest.mark.parametrize("fps", [12.5, 50.0])
def test_the_same_movie_at_another_rate_has_nearly_the_same_features(movies, fps, tmp_path):
    """A behavior lasts as long as it does, so windows are in seconds."""
    params = BehaviorFeatureParams.from_dict({**SMALL.to_dict(), "align": False})
    one = BehaviorFeatures(params).fit(movies[:2], [[Span(0, 0, 300), Span(1, 0, 300)]])[0]
    shown = plant(7, 250)
    at = np.arange(int(10 * fps)) * 25 / fps
    frames = draw(shown, 7)
    slow = open_frames(make_result(tmp_path / "a.zarr", frames))
    fast = open_frames(make_result(tmp_path / "b.zarr", frames[at.astype(int)], fps=fps))
    column = [n for n, name in enumerate(one.names) if name.endswith("mean:0.7s")]
    frame = np.arange(0, 248, 4)
    a, b = (
        source.rows(movie)[at][:, column]
        for source, movie, at in ((one, slow, frame), (one, fast, frame * int(2 * fps) // 50))
    )
    alike = []
    for n, c in enumerate(column):
        if one.names[c].startswith(("change:", "level:")):
            alike.append(np.corrcoef(a[:, n], b[:, n])[0, 1])
    assert np.median(alike) > 0.95  # a component may be noise alone


@pytest.mark.parametrize("n_frames", [1, 2, 3])
def test_a_movie_of_a_few_frames_has_features(fitted, tmp_path, n_frames):
    frames = draw(plant(1, 30), 1)[:n_frames]
    for number, one in enumerate(fitted):
        path = make_result(tmp_path / f"{number}.zarr", frames)
        rows = one.rows(open_frames(path))
        assert rows.shape == (n_frames, len(one.names)) and np.isfinite(rows[:, 7:11]).all()


def test_traces_beside_the_folder_become_features(movies):
    more = [
        open_frames(m.path, traces={"pressure": np.arange(300.0) + 7 * n})
        for n, m in enumerate(movies[:2])
    ]
    fitted = BehaviorFeatures(SMALL).fit(more, [[Span(0, 0, 300), Span(1, 0, 300)]])[0]
    column = fitted.names.index("trace:pressure:slope:0.7s")
    slopes = fitted.rows(more[0])[:, column]
    assert np.allclose(slopes, slopes[0], rtol=0.02) and slopes[0] > 0
    with pytest.raises(InputError, match="one number for each of its 300"):
        open_frames(movies[0].path, traces={"x": np.zeros(299)})
    with pytest.raises(ResultMismatchError, match="trace:pressure"):
        fitted.check(movies[0])


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ({"hog": HOGParams(pixels_per_cell=(8, 8))}, "pixels_per_cell"),
        ({"crop": Crop(x=8, y=0, width=80, height=64)}, "crop"),
        ({"crop": Crop(x=8, y=0, width=88, height=64)}, "x=8"),
    ],
)
def test_movies_made_in_another_way_are_refused_with_both(movies, fitted, tmp_path, options, word):
    other = open_frames(make_result(tmp_path / "x.zarr", draw(plant(1, 40), 1), **options))
    with pytest.raises(ResultMismatchError, match=word) as found:
        fitted[0].check(other)
    assert found.value.expected and found.value.got and found.value.do
    with pytest.raises(ResultMismatchError):
        BehaviorFeatures(SMALL).fit([movies[0], other], [[Span(0, 0, 300)]])


def test_features_of_nothing_are_refused(movies):
    with pytest.raises(InputError, match="cannot be fitted"):
        BehaviorFeatures(SMALL).fit(movies, [[Span(0, 5, 5)]])
    with pytest.raises(ParameterError, match="twice"):
        BehaviorFeatureParams(windows_s=(0.1, 0.1))
