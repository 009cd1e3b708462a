"""Pupils, blinks and running: against Facemap's own numbers, a plain loop, and planted truth."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.ndimage import shift as moved

from element_mouseface import extract, open_result, open_video
from element_mouseface.core.facial_signals.extractor import BinExtractor
from element_mouseface.core.facial_signals.facemap_file import load_facemap
from element_mouseface.core.facial_signals.native import SignalParams, compute_signals
from element_mouseface.core.facial_signals.part_extractor import PartExtractor
from element_mouseface.core.facial_signals.pupil import darkness, ellipses_of, fit_moments, smooth
from element_mouseface.core.facial_signals.regions import Region, Regions
from element_mouseface.core.facial_signals.running import shift_between, taper
from element_mouseface.errors import CropError, ParameterError
from element_mouseface.params import Crop, HOGParams
from tests.conftest import ROOT
from tests.facemap.movies import planted_luma, with_pupil
from tests.facemap.runs import drawn

SMALLEST = (HOGParams(pixels_per_cell=(16, 16)), Crop(width=16, height=16))
NONE = SignalParams(motion_svd=False, movie_svd=False)
EYE = Region("eye", "ellipse", ((10, 8), (50, 44)), "pupil", 110.0)
LID = Region("lid", "polygon", ((4, 4), (60, 6), (52, 46), (8, 42)), "blink", 140.0)
BALL = Region("ball", "box", ((64, 0), (96, 48)), "running")
REGIONS = Regions((EYE, Region.box("cheek", 0, 0, 40, 40), LID, BALL))


def passed(frames, folder, regions=REGIONS, missing=(), **options):
    reader = open_video(frames, fps=30)
    if missing:
        read = reader._read
        reader._read = lambda *a: ((n, None if n in missing else f) for n, f in read(*a))
    size = frames.shape[1:]
    extractors = [BinExtractor(regions, 4, *size), PartExtractor.for_regions(regions, *size)]
    return extract(reader, folder, *SMALLEST, workers=1, extractors=extractors, **options)


def disc(radius_y, radius_x, at_y, at_x, height=48, width=96, turn=0.0):
    """A dark ellipse, 30 on 200, on a surface with texture."""
    rng = np.random.default_rng(0)
    y, x = np.mgrid[:height, :width]
    dy, dx = y - at_y, x - at_x
    along, across = dx * np.cos(turn) + dy * np.sin(turn), dy * np.cos(turn) - dx * np.sin(turn)
    frame = 190 + rng.integers(0, 30, (height, width))
    frame[(along / radius_x) ** 2 + (across / radius_y) ** 2 <= 1] = 30
    return frame.astype(np.uint8)


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    """Frames with a pupil that grows and wanders and a surface that runs, and their truth."""
    rng, n = np.random.default_rng(1), 60
    texture = rng.normal(120, 40, (200, 400))
    texture = np.clip((texture + np.roll(texture, 1, 0) + np.roll(texture, 1, 1)) / 3, 0, 255)
    truth, frames = [], []
    run = np.cumsum(rng.integers(-3, 4, (n, 2)), axis=0)
    for k in range(n):
        radius, at = 5 + 4 * np.sin(k / 40) ** 2, (26 + 2 * np.sin(k / 5), 30 + 3 * np.cos(k / 6))
        frame = disc(radius, radius, *at)
        top, left = 80 + run[k]
        frame[:, 64:] = texture[top : top + 48, left : left + 32]
        truth.append((np.pi * radius**2, *at))
        frames.append(frame)
    frames = np.array(frames)
    result = passed(frames, tmp_path_factory.mktemp("parts") / "o")
    return frames, np.array(truth), -np.diff(run, axis=0), compute_signals(result, params=NONE)


def test_a_planted_pupil_is_found(planted):
    _, truth, _, signals = planted
    (pupil,) = signals.pupil
    np.testing.assert_allclose(pupil.area, truth[:, 0], rtol=0.06)
    np.testing.assert_allclose(pupil.com + np.array([8, 10]), truth[:, 1:], atol=0.35)
    np.testing.assert_allclose(pupil.area, np.pi * np.sqrt(pupil.axlen.prod(axis=1)))
    assert np.corrcoef(pupil.area_smooth, truth[:, 0])[0, 1] > 0.95


def test_the_axes_of_an_ellipse_are_found():
    for turn in (0.0, 0.5, 2.0):
        moments = np.empty((1, 5))
        frame = disc(6, 10, 24, 40, turn=turn)
        table, inside = darkness(110.0, None), np.ones(frame.shape, bool)
        fit_moments(frame, table, inside, 2.0, moments[0])
        area, com, axlen, axdir = ellipses_of(moments, 2.0)
        assert area[0] == pytest.approx(np.pi * 60, rel=0.06)
        np.testing.assert_allclose(com[0], (24, 40), atol=0.2)
        longest = axdir[0][:, ::-1][:, np.argmax(axlen[0][::-1])]
        assert abs(longest @ (np.sin(turn), np.cos(turn))) > 0.98
    frame = disc(3, 20, 24, 40)  # longer than twice its width: a lid's shadow, no pupil
    fit_moments(frame, table, inside, 2.0, moments[0])
    _, _, axlen, _ = ellipses_of(moments, 2.0)
    assert axlen.max() == pytest.approx(4 * axlen.min())


def test_planted_running_is_found(planted):
    _, _, steps, signals = planted
    (ball,) = signals.running
    assert np.isnan(ball.shift[0]).all()
    np.testing.assert_allclose(ball.shift[1:], steps, atol=0.25)


def test_blinks_are_the_sum_of_what_is_dark(planted):
    frames, _, _, signals = planted
    (lid,) = signals.blink
    from matplotlib.path import Path

    y, x = np.mgrid[:48, :96]
    centers = np.stack([x.ravel() + 0.5, y.ravel() + 0.5], axis=1)
    inside = Path(LID.points).contains_points(centers).reshape(48, 96)
    expected = np.maximum(0, 140.0 - frames[:, inside]).sum(axis=1)
    np.testing.assert_array_equal(lid.area, expected)


def test_other_regions_do_not_change_the_motion(planted, tmp_path):
    frames, _, _, signals = planted
    alone = Regions((Region.box("cheek", 0, 0, 40, 40),))
    reader = open_video(frames, fps=30)
    bins = BinExtractor(alone, 4, 48, 96)
    result = extract(reader, tmp_path / "o", *SMALLEST, workers=1, extractors=[bins])
    again = compute_signals(result, params=NONE)
    assert [r.roi_no for r in signals.regions] == [0, 1]
    for one, other in zip(signals.regions, again.regions, strict=True):
        np.testing.assert_array_equal(one.motion, other.motion)
    assert (again.pupil, again.blink, again.running) == ((), (), ())
    assert PartExtractor.for_regions(alone, 48, 96) is None


def test_facemaps_own_pupil():
    """The kept run of Facemap: its pupil is fitted first, before other regions disturb it."""
    facemap = load_facemap(ROOT / "tests/data/facemap/tiny_everything_proc.npy")
    frames = with_pupil(planted_luma(70, 24, 32, seed=4))
    rows, columns = slice(2, 22), slice(4, 28)
    inside = drawn(0, "eye", range(2, 22), range(4, 28), 130.0)["ellipse"]
    gray = ((np.clip(np.arange(256), 16, 235) - 16) * 255 // 219).astype(np.uint8)
    moments, table = np.empty((70, 5)), darkness(130.0, gray)
    for frame, row in zip(frames, moments, strict=True):
        fit_moments(frame[rows, columns], table, inside, 2.0, row)
    area, com, axlen, axdir = ellipses_of(moments, 2.0)
    (theirs,) = facemap.pupil
    np.testing.assert_allclose(area, theirs.area, rtol=1e-4)
    np.testing.assert_allclose(com, theirs.com, atol=1e-4)
    np.testing.assert_allclose(axlen, theirs.axlen, rtol=2e-4)
    long = theirs.axlen.max(axis=1) > 1.02 * theirs.axlen.min(axis=1)  # a disc has no direction
    assert long.sum() >= 2
    np.testing.assert_allclose(np.abs(axdir[long]), np.abs(theirs.axdir[long]), atol=1e-2)
    # 15 frames from the ends: there Facemap's median is over zeros that it takes for frames
    np.testing.assert_allclose(smooth(area)[15:-15], theirs.area_smooth[15:-15], rtol=1e-4)


def test_smoothing_replaces_outliers_and_fills_gaps():
    rng = np.random.default_rng(0)
    trace = 100 + np.sin(np.arange(200) / 30) * 20 + rng.normal(0, 0.5, 200)
    clean = trace.copy()
    trace[[40, 90, 91]] = 400.0
    trace[120:125] = np.nan
    found = smooth(trace)
    np.testing.assert_array_equal(found[100:115], trace[100:115])
    assert np.abs(found - clean).max() < 12 and np.isfinite(found).all()
    assert np.isnan(trace[120]) and trace[40] == 400  # the given one stays
    assert np.isnan(smooth(np.full(5, np.nan))).all()
    assert smooth(np.array([3.0])).tolist() == [3.0] and len(smooth(np.empty(0))) == 0


def test_nothing_dark_or_no_frame_is_nan_and_no_number(tmp_path):
    frames = np.full((12, 48, 96), 220, np.uint8)
    frames[:6] = disc(7, 7, 26, 30)
    signals = compute_signals(passed(frames, tmp_path / "o", missing=(3,)), params=NONE)
    (pupil,), (lid,), (ball,) = signals.pupil, signals.blink, signals.running
    assert np.flatnonzero(np.isnan(pupil.area)).tolist() == [3, *range(6, 12)]
    assert np.isnan(pupil.com[7]).all() and np.isnan(pupil.axlen[7]).all()
    assert np.flatnonzero(np.isnan(lid.area)).tolist() == [3] and lid.area[8] == 0
    # the first, the missing one and the one after it, and where there is no texture
    assert np.flatnonzero(np.isnan(ball.shift[:, 0])).tolist() == [0, 3, 4, *range(6, 12)]
    assert (ball.shift[5] == 0).all()


def test_a_resumed_or_cut_pass_gives_the_same(planted, tmp_path):
    frames, _, _, signals = planted
    result = passed(frames, tmp_path / "o", chunk_frames=16)
    again = compute_signals(open_result(result.path), params=NONE)
    np.testing.assert_array_equal(again.pupil[0].area, signals.pupil[0].area)
    np.testing.assert_array_equal(again.running[0].shift, signals.running[0].shift)
    assert again.digest == signals.digest


def test_some_of_the_regions_can_be_asked_for_and_others_are_refused(planted, tmp_path):
    frames = planted[0]
    result = passed(frames, tmp_path / "o")
    some = compute_signals(result, Regions((LID,)), NONE)
    assert [b.name for b in some.blink] == ["lid"] and not some.pupil and not some.running
    other = Region("eye", "ellipse", ((10, 8), (50, 44)), "pupil", 111.0)
    with pytest.raises(ParameterError, match="eye, lid, ball"):
        compute_signals(result, Regions((other,)), NONE)


def test_shifts_to_a_fraction_of_a_pixel_and_none_where_the_pictures_share_nothing():
    rng = np.random.default_rng(2)
    smooth_noise = moved(rng.normal(0, 60, (64, 80)), 0.0, order=3)
    still = np.clip(128 + (smooth_noise + np.roll(smooth_noise, 1, 1)) / 2, 0, 255)
    weights = taper(64, 80)
    for by in ((0.0, 2.5), (-1.5, 0.5), (4.0, -3.0)):
        after = moved(still, by, order=3, mode="nearest")
        got = shift_between(still.astype(np.uint8), after.clip(0, 255).astype(np.uint8), weights)
        np.testing.assert_allclose(got, by, atol=0.4)
    other = rng.integers(0, 255, (64, 80)).astype(np.uint8)
    assert np.isnan(shift_between(still.astype(np.uint8), other, weights)).all()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"kind": "pupil"}, "saturation"),
        ({"kind": "pupil", "saturation": 0}, "saturation"),
        ({"kind": "blink", "saturation": 256}, "saturation"),
        ({"kind": "motion", "saturation": 100}, "saturation"),
        ({"kind": "running", "pupil_sigma": 2.0}, "pupil_sigma"),
        ({"kind": "pupil", "saturation": 100, "pupil_sigma": -1}, "pupil_sigma"),
        ({"kind": "nose"}, "unknown kind"),
    ],
)
def test_kinds_that_lack_something_are_refused(given, told):
    with pytest.raises(ParameterError, match=told):
        Region("eye", "ellipse", ((0, 0), (10, 10)), **given)


def test_regions_outside_or_too_small_are_refused():
    with pytest.raises(CropError, match="outside"):
        PartExtractor(REGIONS, 40, 96)
    with pytest.raises(CropError, match="too small"):
        PartExtractor(Regions((Region("b", "box", ((0, 0), (15, 40)), "running"),)), 48, 96)


def test_regions_of_motion_keep_their_hash_and_others_come_back():
    motion = Regions((Region.box("cheek", 0, 0, 40, 40),))
    assert motion.to_dict() == {
        "regions": [{"name": "cheek", "shape": "box", "points": [[0.0, 0.0], [40.0, 40.0]]}],
        "full_frame": True,
    }
    assert Regions.from_dict(REGIONS.to_dict()) == REGIONS
    assert REGIONS.regions[0].pupil_sigma == 2.0
