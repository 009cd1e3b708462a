from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from element_mouseface.core.events import Events
from element_mouseface.core.events.windows import EventWindow
from element_mouseface.core.features.quality import FrameFlag
from element_mouseface.core.scoring.published.making import make_prototypes
from element_mouseface.core.scoring.published.score import score_published
from element_mouseface.core.scoring.published.scored import method_scores
from element_mouseface.errors import ClockError, EventsError, ParameterError, PrototypeError
from element_mouseface.params import Crop, HOGParams, ScoreParams
from tests.unit.core.arrays import NUMBERS, ArrayDescriptors, noisy_faces

FPS = 20.0
TIMES = np.arange(1200) / FPS  # a minute
ROWS = [
    ("tail_shock", 10.0, 12.0),
    ("sucrose", 20.0, 22.0),
    ("tail_shock", 30.0, 32.0),
    ("sucrose", 40.0, 42.0),
]
EVENTS = Events.from_rows(ROWS)


def expressive(strength=0.2):
    """Two expressions, each through the events of its stimulus."""
    kinds = {"tail_shock": 1, "sucrose": 2}
    return noisy_faces(
        1200, [(EVENTS.frames(TIMES, name), strength, kind) for name, kind in kinds.items()]
    )


@pytest.fixture
def faces():
    return expressive()


def kinds(scores):
    return {finding.kind for finding in scores.findings}


def n_valid(scores):
    """Frames that have a similarity to each prototype."""
    return np.isfinite(scores.similarity).all(axis=1).sum()


def bouts_of(scores, events):
    return method_scores(scores, events).bouts["similarity"]


def test_every_step_is_the_recipe_done_by_hand(faces):
    scores = score_published(ArrayDescriptors(faces), TIMES, None, EVENTS)
    rows = faces.astype(np.float64)
    baseline = np.ones(1200, dtype=bool)
    for _, onset, offset in ROWS:
        baseline &= ~((TIMES >= onset) & (TIMES < offset + 2))
    neutral = rows[baseline].mean(axis=0)
    np.testing.assert_allclose(scores.prototypes.neutral, neutral, atol=1e-12)
    for column, name in enumerate(scores.names):
        of = [n for n in range(1200) for e, a, b in ROWS if e == name and a <= TIMES[n] < b]
        r = [np.corrcoef(rows[n], neutral)[0, 1] for n in of]
        ten = [of[i] for i in np.argsort(r)[:10]]
        made_of = [f.frame for f in scores.prototypes.source_frames if f.prototype == name]
        assert made_of == ten
        vector = rows[ten].mean(axis=0)
        expected = [np.corrcoef(row, vector)[0, 1] for row in rows]
        np.testing.assert_allclose(scores.similarity[:, column], expected, atol=1e-10)
    assert scores.names == ("tail_shock", "sucrose")
    assert scores.normalized is None and n_valid(scores) == 1200


def test_expressions_are_bouts_of_their_own_stimulus(faces):
    scores = score_published(ArrayDescriptors(faces), TIMES, None, EVENTS)
    long = [bout for bout in bouts_of(scores, EVENTS) if bout.duration_s > 1]
    assert [(b.name, b.start_s, round(b.stop_s, 6)) for b in long] == ROWS
    window = [EventWindow("event", 0, 0, "onset", "offset")]
    rows = method_scores(scores, EVENTS, windows=window).event_rows["similarity"]
    assert len(rows) == 4 * 2
    by_own = {(r.event_index, r.prototype): r.mean for r in rows}
    assert by_own[0, "tail_shock"] > by_own[0, "sucrose"]
    assert by_own[1, "sucrose"] > by_own[1, "tail_shock"]


def test_the_result_says_that_it_is_circular(faces):
    scores = score_published(ArrayDescriptors(faces), TIMES, None, EVENTS)
    assert scores.circular and "circular" in kinds(scores)
    other = ArrayDescriptors(expressive())
    files = [SimpleNamespace(path="day1.mp4", first_frame=0, sha256="a" * 64)]
    prototypes = make_prototypes(other, TIMES, None, EVENTS, source_files=files)
    elsewhere = [SimpleNamespace(path="day2.mp4", first_frame=0, sha256="b" * 64)]
    apart = score_published(
        ArrayDescriptors(faces), TIMES, None, EVENTS, prototypes=prototypes, source_files=elsewhere
    )
    assert not apart.circular and "circular" not in kinds(apart)
    same = score_published(
        ArrayDescriptors(faces), TIMES, None, EVENTS, prototypes=prototypes, source_files=files
    )
    assert same.circular and "circular" in kinds(same)


def test_prototypes_score_a_movie_without_events(faces):
    prototypes = make_prototypes(ArrayDescriptors(faces), TIMES, None, EVENTS)
    scores = score_published(ArrayDescriptors(faces), TIMES, prototypes=prototypes)
    with_events = score_published(ArrayDescriptors(faces), TIMES, None, EVENTS)
    np.testing.assert_allclose(scores.similarity, with_events.similarity, atol=1e-12)
    assert method_scores(scores, None).event_rows == {"similarity": ()}
    assert {"no_events", "no_shock"} <= kinds(scores)
    assert prototypes.content_hash() == with_events.prototypes.content_hash()


def test_neither_events_nor_prototypes(faces):
    with pytest.raises(EventsError, match="neither"):
        score_published(ArrayDescriptors(faces), TIMES)


def test_prototypes_of_another_grid_are_refused(faces):
    prototypes = make_prototypes(ArrayDescriptors(faces), TIMES, None, EVENTS)
    turned = ArrayDescriptors(faces, grid=(4, 3))
    with pytest.raises(PrototypeError, match="do not fit"):
        score_published(turned, TIMES, prototypes=prototypes)
    other = ArrayDescriptors(faces, params=HOGParams(block_norm="L1"))
    with pytest.raises(PrototypeError, match=r"L2-Hys.*\n.*L1"):
        score_published(other, TIMES, prototypes=prototypes)


def test_source_frames_name_file_and_frame_of_a_recording_in_two_files(faces):
    files = [
        SimpleNamespace(path="folder/a_2.mp4", first_frame=0, sha256="a" * 64),
        SimpleNamespace(path="folder/a_10.mp4", first_frame=500, sha256="b" * 64),
    ]
    prototypes = make_prototypes(
        ArrayDescriptors(faces), TIMES, None, EVENTS, source_files=files, crop=Crop(x=2)
    )
    assert [file.name for file in prototypes.source_files] == ["a_2.mp4", "a_10.mp4"]
    for row in prototypes.source_frames:
        first = 500 if row.frame >= 500 else 0
        assert (row.file, row.file_frame) == (
            "a_10.mp4" if first else "a_2.mp4",
            row.frame - first,
        )
        assert row.time_s == TIMES[row.frame]
    assert {row.file for row in prototypes.source_frames} == {"a_2.mp4", "a_10.mp4"}
    assert prototypes.crop == Crop(x=2)


@pytest.mark.parametrize("flag", [FrameFlag.MISSING, FrameFlag.CONSTANT, FrameFlag.BLACK])
def test_flagged_frames_are_nan_and_never_in_a_prototype(faces, flag):
    flags = np.zeros(1200, dtype=np.uint16)
    bad = np.r_[210:215, 900]
    flags[bad] = flag
    faces[bad] = np.random.default_rng(9).random((6, NUMBERS))  # as unlike neutral as can be
    scores = score_published(ArrayDescriptors(faces), TIMES, flags, EVENTS)
    assert np.flatnonzero(np.isnan(scores.similarity[:, 0])).tolist() == bad.tolist()
    assert np.isnan(scores.neutral_similarity[bad]).all()
    assert not {row.frame for row in scores.prototypes.source_frames} & set(bad.tolist())
    assert n_valid(scores) == 1194 and "unusable_frames" in kinds(scores)
    assert not scores.baseline[900]


def test_descriptors_clipped_to_one_value_are_nan_and_told(faces):
    faces[900:903] = 0.35355338
    scores = score_published(ArrayDescriptors(faces), TIMES, None, EVENTS)
    assert np.flatnonzero(np.isnan(scores.similarity[:, 0])).tolist() == [900, 901, 902]
    (finding,) = [finding for finding in scores.findings if finding.kind == "flat_descriptors"]
    assert "3 of 1200" in finding.reason


def test_unusual_but_usable_frames_keep_their_score(faces):
    flags = np.full(1200, FrameFlag.REPEATED | FrameFlag.SATURATED | FrameFlag.FIRST, np.uint16)
    scores = score_published(ArrayDescriptors(faces), TIMES, flags, EVENTS)
    assert n_valid(scores) == 1200


def test_a_stimulus_without_a_usable_frame_is_refused(faces):
    flags = np.zeros(1200, dtype=np.uint16)
    flags[EVENTS.frames(TIMES, "sucrose")] = FrameFlag.BLACK
    with pytest.raises(PrototypeError, match="'sucrose'"):
        score_published(ArrayDescriptors(faces), TIMES, flags, EVENTS)


def test_fewer_frames_than_ten_are_told(faces):
    flags = np.zeros(1200, dtype=np.uint16)
    inside = np.flatnonzero(EVENTS.frames(TIMES, "sucrose"))
    flags[inside[4:]] = FrameFlag.MISSING
    scores = score_published(ArrayDescriptors(faces), TIMES, flags, EVENTS)
    (finding,) = [finding for finding in scores.findings if finding.kind == "few_frames"]
    assert finding.about == "sucrose" and "4 frames instead of 10" in finding.reason


def test_masked_cells_are_left_out(faces):
    valid = np.ones(NUMBERS, dtype=bool)
    valid[8:24] = False
    spoiled = faces.copy()
    spoiled[:, ~valid] = np.random.default_rng(3).random((1200, 16))
    masked = score_published(ArrayDescriptors(spoiled, valid=valid), TIMES, None, EVENTS)
    clean = score_published(ArrayDescriptors(faces, valid=valid), TIMES, None, EVENTS)
    np.testing.assert_allclose(masked.similarity, clean.similarity, atol=1e-12)
    assert "masked_cells" in kinds(masked)
    differing = score_published(
        ArrayDescriptors(faces), TIMES, None, EVENTS, prototypes=masked.prototypes
    )
    np.testing.assert_allclose(differing.similarity, clean.similarity, atol=1e-12)
    assert "masks_differ" in kinds(differing)


def test_masks_with_nothing_in_common_are_refused(faces):
    left = np.arange(NUMBERS) < NUMBERS // 2
    prototypes = make_prototypes(ArrayDescriptors(faces, valid=left), TIMES, None, EVENTS)
    with pytest.raises(PrototypeError, match="in common"):
        score_published(ArrayDescriptors(faces, valid=~left), TIMES, prototypes=prototypes)


@pytest.mark.parametrize("neutral", ["mean", "stillest", "typical"])
def test_each_neutral_gives_prototypes_that_tell_the_expressions_apart(faces, neutral):
    params = ScoreParams(neutral=neutral, stillest_frames=20, stillest_of=190)
    scores = score_published(ArrayDescriptors(faces), TIMES, None, EVENTS, params)
    for column, name in enumerate(scores.names):
        inside = EVENTS.frames(TIMES, name)
        trace = scores.similarity[:, column]
        assert trace[inside].min() > trace[scores.baseline].max()


def test_typical_neutral_comes_from_before_the_first_event(faces):
    faces[151] = faces[150]  # before the first event, at 7.5 s
    faces[1001] = faces[1000]
    params = ScoreParams(neutral="typical")
    scores = score_published(ArrayDescriptors(faces), TIMES, None, EVENTS, params)
    np.testing.assert_array_equal(scores.prototypes.neutral, faces[150])
    # A repeated frame is not a still face.
    flags = np.zeros(1200, dtype=np.uint16)
    flags[151] = FrameFlag.REPEATED
    scores = score_published(ArrayDescriptors(faces), TIMES, flags, EVENTS, params)
    assert not np.array_equal(scores.prototypes.neutral, faces[150])


def test_normalized_traces_by_their_definition(faces):
    given = ArrayDescriptors(faces)
    params = ScoreParams(normalize="neutral", high_percentile=95.0)
    scores = score_published(given, TIMES, None, EVENTS, params)
    assert np.median(scores.normalized[scores.baseline], axis=0) == pytest.approx(0, abs=1e-12)
    assert np.percentile(scores.normalized, 95, axis=0) == pytest.approx(1, abs=1e-12)
    scores = score_published(given, TIMES, None, EVENTS, ScoreParams(normalize="minmax"))
    assert scores.normalized.min(axis=0).tolist() == [0.0, 0.0]
    assert scores.normalized.max(axis=0).tolist() == [1.0, 1.0]


def test_stillness_after_the_shock_is_passive_and_restlessness_active_fear(faces):
    restless = (TIMES >= 50.0) & (TIMES < 53.0)
    random = np.random.default_rng(4)
    faces[restless] += 0.2 * random.standard_normal((int(restless.sum()), NUMBERS))
    faces = faces.astype(np.float32)
    scores = score_published(ArrayDescriptors(faces), TIMES, None, EVENTS)
    active = [bout for bout in scores.fear if bout.name == "active_fear"]
    assert [(round(b.start_s, 1), round(b.stop_s, 1)) for b in active] == [(50.0, 53.0)]
    passive = [bout for bout in scores.fear if bout.name == "passive_fear"]
    assert passive and min(bout.start_s for bout in passive) >= 12.0
    assert "no_shock" in kinds(
        score_published(
            ArrayDescriptors(faces), TIMES, None, EVENTS, ScoreParams(shock="footshock")
        )
    )


def test_a_face_that_never_changes_has_no_threshold_and_no_bouts():
    still = np.tile(noisy_faces(1), (1200, 1))
    still[EVENTS.frames(TIMES)] += np.random.default_rng(0).random(NUMBERS).astype(np.float32)
    scores = score_published(ArrayDescriptors(still), TIMES, None, EVENTS)
    assert np.isnan(scores.thresholds).all() and bouts_of(scores, EVENTS) == ()
    assert "no_threshold" in kinds(scores)


def test_events_outside_the_recording_and_overlapping(faces):
    for row, words in (
        (("water", 59.0, 60.5), "outside"),
        (("water", 11.0, 13.0), "begins before"),
    ):
        events = Events.from_rows([*ROWS, row])
        with pytest.raises(EventsError, match=words):
            score_published(ArrayDescriptors(faces), TIMES, None, events)
    # The last frame lasts until 60 s.
    last = Events.from_rows([*ROWS, ("water", 59.0, 60.0)])
    assert "water" in score_published(ArrayDescriptors(faces), TIMES, None, last).names


@pytest.mark.parametrize("times", [TIMES[:-1], TIMES * 0, TIMES[::-1], np.full(1200, np.nan)])
def test_times_that_cannot_be_right_are_refused(faces, times):
    with pytest.raises(ClockError, match="increasing"):
        score_published(ArrayDescriptors(faces), times, None, EVENTS)


def test_variable_rate_changes_neither_events_nor_lengths():
    times = np.concatenate([np.arange(0, 25, 0.05), np.arange(25, 60, 0.1)])
    events = Events.from_rows(ROWS)
    rows = [(events.frames(times, "tail_shock"), 0.2, 1), (events.frames(times, "sucrose"), 0.2, 2)]
    scores = score_published(ArrayDescriptors(noisy_faces(len(times), rows)), times, None, events)
    long = [bout for bout in bouts_of(scores, events) if bout.duration_s > 1]
    assert [(b.name, round(b.start_s, 6), round(b.stop_s, 6)) for b in long] == ROWS
    assert [b.n_frames for b in long] == [40, 40, 20, 20]


def test_progress_only_grows_and_ends_complete(faces):
    seen = []
    score_published(
        ArrayDescriptors(faces), TIMES, None, EVENTS, progress=lambda *args: seen.append(args)
    )
    done = [a / b for a, b in seen]
    assert done == sorted(done) and done[-1] == 1.0


@pytest.mark.parametrize(
    "wrong",
    [
        {"neutral": "quiet"},
        {"normalize": "z"},
        {"prototype_frames": 0},
        {"bout_enter_sd": 1.0, "bout_leave_sd": 2.0},
        {"high_percentile": 101},
        {"baseline_margin_s": -1},
        {"active_fear_s": float("nan")},
        {"passive_fear_s": "5"},
    ],
)
def test_parameters_out_of_range_are_refused(wrong):
    with pytest.raises(ParameterError):
        ScoreParams(**wrong)


def test_parameters_go_to_json_and_back_with_one_hash():
    params = ScoreParams(neutral="typical", prototype_frames=5)
    assert ScoreParams.from_dict(params.to_dict()) == params
    assert ScoreParams(baseline_margin_s=2).content_hash() == ScoreParams().content_hash()
    assert params.content_hash() != ScoreParams().content_hash()


def test_frames_without_a_time_have_a_score_and_belong_to_nothing(faces):
    # frames that a writer made up: before the clock began, in an event, in the baseline
    extra = np.array([0, 1, 240, 241, 500, 1190])
    source = np.insert(np.arange(1200), extra, extra)
    times = np.insert(TIMES, extra, np.nan) + 70.0
    events = Events.from_rows([(name, a + 70.0, b + 70.0) for name, a, b in ROWS])
    params = ScoreParams(normalize="minmax")
    found = score_published(ArrayDescriptors(faces[source]), times, None, events, params)
    plain = score_published(ArrayDescriptors(faces), TIMES, None, EVENTS, params)

    gone = np.isnan(times)
    assert kinds(found) == kinds(plain) | {"frames_without_time"}
    assert np.isfinite(found.similarity[gone]).all()
    assert not found.baseline[gone].any()
    np.testing.assert_array_equal(found.baseline[~gone], plain.baseline)
    for mine, theirs in zip(found.prototypes.source_frames, plain.prototypes.source_frames,
                            strict=True):  # fmt: skip
        assert source[mine.frame] == theirs.frame and mine.time_s == theirs.time_s + 70.0
    np.testing.assert_allclose(found.similarity[~gone], plain.similarity, atol=1e-12)
    found, plain = method_scores(found, events), method_scores(plain, EVENTS)
    bouts = found.bouts["similarity"], plain.bouts["similarity"]
    assert len(bouts[0]) == len(bouts[1]) > 3
    for mine, theirs in zip(*bouts, strict=True):
        assert (mine.name, mine.n_valid) == (theirs.name, theirs.n_valid)
        assert mine.start_s == pytest.approx(theirs.start_s + 70.0)
        assert mine.stop_s == pytest.approx(theirs.stop_s + 70.0)
        assert source[mine.first_frame] == theirs.first_frame
    rows = found.event_rows["similarity"], plain.event_rows["similarity"]
    for mine, theirs in zip(*rows, strict=True):
        assert (mine.n_frames, mine.mean) == (theirs.n_frames, pytest.approx(theirs.mean))


@pytest.mark.parametrize(
    "times",
    [np.full(1200, np.nan), np.where(TIMES == 3.0, 0.5, TIMES), np.append(TIMES[1:], np.inf)],
)
def test_times_that_cannot_be_used_are_refused(faces, times):
    with pytest.raises(ClockError, match="do not fit"):
        score_published(ArrayDescriptors(faces), times, None, EVENTS)


def test_events_before_the_clock_begins_are_refused(faces):
    with pytest.raises(EventsError, match="outside the recording"):
        score_published(ArrayDescriptors(faces), TIMES + 15.0, None, EVENTS)
