"""Studies in folders, filters before the extraction, and words, on one short film."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest

import element_mouseface as mf
from element_mouseface.core.failures import FailureParams, study_failures
from element_mouseface.core.failures.content import digest_of_study
from element_mouseface.core.failures.filters import sharpened, stretched
from element_mouseface.core.failures.folder import read_study, write_study
from element_mouseface.core.failures.remedies import try_remedies, wilson
from element_mouseface.core.failures.words import told
from element_mouseface.core.frame_features import FeatureParams, result_features
from element_mouseface.errors import ResultChangedError, ResultError, ResultMismatchError
from element_mouseface.synthetic import FrameFaults, film


@pytest.fixture(scope="module")
def hazy(tmp_path_factory):
    """A film with bouts of haze, the pass over it, and the study of the frames in haze."""
    folder = tmp_path_factory.mktemp("hazy")
    movie = film(
        folder / "face.mp4",
        identity=1,
        seed=5,
        duration_s=30,
        fps=10,
        size_px=(160, 120),
        events=[],
        faults=[FrameFaults("low contrast", bouts_per_min=16, bout_s=0.8)],
    )
    result = mf.extract(mf.open_video(movie.path), folder / "face.zarr")
    failed = movie.truth["faults"][:, 0] > 0.5
    table = result_features(result, params=FeatureParams(groups=("intensity", "quality")))
    params = FailureParams(remedy_frames=20)
    return movie, result, study_failures(failed, table, result, what="haze", params=params)


def test_a_folder_gives_the_same_study_back(hazy, tmp_path):
    _, _, found = hazy
    write_study(found, tmp_path)
    again = read_study(tmp_path)
    assert digest_of_study(again) == digest_of_study(found)
    assert (again.causes, again.notes, again.params) == (found.causes, found.notes, found.params)
    np.testing.assert_array_equal(again.model.contributions, found.model.contributions)
    np.testing.assert_array_equal(again.stacks.difference, found.stacks.difference)
    causes = pd.read_csv(tmp_path / "causes.csv")
    assert causes["cause"][0] == "low contrast" and causes["above_null"][0] == 1
    frames = pd.read_csv(tmp_path / "frames.csv")
    np.testing.assert_array_equal(frames["failed"] == 1, found.failed)
    np.testing.assert_allclose(frames["contrast"], found.measures["contrast"], atol=1e-5)
    features = pd.read_csv(tmp_path / "features.csv").set_index("feature")
    assert features.loc["crop:intensity_spread", "auc"] < 0.05
    assert features.loc["crop:intensity_spread", "cause"] == "low contrast"


def test_a_study_without_anything_is_written_too(hazy, tmp_path):
    _, result, _ = hazy
    few = study_failures(np.zeros(len(result), bool), result=result)
    write_study(few, tmp_path)
    again = read_study(tmp_path)
    assert (again.state, again.causes, again.stacks, again.model) == ("too few", (), None, None)
    assert told(again)[1].startswith("0 frames failed: too few")


def test_damaged_and_foreign_folders_are_refused(hazy, tmp_path):
    _, _, found = hazy
    with pytest.raises(ResultError, match="holds no study"):
        read_study(tmp_path)
    write_study(found, tmp_path)
    data = bytearray((tmp_path / "stacks.npz").read_bytes())
    data[len(data) // 2] ^= 255
    (tmp_path / "stacks.npz").write_bytes(data)
    with pytest.raises(ResultError):
        read_study(tmp_path)
    other = tmp_path / "other"
    other.mkdir()
    write_study(replace(found, what="another"), other)
    (tmp_path / "stacks.npz").write_bytes((other / "stacks.npz").read_bytes())
    with pytest.raises(ResultChangedError, match="not that of its report"):
        read_study(tmp_path)


def test_stretching_brings_contrast_back_and_sharpening_does_not(hazy):
    movie, result, found = hazy
    seen = []

    def dull(pictures):
        """A tracker that needs contrast."""
        seen.append(pictures.shape)
        return pictures.reshape(len(pictures), -1).std(axis=1) < 25

    done = try_remedies(found, result, mf.open_video(movie.path), again=dull)
    rows = {(row.remedy, row.measure): row for row in done.remedies}
    assert set(seen) == {(20, 120, 160)}
    for measure in ("low contrast", "failed"):
        assert rows["stretch", measure].n_usual_before == 0
        assert rows["stretch", measure].n_usual_after >= 18
        assert rows["stretch", measure].low > 0.6
        assert rows["sharpen", measure].n_usual_after <= 2
    similar = rows["stretch", "similarity"]
    assert similar.successes > similar.before
    assert not any("not measured" in note for note in done.notes)
    plain = try_remedies(found, result, mf.open_video(movie.path))
    assert any("not measured" in note for note in plain.notes)
    assert "contrast stretching" in told(done)[-1]


def test_another_video_is_refused(hazy, tmp_path):
    _, result, found = hazy
    small = {"identity": 1, "fps": 10, "size_px": (160, 120), "events": []}
    other = film(tmp_path / "other.mp4", seed=6, duration_s=30, **small)
    with pytest.raises(ResultMismatchError, match="not the one that was studied"):
        try_remedies(found, result, mf.open_video(other.path))
    short = film(tmp_path / "short.mp4", duration_s=3, **small)
    with pytest.raises(ResultMismatchError, match="not the one that was studied"):
        try_remedies(found, result, mf.open_video(short.path))


def test_filters_are_what_they_say():
    picture = np.random.default_rng(0).integers(60, 120, (40, 50)).astype(np.uint8)
    soft = cv2.GaussianBlur(picture, (0, 0), 2.0).astype(float)
    due = np.clip(picture + 1.5 * (picture - soft), 0, 255)
    assert np.abs(sharpened(picture, 2.0, 1.5) - due).max() <= 1
    whole = np.ones(picture.shape, bool)
    wide = stretched(picture, whole, 0.0)
    assert (wide.min(), wide.max()) == (0, 255)
    assert (
        np.diff(wide.ravel()[np.argsort(picture.ravel(), kind="stable")].astype(int)) >= 0
    ).all()
    flat = np.full((5, 5), 9, np.uint8)
    assert (stretched(flat, np.ones((5, 5), bool), 1.0) == 9).all()
    inside = np.zeros(picture.shape, bool)
    inside[:5] = True
    bright = picture.copy()
    bright[20:] = 255  # outside: does not count
    assert (stretched(bright, inside, 0.0)[:5] == stretched(picture, inside, 0.0)[:5]).all()


def test_wilson_interval():
    for k, n in ((0, 20), (7, 20), (60, 60)):
        due = binomtest(k, n).proportion_ci(method="wilson")
        assert wilson(k, n) == pytest.approx((due.low, due.high), abs=1e-9)
    assert np.isnan(wilson(0, 0)).all()
