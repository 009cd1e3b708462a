"""Figures of facial signals are checked for what they show; how they look was judged by eye."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.colors import to_hex
from PIL import Image

from element_mouseface.core.confounds.explained import Explained
from element_mouseface.core.events import Events
from element_mouseface.core.facial_signals import (
    Components,
    FacialSignals,
    Pupil,
    RegionSignals,
)
from element_mouseface.core.facial_signals.regions import Region, Regions
from element_mouseface.core.features.masks import mask_px
from element_mouseface.errors import CropError, InputError, ParameterError, StorageError
from element_mouseface.params import Crop, Mask
from element_mouseface.plots._style import color_by_name
from element_mouseface.plots.facial_signals import components_figure, signals_figure
from element_mouseface.plots.motion_explained import explained_figure
from element_mouseface.plots.regions import regions_figure
from tests.unit.plots.texts import boxes, faults

N, SBIN = 300, 4
TIMES = np.arange(N) / 20.0
EVENTS = Events.from_rows([("sucrose", 3.0, 4.0), ("quinine", 8.0, 9.5), ("sucrose", 12.0, 13.0)])
RNG = np.random.default_rng(0)
REGIONS = Regions(
    (
        Region.box("snout", 8, 16, 40, 32),
        Region("ear", "ellipse", ((52, 10), (92, 50))),
        Region("cheek", "polygon", ((10, 50), (40, 50), (30, 76))),
    )
)
PICTURE = RNG.integers(0, 255, (80, 96)).astype(float)


def components(shape, k=4, values=True):
    masks, courses = RNG.normal(size=(k, *shape)), RNG.normal(size=(N, k))
    return Components(masks, courses, np.arange(k, 0, -1.0) if values else None)


@pytest.fixture(scope="module")
def signals():
    regions = []
    for found in REGIONS.bins(SBIN, 80, 96)[:2]:
        motion = RNG.random(N)
        motion[0] = np.nan
        places = (found.yrange, found.xrange, found.yrange_bin, found.xrange_bin)
        svd = components(found.inside.shape, values=found.roi_no == 0)
        regions.append(RegionSignals(found.roi_no, found.roi_name, *places, motion, svd))
    averages = (RNG.random((20, 24)) * 255,)
    pupil = (Pupil("right", RNG.random(N), RNG.random((N, 2))),)
    return FacialSignals(N, SBIN, averages, averages, tuple(regions), pupil=pupil)


def color(patch):
    return to_hex(patch.get_edgecolor()).upper()


def test_each_region_is_drawn_where_it_is():
    figure = regions_figure(PICTURE, REGIONS, title="camera 1")
    (axes,) = figure.axes
    assert np.array_equal(np.asarray(axes.images[0].get_array()), PICTURE)
    assert axes.images[0].get_extent() == [0, 96, 80, 0]
    box, ellipse, polygon = axes.patches
    assert box.get_bbox().bounds == (8, 16, 40, 32)
    assert (*ellipse.center, ellipse.width, ellipse.height) == (72, 30, 40, 40)
    assert polygon.get_xy()[:3].tolist() == [[10, 50], [40, 50], [30, 76]]
    palette = color_by_name(["snout", "ear", "cheek"])
    assert [color(p) for p in axes.patches] == list(palette.values())
    assert [text.get_text() for text in axes.texts] == list(palette)
    assert "camera 1" in [text.get_text() for text in figure.texts]


def test_tinted_are_the_bins_that_are_measured():
    (axes,) = regions_figure(PICTURE, REGIONS, sbin=SBIN).axes
    found = REGIONS.bins(SBIN, 80, 96)[1:]
    assert len(axes.images) == 1 + len(found)
    for image, region in zip(axes.images[1:], found, strict=True):
        tint = np.asarray(image.get_array())[..., 3]
        assert np.array_equal(tint > 0, region.inside)
        left, right, bottom, top = image.get_extent()
        assert (left, top) == (region.xrange_bin[0] * SBIN, region.yrange_bin[0] * SBIN)
        assert (right, bottom) == (
            (region.xrange_bin[-1] + 1) * SBIN,
            (region.yrange_bin[-1] + 1) * SBIN,
        )


def test_places_can_be_read_off_in_movie_pixels():
    picture = np.zeros((240, 320))
    figure = regions_figure(picture, Regions(), title="camera 1")
    (axes,) = figure.axes
    figure.canvas.draw()
    box = axes.get_window_extent()
    for axis, length_px in ((axes.xaxis, 320), (axes.yaxis, 240)):
        ticks = [t for t in axis.get_major_ticks() if 0 <= t.get_loc() <= length_px]
        assert len(ticks) >= 4 and axis.get_minorticklocs().size
        for tick in ticks:
            assert tick.label1.get_text() == f"{tick.get_loc():g}"
    # a tick of the y axis stands where the picture has that row, counted from the top
    (at,) = [t for t in axes.yaxis.get_major_ticks() if t.get_loc() == 100]
    drawn_px = axes.transData.transform((0, 100))[1]
    assert drawn_px == pytest.approx(box.y1 - box.height * 100 / 240)
    label = at.label1.get_window_extent()
    assert label.y0 < drawn_px < label.y1
    assert faults(figure) == []


def test_the_crop_and_its_masks_are_drawn_where_they_are():
    masks = (
        Mask("spout", "box", ((50, 40), (70, 60))),
        Mask("bar", "box", ((0, 0), (30, 20))),
    )
    crop = Crop(16, 8, 64, 60, masks)
    figure = regions_figure(PICTURE, Regions(), crop=crop)
    (axes,) = figure.axes
    (box,) = axes.patches
    assert box.get_bbox().bounds == (16, 8, 64, 60)
    shade = axes.images[-1]
    assert shade.get_extent() == [16, 80, 68, 8]
    assert np.array_equal(np.asarray(shade.get_array())[..., 3] > 0, mask_px(crop, 80, 96))
    assert {text.get_text() for text in axes.texts} == {"spout", "bar"}
    assert any("crop" in text.get_text() and "masked" in text.get_text() for text in figure.texts)
    with pytest.raises(CropError):
        regions_figure(PICTURE, Regions(), crop=Crop(90, 0, 20, 20))
    assert not list(regions_figure(PICTURE, Regions(), crop=Crop()).axes[0].patches)


def test_a_region_outside_the_picture_is_refused():
    with pytest.raises(CropError, match="outside the frame"):
        regions_figure(PICTURE[:60], REGIONS)


def test_masks_lie_over_the_mean_frame_at_their_bins(signals):
    figure = components_figure(signals, 1, count=3, title="day 1")
    assert len(figure.axes) == 3
    region = signals.region(1)
    for number, axes in enumerate(figure.axes):
        mean, mask = axes.images
        assert np.allclose(np.asarray(mean.get_array()), 90 + 0.65 * signals.avgframe[0])
        share = np.abs(region.motion_svd.masks[number])
        alpha = np.asarray(mask.get_array())[..., 3]
        assert np.allclose(alpha, np.clip(1.6 * share / share.max(), 0, 0.88), atol=1e-6)
        left, right, bottom, top = mask.get_extent()
        assert (left, top) == (region.xrange_bin[0] - 0.5, region.yrange_bin[0] - 0.5)
        assert (right, bottom) == (region.xrange_bin[-1] + 0.5, region.yrange_bin[-1] + 0.5)
        assert axes.get_title() == str(number)
    assert figure.texts[0].get_text() == "day 1: motion components of snout"


def test_singular_values_are_told_where_there_are_some(signals):
    titles = [axes.get_title() for axes in components_figure(signals).axes]
    assert titles[0] == "0: singular value 4" and len(titles) == 4


def test_components_that_are_not_there_are_refused(signals):
    with pytest.raises(ParameterError, match="no components"):
        components_figure(signals, 0, "movie")
    with pytest.raises(ParameterError, match="kind"):
        components_figure(signals, 0, "sound")
    with pytest.raises(ParameterError, match="no region 7"):
        components_figure(signals, 7)


def test_the_canvas_of_several_views_has_no_picture(signals):
    # Facemap lays views side by side in a way of its own
    whole = replace(signals.region(0), view=None)
    two = replace(signals, avgframe=signals.avgframe * 2, regions=(whole, signals.regions[1]))
    mean = np.asarray(components_figure(two).axes[0].images[0].get_array())
    assert mean.shape == (20, 24) and np.ptp(mean) == 0


def test_traces_and_events_are_drawn_where_they_are(signals):
    figure = signals_figure(signals, TIMES, events=EVENTS, count=2, title="day 1")
    labels = [axes.get_ylabel().replace("\n", " ") for axes in figure.axes]
    assert labels == [
        "motion energy full frame (sum of gray levels)",
        "motion energy snout (sum of gray levels)",
        "motion component 0 full frame (gray levels)",
        "motion component 1 full frame (gray levels)",
        "pupil area right (pixels)",
    ]
    expected = [
        signals.region(0).motion,
        signals.region(1).motion,
        *signals.region(0).motion_svd.projections.T[:2],
        signals.pupil[0].area,
    ]
    palette = color_by_name(EVENTS.names)
    for axes, values in zip(figure.axes, expected, strict=True):
        np.testing.assert_array_equal(axes.lines[0].get_xdata(), TIMES)
        np.testing.assert_array_equal(axes.lines[0].get_ydata(), values)
        ((shades, spans),) = boxes(axes)
        assert np.allclose(spans, [(e.onset_s, e.offset_s, 0, 1) for e in EVENTS])
        inks = [to_hex(ink).upper() for ink in shades.get_facecolor()]
        assert inks == [palette[e.name] for e in EVENTS]
    assert {"sucrose", "quinine", "day 1"} <= {text.get_text() for text in figure.texts}


def test_projections_of_masks_that_facemap_scaled_have_no_unit(signals):
    first = signals.regions[0]
    scaled = replace(first, motion_svd=replace(first.motion_svd, unit_norm=False))
    figure = signals_figure(replace(signals, regions=(scaled,)), TIMES, count=1)
    assert figure.axes[1].get_ylabel().endswith("(a.u.)")


def test_every_signal_s_name_can_be_read_and_many_names_share_one_shade(signals):
    assert faults(signals_figure(signals, TIMES, events=EVENTS, title="day 1")) == []
    rows = [(f"a stimulus of a long name, {k}", k + 0.2, k + 0.8) for k in range(12)]
    named = replace(signals.regions[1], roi_name="the whisker pad at the left of the snout")
    many = replace(signals, regions=(signals.regions[0], named))
    figure = signals_figure(
        many, TIMES, events=Events.from_rows(rows), roi_no=1, title="a long title " * 9
    )
    assert faults(figure) == []
    assert "shaded: events" in [text.get_text() for text in figure.texts]
    ((shades, spans),) = boxes(figure.axes[0])
    assert len(spans) == 12 and len(np.unique(shades.get_facecolor(), axis=0)) == 1


def test_a_title_over_one_mask_has_two_lines(signals):
    title = "the second day of the first mouse, by the camera at the left"
    figure = components_figure(signals, 0, count=1, title=title)
    assert faults(figure) == []
    assert figure.texts[1].get_text() == "motion components of full frame"
    assert [t.get_text() for t in components_figure(signals, title="day 1").texts] == [
        "day 1: motion components of full frame"
    ]


def test_a_signal_without_values_is_told(signals):
    (pupil,) = signals.pupil
    blind = replace(signals, pupil=(replace(pupil, area=np.full(N, np.nan)),))
    last = signals_figure(blind, TIMES).axes[-1]
    assert [text.get_text() for text in last.texts] == ["undefined in every frame"]


def test_projections_of_a_chosen_region_or_of_none(signals):
    chosen = signals_figure(signals, TIMES, roi_no=1, count=1).axes[2]
    assert "snout" in chosen.get_ylabel()
    assert len(signals_figure(signals, TIMES, count=0).axes) == 3
    # no movie components anywhere: motion alone
    assert len(signals_figure(signals, TIMES, kind="movie").axes) == 3
    with pytest.raises(ParameterError, match="no components"):
        signals_figure(signals, TIMES, kind="movie", roi_no=1)
    with pytest.raises(InputError, match="number of times differs"):
        signals_figure(signals, TIMES[:-1])


def explained(name, r2, **more):
    values = {"r2_se": 0.05, "null_q95": 0.1, "p": 0.01, "r": 0.3, "n_valid": 300, "n_folds": 8}
    return Explained(name, "motion", r2, **(values | more))


def test_bars_errors_and_the_null_are_those_of_the_rows():
    rows = [explained("motion: ear", 0.3), explained("all", 0.4, null_q95=0.2)]
    other = [
        explained("licking", float("nan"), null_q95=float("nan"), reason="too few trials"),
        explained("all", -0.1, null_q95=-0.02),
    ]
    figure = explained_figure({"quinine": rows, "sucrose": other}, title="day 1")
    first, second = figure.axes
    # the null's bar lies behind the row's own
    assert [p.get_width() for p in first.patches] == [0.1, 0.2, 0.3, 0.4]
    assert [line.get_xdata()[0] for line in first.lines if line.get_marker() == "None"][:2] == [
        0.1,
        0.2,
    ]
    (bars,) = first.collections
    assert np.allclose([s[:, 0] for s in bars.get_segments()], [(0.25, 0.35), (0.35, 0.45)])
    assert [t.get_text() for t in first.get_yticklabels()] == ["motion: ear", "all together"]
    assert [p.get_width() for p in second.patches] == [0.0, -0.1]
    assert "too few trials" in [t.get_text() for t in second.texts]
    assert second.get_xlim()[0] < -0.1


def test_figures_are_written_and_are_not_blank(signals, tmp_path):
    signals_figure(signals, TIMES, path=tmp_path / "signals.png")
    components_figure(signals, path=tmp_path / "components.png")
    regions_figure(PICTURE, REGIONS, path=tmp_path / "regions.png")
    explained_figure({"quinine": [explained("all", 0.4)]}, path=tmp_path / "explained.png")
    found = sorted(tmp_path.glob("*.png"))
    assert len(found) == 4
    for path in found:
        with Image.open(path) as image:
            assert image.format == "PNG" and np.asarray(image.convert("L")).std() > 5
    with pytest.raises(StorageError, match="cannot be written"):
        regions_figure(PICTURE, REGIONS, path=tmp_path / "none" / "regions.png")
