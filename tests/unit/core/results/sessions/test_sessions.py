"""Movies and their events, prototypes of several days, and the table of sessions."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from element_mouseface.core.events import Events
from element_mouseface.core.events.windows import EventRow
from element_mouseface.core.results.sessions import (
    SessionRow,
    movies_in,
    pair_events,
    read_sessions,
    session_rows,
    write_sessions,
)
from element_mouseface.core.results.write_folder import write_folder
from element_mouseface.core.scoring.findings import Finding
from element_mouseface.core.scoring.published.making import make_prototypes
from element_mouseface.core.scoring.published.pooling import least_agreement, pool_prototypes
from element_mouseface.core.scoring.published.prototypes import SourceFile
from element_mouseface.core.scoring.published.score import score_published
from element_mouseface.errors import (
    EventsError,
    InputError,
    PathError,
    PrototypeError,
    ResultError,
    VideoMismatchError,
)
from element_mouseface.params import Crop, ScoreParams
from element_mouseface.plots._style import new_figure, save_figure
from element_mouseface.plots.sessions import draw_sessions, sessions_figure
from tests.unit.core.arrays import ArrayDescriptors, noisy_faces
from tests.unit.plots.scored import scored_by
from tests.unit.plots.test_event_figure import contrast_scores

# ---- which events belong to which movie


def touch(folder, *names):
    for name in names:
        (folder / name).write_text("x")


def test_each_movie_has_the_events_of_its_name(tmp_path):
    touch(tmp_path, "day10.mp4", "day2.MOV", "day1.avi", ".hidden.mp4", "notes.txt")
    touch(tmp_path, "day10.csv", "day2.events.csv", "day1.csv", "day1.mp4.json")
    pairs = pair_events(movies_in(tmp_path))
    found = [(pair.movie.name, pair.events.name, pair.name) for pair in pairs]
    assert found == [
        ("day1.avi", "day1.csv", "day1"),
        ("day2.MOV", "day2.events.csv", "day2"),
        ("day10.mp4", "day10.csv", "day10"),
    ]


def test_events_may_lie_in_a_folder_of_their_own(tmp_path):
    (tmp_path / "events").mkdir()
    touch(tmp_path, "a.mp4", "a.csv")
    touch(tmp_path / "events", "a.events.csv")
    (pair,) = pair_events(movies_in(tmp_path), tmp_path / "events")
    assert pair.events == tmp_path / "events" / "a.events.csv"
    with pytest.raises(PathError, match="not a folder of events"):
        pair_events(movies_in(tmp_path), tmp_path / "a.csv")


def test_what_is_missing_or_not_plain_is_told_by_name(tmp_path):
    touch(tmp_path, "a.mp4", "b.mp4", "c.mp4", "a.csv")
    with pytest.raises(EventsError, match=r"no events for b\.mp4, c\.mp4") as caught:
        pair_events(movies_in(tmp_path))
    assert "1 of 3" in str(caught.value)
    with pytest.raises(EventsError, match=r"no events for b\.mp4, c\.mp4"):
        pair_events(movies_in(tmp_path), optional=True)
    touch(tmp_path, "b.csv", "c.csv", "c.events.csv")
    with pytest.raises(EventsError, match=r"events of c\.mp4 are ambiguous"):
        pair_events(movies_in(tmp_path))
    (tmp_path / "bare").mkdir()
    touch(tmp_path / "bare", "a.mp4", "b.mp4")
    assert [p.events for p in pair_events(movies_in(tmp_path / "bare"), optional=True)] == [
        None
    ] * 2


@pytest.mark.parametrize("other", ["day.avi", "DAY.mp4"])
def test_two_movies_of_one_name_are_refused(tmp_path, other):
    touch(tmp_path, "day.mp4", other, "day.csv", "DAY.csv")
    with pytest.raises(PathError, match="would share one result"):
        pair_events(movies_in(tmp_path))


def test_a_folder_of_images_is_one_recording_and_a_mixture_is_refused(tmp_path):
    touch(tmp_path, "1.png", "2.png")
    assert movies_in(tmp_path) == []
    touch(tmp_path, "a.mp4")
    with pytest.raises(VideoMismatchError, match="both movies and images"):
        movies_in(tmp_path)
    for number in (1, 2):
        (tmp_path / f"{number}.png").unlink()
    save_figure(new_figure(1, 1), tmp_path / "mean.png")
    assert [p.name for p in movies_in(tmp_path)] == ["a.mp4"]


# ---- prototypes of several days

TIMES = np.arange(400) / 20.0
EVENTS = Events.from_rows([("sucrose", 5.0, 6.0), ("quinine", 12.0, 13.0)])


def day(seed, events=EVENTS, crop=None, n_frames=10):
    rows = [(events.frames(TIMES, name), 0.2, kind) for kind, name in enumerate(events.names)]
    faces = noisy_faces(400, rows, seed=seed)
    made = make_prototypes(
        ArrayDescriptors(faces),
        TIMES,
        None,
        events,
        ScoreParams(prototype_frames=n_frames),
        crop=crop,
    )
    files = (SourceFile(f"day{seed}.mp4", f"{seed:064d}"),)
    return faces, dataclasses.replace(made, source_files=files)


def test_a_pooled_prototype_is_the_mean_of_all_frames_that_were_chosen():
    only = Events.from_rows([("sucrose", 5.0, 5.2)])  # four frames, not ten
    days = [day(1), day(2), day(3, only)]
    pooled = pool_prototypes([made for _, made in days])
    assert pooled.names == ("sucrose", "quinine")
    for name, vector in zip(pooled.names, pooled.vectors, strict=True):
        chosen = [
            faces[frame.frame]
            for faces, made in days
            for frame in made.source_frames
            if frame.prototype == name
        ]
        assert len(chosen) == {"sucrose": 24, "quinine": 20}[name]
        np.testing.assert_allclose(vector, np.mean(chosen, axis=0, dtype=np.float64), atol=1e-12)
    np.testing.assert_allclose(pooled.neutral, np.mean([made.neutral for _, made in days], axis=0))
    assert [file.name for file in pooled.source_files] == ["day1.mp4", "day2.mp4", "day3.mp4"]
    ranks = [f.rank for f in pooled.source_frames if f.prototype == "sucrose"]
    assert ranks == list(range(24))
    agreement = least_agreement([made for _, made in days])
    faces = np.array([made.neutral for _, made in days])
    assert agreement == pytest.approx(np.corrcoef(faces).min(), abs=1e-12)


def test_one_set_is_itself():
    made = day(1)[1]
    assert pool_prototypes([made]) is made


def test_what_cannot_be_pooled_is_refused_with_both(tmp_path):
    made = day(1)[1]
    cases = {
        "size of the crop": day(2, crop=Crop(0, 0, 64, 64))[1],
        "parameters of the score": day(2, n_frames=5)[1],
        "is a source of two": day(1)[1],
        "do not record their source frames": dataclasses.replace(day(2)[1], source_frames=()),
    }
    for told, other in cases.items():
        with pytest.raises(PrototypeError, match=told):
            pool_prototypes([made, other])
    masked = day(2)[1]
    masked = dataclasses.replace(masked, valid=np.arange(len(masked.valid)) > 3)
    with pytest.raises(PrototypeError, match="masks differ"):
        pool_prototypes([made, masked])
    # the box may lie elsewhere; then no one place is reported
    here, there = day(1, crop=Crop(0, 0, 64, 64))[1], day(2, crop=Crop(9, 9, 64, 64))[1]
    assert pool_prototypes([here, there]).crop is None


# ---- the table

NOBODY = {"n_frames": 1, "n_valid": 1, "peak": None, "time_to_peak_s": None}


def event_row(index, stimulus, prototype, window, mean=None, change=None):
    times = {"onset_s": 2.0 * index + 1, "offset_s": 2.0 * index + 2}
    about = {"event_index": index, "stimulus": stimulus, "repetition": 0, "trial_id": None}
    what = {"prototype": prototype, "window": window, "mean": mean, "change": change}
    return EventRow(**about, **times, **what, **NOBODY)


def scored(folder, score=(), similarity=(), findings=()):
    """A scored folder with these rows of events."""
    folder.mkdir()
    times_s, events = np.arange(20.0), [*score, *similarity]
    given = [
        (r.stimulus, r.onset_s, r.offset_s) for r in {e.event_index: e for e in events}.values()
    ]
    whole = Events.from_rows(given) if given else None
    base = scored_by(day_scores(), contrast_scores(), None)
    own = dataclasses.replace(
        base.methods["contrast"], names=("a", "b"), traces=(), frame_traces={}, bouts={},
        event_rows={"score": tuple(score)}, habituation={}, findings=tuple(findings), lost=None,
        unit="unit",
    )  # fmt: skip
    other = dataclasses.replace(
        base.methods["published"], names=(), traces=(), bouts={}, habituation={},
        frame_traces={n: times_s for n in base.methods["published"].frame_traces},
        event_rows={"similarity": tuple(similarity)},
    )  # fmt: skip
    write_folder(
        dataclasses.replace(
            base,
            times_s=times_s,
            flags=np.zeros(20, np.uint16),
            events=whole,
            methods={"published": other, "contrast": own},
        ),
        folder,
    )
    return folder


def day_scores():
    rows = [(EVENTS.frames(TIMES, name), 0.2, kind) for kind, name in enumerate(EVENTS.names)]
    return score_published(ArrayDescriptors(noisy_faces(len(TIMES), rows)), TIMES, None, EVENTS)


def test_a_session_is_told_by_its_trials(tmp_path):
    score = [
        event_row(0, "a", "a", "event", 1.0, 0.5),
        event_row(1, "a", "a", "event", 2.0),
        event_row(2, "a", "a", "event"),
        event_row(0, "a", "b", "event", 9.0, 9.0),
        event_row(0, "a", "a", "before", 9.0, 9.0),
        event_row(3, "b", "b", "event"),
    ]
    similarity = [event_row(0, "a", "a", "event", 0.3, 0.1)]
    findings = [Finding("too_noisy", "b", "too few")]
    folder = scored(tmp_path / "day1", score, similarity, findings)
    similar, a, b = session_rows(folder)
    assert (a.session, a.measure, a.stimulus, a.finding) == ("day1", "score", "a", "ok")
    assert (a.n_trials, a.n_valid, a.mean) == (3, 2, 1.5)
    assert a.mean_se == pytest.approx(np.std([1, 2], ddof=1) / np.sqrt(2))
    assert (a.change, a.change_se) == (0.5, None)
    assert (b.finding, b.reason, b.mean, b.n_trials) == ("too_noisy", "too few", None, 1)
    assert (similar.finding, similar.mean_se) == ("circular", None)
    assert "partly similarity to itself" in similar.reason
    rows = [a, b, similar, SessionRow.nothing("day2", "cut off")]
    path = write_sessions(tmp_path / "sessions.csv", rows)
    again = read_sessions(path)
    assert [dataclasses.replace(r, mean_se=None) for r in again] == [
        dataclasses.replace(r, mean_se=None) for r in rows
    ]
    figure = draw_sessions(path, tmp_path / "sessions.png")
    points = [line for axes in figure.axes for line in axes.lines if line.get_marker() == "o"]
    assert sorted(float(line.get_ydata()[0]) for line in points) == [0.3, 1.5]
    assert sum(line.get_marker() == "x" for axes in figure.axes for line in axes.lines) == 1
    with pytest.raises(InputError, match="no session to draw"):
        sessions_figure(rows[3:])


def test_a_session_without_trials_says_so(tmp_path):
    (row,) = session_rows(scored(tmp_path / "day1"), "Monday")
    assert (row.session, row.finding, row.measure) == ("Monday", "no_trials", "")


@pytest.mark.parametrize(
    ("name", "content"),
    [("report.json", "{"), ("report.json", "[]"), ("events.csv", "a,b\n1,2\n")],
)
def test_folders_that_are_none_are_told(tmp_path, name, content):
    with pytest.raises(PathError, match="not a folder that"):
        session_rows(tmp_path / "none")
    folder = scored(tmp_path / "day1", [event_row(0, "a", "a", "event", 1.0, 1.0)])
    (folder / name).write_text(content)
    with pytest.raises(ResultError, match="differs from what `mouseface score` wrote"):
        session_rows(folder)
    with pytest.raises(ResultError, match="differs from"):
        read_sessions(folder / "events.csv")


def test_a_movie_without_a_number_comes_before_those_with_one(tmp_path):
    for name in ("face10.mp4", "face2.mp4", "face.mp4", "face.b.mp4"):
        (tmp_path / name).write_bytes(b"")
    names = [movie.name for movie in movies_in(tmp_path)]
    assert names.index("face.mp4") == 0
    assert names.index("face2.mp4") < names.index("face10.mp4")
