"""Places that respond unlike a face are found and refused, and a face is not."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter, map_coordinates

from element_mouseface.core.confounds.places import find_places
from element_mouseface.core.events import Events
from element_mouseface.core.scoring.contrast import ContrastParams, score_contrast
from element_mouseface.core.scoring.contrast.folds import plan_folds
from element_mouseface.core.scoring.contrast.place_names import accepts, box_text
from element_mouseface.core.scoring.contrast.registration import Registration
from element_mouseface.core.scoring.contrast.whole_picture import how_it_moved
from element_mouseface.errors import ParameterError

SHAPE, FPS, TRIALS = (30, 40), 15.0, 4
NAMES = ("a", "b")
# A spot of the "face" for each stimulus, row and column, and how it moves there.
SPOTS = {"a": ((10, 14), (0.5, -0.4)), "b": ((19, 24), (-0.4, 0.5))}


def events() -> Events:
    onsets = 4.0 + 8.0 * np.arange(len(NAMES) * TRIALS) + np.tile([0.0, 0.37, 0.71, 0.13], 2)
    return Events.from_rows([(NAMES[i % 2], t, t + 2.0) for i, t in enumerate(onsets)])


def movie(seed=0, face=1.0, led=(), spout=(), turned=(), latency_s=0.17, rise_s=0.17, decay_s=0.6):
    """Thumbnails of a texture whose spots move by themselves and with stimuli, and what else."""
    rng = np.random.default_rng(seed)
    rows, columns = (v.astype(float) for v in np.mgrid[: SHAPE[0], : SHAPE[1]])
    texture = 110 + 120 * gaussian_filter(rng.standard_normal(SHAPE), 1.3)
    times = np.arange(int(70 * FPS)) / FPS
    idle = gaussian_filter(rng.standard_normal((len(times), 6)), (5, 0)) * 2.5
    bumps = {
        name: np.exp(-((rows - y) ** 2 + (columns - x) ** 2) / 18)
        for name, ((y, x), _) in SPOTS.items()
    }
    out = np.empty((len(times), *SHAPE), np.uint8)
    scale = rng.uniform(0.7, 1.1, len(events()))
    for i, t in enumerate(times):
        dy, dx = 0.15 * idle[i, 0] * np.ones(SHAPE), 0.15 * idle[i, 1] * np.ones(SHAPE)
        for k, name in enumerate(NAMES):
            dy += 0.12 * idle[i, 2 + k] * bumps[name]
        on = {}
        for number, event in enumerate(events()):
            since, after = t - event.onset_s - latency_s, t - event.offset_s - 0.05
            course = 1 - np.exp(-max(since, 0) / rise_s)
            course *= scale[number] * np.exp(-max(after, 0) / decay_s)
            if course > 1e-3:
                (_, (my, mx)), bump = SPOTS[event.name], bumps[event.name]
                dy, dx = dy + face * course * my * bump, dx + face * course * mx * bump
                if event.name in turned:
                    dy = dy + course * 0.05 * (columns - SHAPE[1] / 2)
                    dx = dx - course * 0.05 * (rows - SHAPE[0] / 2)
            on[event.name] = on.get(event.name, False) or event.onset_s <= t < event.offset_s
        frame = map_coordinates(texture, [rows - dy, columns - dx], order=1, mode="nearest")
        frame[3:5, 34:37] += 30.0 * any(on[name] for name in led)
        frame[25:27, 2:9] -= 40.0 * any(on[name] for name in spout)
        out[i] = np.clip(np.rint(frame + 0.5 * rng.standard_normal(SHAPE)), 0, 255)
    return out, times


def scored(made, params=None, **more):
    thumbnails, times = made
    flags = np.zeros(len(times), np.uint16)
    settings = {"crop_px": (240, 320), "origin_px": (100, 50), **more}
    return score_contrast(thumbnails, times, flags, events(), params, **settings)


def places(made):
    thumbnails, times = made
    flags = np.zeros(len(times), np.uint16)
    return find_places(thumbnails, plan_folds(events(), times, flags, ContrastParams()))


@pytest.fixture(scope="module")
def lamp():
    return movie(1, face=0.0, led=("a",))


def test_a_lamp_is_found_where_it_is_and_for_what_it_answers_to(lamp):
    (place,) = places(lamp)
    assert place.stimuli == ("a",)
    there = np.zeros(SHAPE, bool)
    there[3:5, 34:37] = True
    assert place.pixels[there].all()
    assert place.pixels.sum() <= there.sum() + 3
    assert place.levels == pytest.approx(30, abs=2)


def test_a_spout_and_a_lamp_are_two_places():
    found = places(movie(2, led=("a", "b"), spout=("b",)))
    assert {(p.stimuli, p.box()[2] > 20) for p in found} == {(("a", "b"), False), (("b",), True)}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("fast", [False, True])
def test_a_face_is_not_accused(seed, fast):
    course = {"latency_s": 0.08, "rise_s": 0.06, "decay_s": 0.2} if fast else {}
    assert places(movie(10 + seed, **course)) == ()


def test_the_score_is_refused_with_a_mask_to_copy(lamp):
    scores = scored(lamp)
    (finding,) = [s for s in scores.findings if s.kind == "not_the_face"]
    # columns 34 to 36 and rows 3 and 4 of 40 x 30, in a crop of 320 x 240 at (100, 50)
    assert finding.about == "a"
    assert "--mask box:372,74:396,90" in finding.reason
    assert scores.refused and scores.prototypes is None
    assert not np.isfinite(scores.score).any()


def test_with_the_place_masked_nothing_is_left_of_it(lamp):
    mask = np.zeros((240, 320), bool)
    mask[24:40, 272:296] = True
    scores = scored(lamp, mask=mask)
    assert "not_different_from_neutral" in {s.kind for s in scores.findings if s.about == "a"}
    assert scores.places == ()


def test_an_accepted_place_is_scored_and_told(lamp):
    accept = ("box:370,70:400,95", "box:0,0:5,5")
    scores = scored(lamp, ContrastParams(accept=accept))
    assert np.isfinite(scores.score[:, 0]).any()
    told = {s.kind: s.reason for s in scores.remarks}
    # a lamp lights at once, sooner than any face: the events seem late to it
    assert set(told) == {"place_responds", "accept_not_needed", "events_misaligned"}
    assert "box:0,0:5,5" in told["accept_not_needed"]


def test_a_picture_that_turns_is_not_an_expression():
    turning = movie(3, face=0.0, turned=("a",))
    assert [s.about for s in scored(turning).findings if s.kind == "picture_moves"] == ["a"]
    scores = scored(turning, ContrastParams(accept=("picture",)))
    assert np.isfinite(scores.score[:, 0]).any()
    assert [s.kind for s in scores.remarks] == ["picture_moves"]


def test_a_picture_that_turns_with_every_stimulus_is_refused_by_name_and_the_cause_is_told():
    scores = scored(movie(3, face=0.0, turned=NAMES))
    assert not np.isfinite(scores.score).any()
    told = [s for s in (*scores.findings, *scores.remarks) if s.kind == "picture_moves"]
    assert {s.about for s in told} == set(NAMES)


@pytest.mark.parametrize("fast", [False, True])
def test_a_face_is_scored_with_few_components(fast):
    course = {"latency_s": 0.08, "rise_s": 0.06, "decay_s": 0.2} if fast else {}
    scores = scored(movie(20 + fast, **course), ContrastParams(n_components=24))
    assert scores.findings == () and scores.remarks == ()


def displaced(field, seed=0):
    """Thumbnails of a texture that is displaced by `field` (right, down) in each event of 'a'."""
    rng = np.random.default_rng(seed)
    rows, columns = (v.astype(float) for v in np.mgrid[: SHAPE[0], : SHAPE[1]])
    texture = 110 + 120 * gaussian_filter(rng.standard_normal(SHAPE), 1.3)
    times, (right, down) = np.arange(int(70 * FPS)) / FPS, field(rows, columns)
    moved = map_coordinates(texture, [rows - down, columns - right], order=3, mode="nearest")
    shown = np.zeros(len(times), bool)
    for event in events():
        if event.name == "a":
            shown |= (times >= event.onset_s) & (times < event.offset_s)
    frames = np.where(shown[:, None, None], moved, texture)
    frames = frames + 0.5 * rng.standard_normal(frames.shape)
    plan = plan_folds(events(), times, np.zeros(len(times), np.uint16), ContrastParams())
    flat = np.ones(texture.size)
    registration = Registration(texture, flat, flat, SHAPE)
    thumbnails = np.clip(np.rint(frames), 0, 255).astype(np.uint8)
    return how_it_moved(thumbnails, plan, registration, np.zeros(len(times), bool))


@pytest.mark.parametrize(
    ("field", "by_px"),
    [
        (lambda y, x: (0.3 + 0 * x, -0.4 + 0 * y), 0.5),
        (lambda y, x: (-0.03 * (y - 14.5), 0.03 * (x - 19.5)), None),
        (lambda y, x: (0.03 * (x - 19.5), 0.03 * (y - 14.5)), None),
    ],
    ids=["shift", "turn", "scale"],
)
def test_a_picture_that_moves_as_a_whole_has_no_parts_that_move_apart(field, by_px):
    moved = displaced(field)
    rows, columns = np.mgrid[: SHAPE[0], : SHAPE[1]].astype(float)
    truth = float(np.sqrt(np.mean(np.sum(np.square(field(rows, columns)), axis=0))))
    assert moved["a"].by_px == pytest.approx(by_px or truth, rel=0.25)
    assert moved["a"].apart < 0.05
    assert moved["b"].by_px < 0.1 * moved["a"].by_px


def test_parts_that_move_by_themselves_move_apart():
    def field(y, x):
        near = [np.exp(-((y - r) ** 2 + (x - c) ** 2) / 18) for r, c in ((8, 10), (20, 28))]
        return near[0] - 0.6 * near[1], 0.7 * near[1]

    assert displaced(field)["a"].apart > 0.4


def test_expressions_with_a_lamp_at_every_stimulus_are_scored_and_the_lamp_is_told():
    scores = scored(movie(4, led=NAMES))
    kinds = {s.kind for s in (*scores.findings, *scores.remarks)}
    assert kinds & {"not_the_face", "place_responds"}
    mask = np.zeros((240, 320), bool)
    mask[24:40, 272:296] = True
    masked = scored(movie(4, led=NAMES), mask=mask)
    assert masked.findings == () and masked.remarks == ()


def test_accepted_places_are_in_the_parameters_and_their_hash():
    plain = ContrastParams()
    assert plain.to_dict()["accept"] == []
    assert ContrastParams.from_dict(plain.to_dict()) == plain
    named = ContrastParams(accept=("picture", "box:1,2:3,4", "picture"))
    assert named.accept == ("box:1,2:3,4", "picture")
    assert ContrastParams.from_dict(named.to_dict()) == named
    assert named.content_hash() != plain.content_hash()


@pytest.mark.parametrize(
    "text", ["", "spout", "box:1,2", "ellipse:1,2:3,4", "box:0,0:inf,3", "box:a,b:c,d"]
)
def test_what_names_no_place_cannot_be_accepted(text):
    with pytest.raises(ParameterError, match="accept"):
        ContrastParams(accept=(text,))


def test_half_of_a_place_has_to_be_accepted():
    text = box_text((0, 2, 0, 2), np.array([8.0, 8.0]), (0, 0))
    assert text == "box:0,0:16,16"
    assert accepts(("box:8,0:40,40",), text)
    assert accepts(("box:8,0,32,40",), text)  # left, top, width, height
    assert not accepts(("box:9,0:40,40", "picture"), text)
