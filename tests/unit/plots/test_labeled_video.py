"""The labeled video shows each frame, at its own time, above the traces of that time."""

from __future__ import annotations

from fractions import Fraction

import av
import numpy as np
import pytest
from matplotlib.colors import to_rgb

from element_mouseface.core.events import Events
from element_mouseface.core.events.measures import MeasureParams
from element_mouseface.core.results.scored import MovieInfo, ScoredRecording
from element_mouseface.core.scoring.contrast import ContrastParams
from element_mouseface.core.scoring.scores import MethodScores, ScoreTrace
from element_mouseface.core.video import open_video
from element_mouseface.errors import InputError, ParameterError, PathError, StorageError
from element_mouseface.plots._panels import Panel, y_limits
from element_mouseface.plots._style import color_by_name
from element_mouseface.plots.labeled_video import (
    VideoLayout,
    frames_between,
    write_labeled_video,
)
from element_mouseface.plots.trace_strip import TraceStrip
from tests.contract.movies import pictures, write_movie

N, FPS = 60, 20
# variable rate: two frames in each step of three ticks
TICKS = [3 * (k // 2) + k % 2 for k in range(N)]
EVENTS = Events.from_rows([("50$ sücrose", 1.0, 1.5)])
LAYOUT = VideoLayout(window_s=2.0, width_px=384)
FACE = (256, 384)
#: where the traces begin, and how high each is
TOP, LEFT, PANEL = 260, 62, 74


@pytest.fixture(scope="module")
def movie(tmp_path_factory):
    path = tmp_path_factory.mktemp("m") / "face.mp4"
    base = Fraction(1, 30)
    return write_movie(path, pictures(N), crf="14", times=TICKS, time_base=base)


def panel(times_s, values=None, name="50$ sücrose"):
    values = np.sin(3 * times_s) if values is None else values
    return Panel(name, "score", times_s, values, np.full(len(values), 0.1), 0.5, [])


def scored(*panels, events=None):
    """A recording whose scores are the values of these panels."""
    times_s = panels[0].times_s if panels else np.arange(float(N))
    traces = tuple(ScoreTrace("score", p.name, "", p.values, p.errors, p.enter) for p in panels)
    names = tuple(p.name for p in panels)
    params = (ContrastParams(), MeasureParams())
    own = MethodScores("contrast", "score", "", names, "cross-validated", traces, *params)
    return ScoredRecording(MovieInfo(), times_s, None, events, {"contrast": own})


@pytest.fixture(scope="module")
def shown(movie, tmp_path_factory):
    """The reader, the written frames as RGB, and their times."""
    reader, path = open_video(movie), tmp_path_factory.mktemp("v") / "labeled.mp4"
    panels = [panel(reader.times_s), panel(reader.times_s, np.full(N, 0.25), "quinine")]
    told = []
    written = write_labeled_video(
        path,
        reader,
        scored(*panels, events=EVENTS),
        layout=LAYOUT,
        progress=lambda *a: told.append(a),
    )
    assert written == N and told[-1] == (N, N)
    with av.open(str(path)) as container:
        assert [stream.type for stream in container.streams] == ["video"]
        frames = list(container.decode(video=0))
        assert container.streams.video[0].codec_context.name == "h264"
    return reader, [f.to_ndarray(format="rgb24") for f in frames], [float(f.time) for f in frames]


def test_every_frame_is_there_at_its_own_time(shown):
    reader, frames, times_s = shown
    assert len(frames) == N
    np.testing.assert_allclose(times_s, reader.times_s - reader.times_s[0], atol=1e-4)
    for number in (0, 17, N - 1):
        source = reader.frame(number).astype(float)
        face = frames[number][: FACE[0], : FACE[1], 1].astype(float)
        small = face.reshape(64, 4, 96, 4).mean(axis=(1, 3))
        inside = np.s_[16:52, 4:-4]  # without the labels
        others = [
            np.corrcoef(reader.frame(k)[inside].ravel(), small[inside].ravel())[0, 1]
            for k in range(0, N, 7)
            if abs(k - number) > 2
        ]
        own = np.corrcoef(source[inside].ravel(), small[inside].ravel())[0, 1]
        assert own > 0.98 and own > max(others) + 0.01


def test_the_line_of_now_stands_in_the_middle_and_the_trace_has_its_value_there(shown):
    reader, frames, _ = shown
    limits = y_limits(panel(reader.times_s))
    middle = LEFT + (384 - LEFT) // 2
    color = np.array(to_rgb(color_by_name(["50$ sücrose", "quinine"])["50$ sücrose"])) * 255
    for number in (14, 30, 45):
        strip = frames[number][TOP : TOP + PANEL].astype(float)
        dark = strip[:64].mean(axis=(0, 2))
        assert abs(int(np.argmin(dark[LEFT:])) + LEFT - middle) <= 1
        beside = strip[10:, middle + 4]  # right of the line, so a little later
        later_s = reader.times_s[number] + 4 * 2.0 / (384 - LEFT)
        value = np.sin(3 * later_s)
        expected = 10 + 64 * (limits[1] - value) / (limits[1] - limits[0])
        far = np.abs(beside - color).sum(axis=1)
        assert abs(int(np.argmin(far)) + 10 - expected) < 6, number


def test_a_stimulus_is_named_while_it_is_given(shown):
    reader, frames, _ = shown
    color = np.array(to_rgb(color_by_name(["50$ sücrose", "quinine"])["50$ sücrose"])) * 255
    named = [np.abs(f[9:12, 9:14].astype(float) - color).mean() < 25 for f in frames]
    assert named == [1.0 <= t < 1.5 for t in reader.times_s]


def test_frames_of_a_fast_movie_are_left_out_evenly(movie, tmp_path):
    reader, path = open_video(movie), tmp_path / "slow.mp4"
    layout = VideoLayout(window_s=2.0, width_px=160, most_fps=5)
    written = write_labeled_video(path, reader, scored(panel(reader.times_s)), layout=layout)
    with av.open(str(path)) as container:
        times_s = [float(frame.time) for frame in container.decode(video=0)]
    assert written == len(times_s)
    assert abs(written - 5 * reader.info.duration_s) <= 1
    assert 0.14 < np.diff(times_s).min() and np.diff(times_s).max() < 0.27


def test_a_part_is_shown_by_its_times(movie, tmp_path):
    reader, path = open_video(movie), tmp_path / "part.mp4"
    frames = frames_between(reader.times_s, 0.5, 0.9)
    assert frames == (10, 18)
    written = write_labeled_video(
        path, reader, scored(panel(reader.times_s)), frames=frames, layout=LAYOUT
    )
    assert written == 8
    for low, high in ((99.0, None), (2.0, 1.0), (float("nan"), None)):
        with pytest.raises(ParameterError, match="No frame"):
            frames_between(reader.times_s, low, high)


def test_frames_without_a_picture_or_a_time_are_shown_as_such(tmp_path):
    frames = pictures(8)
    reader = open_video(frames, fps=10)
    times_s = reader.times_s.copy()
    times_s[3] = np.nan
    read = reader.read_luma
    reader.read_luma = lambda *a, **k: ((n, None if n == 5 else f) for n, f in read(*a, **k))
    path = tmp_path / "v.mp4"
    assert write_labeled_video(path, reader, scored(panel(times_s)), layout=LAYOUT) == 8
    with av.open(str(path)) as container:
        shown = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
    assert np.ptp(shown[5][20:200].astype(int)) < 12 < np.ptp(shown[4][20:200].astype(int))
    assert shown[3][TOP : TOP + PANEL, LEFT + 2 :].min() > 235


def test_what_is_drawn_at_a_time_is_a_minute_or_two_however_long_the_movie(tmp_path):
    times_s = np.arange(0, 4 * 3600, 0.1) - 50  # a clock that begins before 0
    strip = TraceStrip([panel(times_s)], None, {"50$ sücrose": "#0072B2"}, 10.0, 320)
    sizes = [(strip.around(at_s).shape, strip.picture.nbytes) for at_s in (-50, 7000.0, 14349.9)]
    assert {shape for shape, _ in sizes} == {(118, 320, 3)}
    assert max(size for _, size in sizes) < 4e6


@pytest.mark.parametrize(
    ("change", "error", "told"),
    [
        ({"panels": []}, ParameterError, "any stimulus"),
        ({"panels": [panel(np.arange(5.0))]}, InputError, "60 frames"),
        ({"frames": (5, 5)}, ParameterError, "first < stop"),
        ({"frames": (0, 99)}, ParameterError, "first < stop"),
        ({"path": "v.avi"}, ParameterError, ".mp4 or .mov"),
        ({"path": "none/v.mp4"}, StorageError, "folder"),
    ],
)
def test_bad_input_is_refused_and_writes_nothing(movie, tmp_path, change, error, told):
    reader = open_video(movie)
    given = {"panels": [panel(reader.times_s)], "path": "v.mp4", "frames": None, **change}
    with pytest.raises(error, match=told):
        write_labeled_video(
            tmp_path / given["path"], reader, scored(*given["panels"]), frames=given["frames"]
        )
    assert not list(tmp_path.iterdir())


def test_the_movie_itself_is_never_written_over(movie):
    reader, before = open_video(movie), movie.read_bytes()
    with pytest.raises(PathError):
        write_labeled_video(movie, reader, scored(panel(reader.times_s)), overwrite=True)
    assert movie.read_bytes() == before


@pytest.mark.parametrize(
    "given",
    [{"window_s": 0}, {"window_s": float("nan")}, {"width_px": 10}, {"most_fps": float("inf")}],
)
def test_layouts_that_cannot_be_drawn_are_refused(given):
    with pytest.raises(ParameterError, match=next(iter(given))):
        VideoLayout(**given)
