"""Where a model looks: planted places are named, and a face is not accused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from element_mouseface.core.frame_models import event_table, explain, picture_weights, place_report
from element_mouseface.core.frame_models.covering import Cover, CoveredRecording
from element_mouseface.core.frame_models.separation import HeldOutRows, Separation
from element_mouseface.core.frame_models.targets import picture_target
from element_mouseface.errors import InputError, ParameterError, ResultMismatchError
from element_mouseface.params import Crop, Mask

from .filmed import CHEEK, LAMP, QUICK, WIDTH, filmed


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("places")


@pytest.fixture(scope="module")
def both(place):
    """A lamp beside an expression."""
    return filmed(place / "both.zarr", lamp=60, expression=80)


@pytest.fixture(scope="module")
def trained(both):
    return both.trained()


@pytest.fixture(scope="module")
def report(both, trained):
    return place_report(trained, [both.result], workers=1)


def around(box, planted):
    """Whether a box covers what is planted, and little else."""
    left, top, right, bottom = box
    rows, columns = planted
    inside = left <= columns.start and right >= columns.stop
    inside &= top <= rows.start and bottom >= rows.stop
    near = columns.start - left <= 12 and right - columns.stop <= 12
    return inside and near and rows.start - top <= 8 and bottom - rows.stop <= 8


def test_a_lamp_is_named_where_it_is_and_the_face_beside_it_is_not_accused(report):
    (lamp,) = [one for one in report.places if one.sudden]
    assert around(lamp.box_px, LAMP) and lamp.stimuli == ("a",)
    assert lamp.levels == pytest.approx(60, abs=12) and lamp.used and lamp.in_face is False
    assert lamp.nearest == "ear" and lamp.distance_px == pytest.approx(140 - 114, abs=12)
    others = [one for one in report.places if not one.sudden]
    assert others and all(one.regions == ("cheek",) for one in others)
    assert 0.5 < report.everything.value < 1.2  # the rest is in features of full resolution
    assert 0.1 < lamp.low <= lamp.share <= lamp.high
    text = report.findings[0]
    assert lamp.box_text in text and "no named region" in text and "within two frames of a" in text
    assert [one.name for one in report.regions] == ["crop", "cheek", "ear"]


def test_tiles_and_regions_carry_what_is_planted_in_them(report):
    top = int(np.nanargmax(report.share))
    assert np.unravel_index(top, (6, 8)) == (0, 7)
    assert report.tile_px(0, 7) == (140, 0, 160, 16) and report.tile_px(5, 0) == (0, 80, 20, 96)
    cheek, ear = report.covered_regions
    assert (cheek.name, ear.name) == ("cheek", "ear") and abs(ear.value) < 0.05
    assert cheek.low > 0.05
    (lamp,) = [one for one in report.places if one.sudden]
    assert lamp.share + cheek.value == pytest.approx(report.everything.value, abs=0.25)


def test_an_expression_alone_is_in_the_face_and_a_lamp_alone_is_named(place, seed=1):
    face = filmed(place / f"face{seed}.zarr", lamp=0, expression=60, seed=seed)
    found = place_report(face.trained(), [face.result], most=150, workers=1)
    assert found.places and not any(one.sudden for one in found.places)
    assert {one.regions for one in found.places} == {("cheek",)}
    assert not any("look" in one for one in found.findings)
    lamp = filmed(place / f"lamp{seed}.zarr", lamp=90, expression=0, seed=seed)
    found = place_report(lamp.trained(), [lamp.result], grid=(3, 4), most=80, workers=1)
    assert around(found.places[0].box_px, LAMP) and found.places[0].sudden
    assert found.places[0].share > 0.6


def test_rows_of_events_are_covered_in_their_windows(both):
    table = event_table(both.table, both.events, (0.0, 1.0), "mean", (-1.0, 0.0))
    target = picture_target([table], "event")
    columns = [name for name in table.names if name.startswith("crop:intensity")]
    trained = both.trained(table, target, columns=columns)
    found = place_report(trained, [both.result], frames_of_event=6, workers=1)
    assert any(one.sudden and around(one.box_px, LAMP) for one in found.places)
    assert found.n_rows == len(table) and found.skill.value > 0.9 > found.skill_without.value


def test_what_is_covered_are_features_of_pictures_that_do_not_change_there(both):
    recording = CoveredRecording(both.result, both.table, both.table.names)
    frames = np.array([0, 1, 7, 40, 41, 300])
    recording.load(frames)
    columns = [both.table.names.index(name) for name in recording.names]
    np.testing.assert_allclose(recording.values(), both.table.values[frames][:, columns], 1e-9)
    pixels = np.zeros((60, 80), bool)
    pixels[:10, 70:] = True
    found = recording.values(Cover(pixels))
    shown = np.asarray(both.result.thumbnails)
    middle = np.rint(np.median(shown[np.unique(
        np.linspace(0, len(shown) - 1, 200).round().astype(int))], axis=0))  # fmt: skip
    covered = np.where(pixels, middle, shown[frames])
    place = recording.names.index("crop:intensity_mean")
    np.testing.assert_allclose(found[:, place], covered.mean(axis=(1, 2)), rtol=1e-9)
    change = (covered - shown[frames]).sum(axis=(1, 2)) / 4800
    place = recording.names.index("crop:luminance")
    due = both.result.quality("luminance")[frames] + change
    np.testing.assert_allclose(found[:, place], due, atol=0.1)  # areas of pixels differ a little
    moved = np.abs(np.diff(np.where(pixels, middle, shown)[[40, 41]], axis=0)).mean()
    place = recording.names.index("crop:thumbnail_motion")
    assert found[4, place] == pytest.approx(moved)
    same = [k for k, name in enumerate(recording.names) if name.startswith("cheek:")]
    np.testing.assert_array_equal(found[:, same], recording.values()[:, same])
    whole = recording.values(Cover(np.ones((60, 80), bool), True))
    still = [k for k, name in enumerate(recording.names) if name != "crop:luminance"]
    assert np.nanmax(np.nanstd(whole[:, still], axis=0)) < 1e-9


def test_each_cell_is_in_one_tile_and_what_touches_a_tile_is_more():
    tiles = [np.zeros((60, 80), bool) for _ in range(4)]
    for k, tile in enumerate(tiles):
        low, right = divmod(k, 2)
        tile[30 * low : 30 + 30 * low, slice(36, 80) if right else slice(0, 36)] = True
    cells = [Cover(tile).cells((7, 9), (16, 16), (118, 150)) for tile in tiles]
    np.testing.assert_array_equal(np.sum(cells, axis=0), 1)
    wide = Cover(tiles[0], True).cells((7, 9), (16, 16), (118, 150))
    assert (wide | cells[0] == wide).all() and wide.sum() > cells[0].sum()
    # pixel 30 of 60 begins at row 59 of 118: in cell row 3 of 16 pixels, whose middle is row 56;
    # pixel 36 of 80 at column 67.5 of 150: in cell column 4, whose middle is column 72
    assert cells[0].any(axis=1).tolist() == [True] * 4 + [False] * 3
    assert (cells[0].any(axis=0).sum(), wide.any(axis=0).sum()) == (4, 5)


def test_separation_is_shared_and_knows_no_offset(trained):
    rows = HeldOutRows.drawn(trained, "linear", 200)
    rng = np.random.default_rng(0)
    scores = (rows.y + rng.normal(0, 0.2, len(rows)))[:, None]
    found = Separation(rows, scores)
    assert found.is_there and found.lost(scores + 5).value == pytest.approx(0, abs=1e-9)
    assert found.lost(0.25 * scores).value == pytest.approx(0.75)
    assert found.lost(np.full_like(scores, 3)).value == pytest.approx(1)
    assert found.sums.sum() == pytest.approx(
        np.cov(rows.y, scores[:, 0], bias=True)[0, 1] * len(rows)
    )
    assert not Separation(rows, rng.normal(size=scores.shape)).is_there
    # two categories say in two scores what one log-odds says
    one = replace(rows, models=[replace(m, kind="category") for m in rows.models])
    two = Separation(one, np.column_stack([0 * scores, scores]))
    two._rows.models[0] = replace(two._rows.models[0], offsets=np.zeros(2))
    assert two.sums.sum() == pytest.approx(found.sums.sum())


def test_what_cannot_be_looked_at_is_refused(both, trained, place):
    with pytest.raises(ResultMismatchError, match="not among those given"):
        place_report(trained, [])
    with pytest.raises(ParameterError, match="smaller than the pixels"):
        place_report(trained, [both.result], grid=(6, 81))
    part = both.table.rows(slice(0, 300))
    few = both.trained(part, replace(both.target, values=(both.target.values[0][:300],),
                                     known=(both.target.known[0][:300],)),
                       [both.trials[:300]])  # fmt: skip
    with pytest.raises(ResultMismatchError, match="cannot be found"):
        place_report(few, [both.result])
    changed = replace(both.table, values=both.table.values + 1)
    with pytest.raises(ResultMismatchError, match="other features than its recording"):
        place_report(both.trained(changed, trials=[both.trials]), [both.result], workers=1)


def test_explanations_are_told_and_their_parts_are_means_of_folds(both, trained):
    found = explain(trained, [both.result], most=120, n_features=2, workers=1)
    assert found.told(trained).findings[0] == found.places.findings[0]
    assert found.told(trained).model.about["findings"] == [*found.findings, *trained.findings]
    row = next(one for one in found.rows if one.kind == "feature")
    column = found.attributions.names.index(row.name)
    said = np.abs(found.attributions.values[:, 0, column])
    for part, fold in zip(row.parts, trained.crossed.folds, strict=True):
        own = [s for s, r in zip(said, found.attributions.row, strict=True)
               if any(a <= r < b for _, a, b in fold.fold.test)]  # fmt: skip
        assert part == pytest.approx(np.mean(own))
    assert row.mean_abs == pytest.approx(np.mean(row.parts))
    assert row.spread == pytest.approx(np.std(row.parts, ddof=1))
    module = next(one for one in found.rows if one.kind == "module")
    columns = [k for k, one in enumerate(found.attributions.modules) if one == module.name]
    together = np.abs(found.attributions.values[:, 0, columns].sum(axis=1))
    assert module.mean_abs == pytest.approx(np.mean(together), rel=0.3)
    assert [one.feature for one in found.dependence] == [
        one.name for one in found.rows if one.kind == "feature"
    ][:2]


def test_a_model_of_nothing_names_no_place(place):
    still = filmed(place / "still.zarr", lamp=0, expression=0, seed=3)
    found = place_report(still.trained(), [still.result], grid=(3, 4), most=80, workers=1)
    assert not any(one.used for one in found.places) and np.isnan(found.share).all()
    assert any("not told apart" in one for one in found.findings)


@pytest.mark.parametrize("kind", ["thumbnail", "cells"])
def test_weights_of_pictures_are_where_the_face_changes(both, kind):
    shape = {"thumbnail": (30, 40), "cells": (6, 10)}[kind]
    found = picture_weights(
        [both.result], both.target, trials=[both.trials], kind=kind,
        learning=replace(QUICK, max_columns=4000), permutations=0, workers=1,
    )  # fmt: skip
    assert found.mean.shape == (1, *shape) and found.folds.shape == (6, 1, *shape)
    np.testing.assert_allclose(found.mean, found.folds.mean(axis=0))
    np.testing.assert_allclose(found.spread, found.folds.std(axis=0))
    same = np.sign(found.folds) == np.sign(found.mean)
    np.testing.assert_allclose(found.agreement, same.mean(axis=0))
    assert found.face.shape == (60, 80) and found.crop_px == (0, 0, 160, 96)
    auroc = next(row for row in found.metrics if row.metric == "auroc")
    assert auroc.value > 0.9 and auroc.chance == 0.5
    y, x = np.unravel_index(np.argmax(np.abs(found.mean[0])), shape)
    at = (y + 0.5) / shape[0] * 96, (x + 0.5) / shape[1] * 160
    lit = [rows.start - 10 <= at[0] <= rows.stop + 10 and columns.start - 10 <= at[1] <= (
        columns.stop + 10) for rows, columns in (CHEEK, LAMP)]  # fmt: skip
    assert any(lit)
    assert (found.by_orientation is None) == (kind == "thumbnail")


def test_masked_places_have_no_weight_and_no_share(place):
    crop = Crop(0, 0, WIDTH, 96, (Mask("lamp", "box", ((139, 0), (160, 17))),))
    masked = filmed(place / "masked.zarr", lamp=60, expression=80, crop=crop)
    found = picture_weights([masked.result], masked.target, trials=[masked.trials],
                            learning=replace(QUICK, max_columns=4000), permutations=0,
                            workers=1)  # fmt: skip
    assert np.isnan(found.mean[0, :5, 35:]).all() and np.isfinite(found.mean[0, 5:]).all()
    report = place_report(masked.trained(), [masked.result], most=100, workers=1)
    assert np.isnan(report.share[0, 7]) and not any(one.sudden for one in report.places)
    assert all(one.regions == ("cheek",) for one in report.places) and report.places


def test_pictures_that_are_no_movie_or_of_another_target_are_refused(both):
    with pytest.raises(InputError, match="does not belong"):
        picture_weights([both.result], replace(both.target, values=(np.zeros(5),),
                                               known=(np.ones(5, bool),)))  # fmt: skip
    with pytest.raises(ParameterError, match="no weights of such"):
        picture_weights([both.result], both.target, kind="hog")
