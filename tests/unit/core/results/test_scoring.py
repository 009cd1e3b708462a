"""`score`: what it is given, before it scores."""

from __future__ import annotations

import numpy as np
import pytest

from element_mouseface.core.extraction import extract
from element_mouseface.core.facial_signals.native import compute_signals
from element_mouseface.core.results.scoring import score
from element_mouseface.core.video import open_video
from element_mouseface.errors import MouseFaceError, ParameterError, ResultError
from element_mouseface.params import HOGParams
from element_mouseface.plots import events_figure, registration_figure, score_figure

ROWS = [("salt", 1.0, 1.5), ("acid", 4.0, 4.5)]


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    noise = np.random.default_rng(0).integers(0, 256, (80, 32, 32), dtype=np.uint8)
    out = tmp_path_factory.mktemp("noise") / "face.zarr"
    return extract(open_video(noise, fps=10.0), out, params=HOGParams(pixels_per_cell=(8, 8)))


def test_events_are_rows_or_a_file_and_a_method_is_a_name(result, tmp_path):
    path = tmp_path / "events.csv"
    path.write_text("event,onset_s,offset_s\n" + "".join(f"{n},{a},{b}\n" for n, a, b in ROWS))
    of_rows = score(result, ROWS, methods="published")
    of_file = score(result, path, methods=["published"])
    assert list(of_rows.methods) == ["published"] and of_rows.names == ("salt", "acid")
    assert of_rows.events.rows and len(of_rows.events) == len(of_file.events) == 2
    for one, other in zip(of_rows.traces, of_file.traces, strict=True):
        np.testing.assert_array_equal(one.values, other.values)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"methods": "contrasts"}, "no scoring method 'contrasts'"),
        ({"params": {"neutral": "stillest"}}, "by the name of a scoring method"),
        ({"params": [1]}, "`params`"),
        ({"prototypes": 4}, "`prototypes`"),
        ({"prototypes": {"published": 3}}, "(?s)`prototypes`.*load_prototypes"),
        ({"prototypes": {"contrast": "file.npz"}}, "(?s)`prototypes`.*load_prototypes"),
        ({"prototypes": {"nearest": None}}, "by the name of a scoring method"),
        ({"prototypes": {"published": None}, "methods": ["contrast"]}, "no prototypes of the c"),
        ({"windows": [("late", 1, 2)]}, "`windows`"),
        ({"windows": None}, "`windows`"),
        ({"measures": {"bout_enter": 0.6}}, "`measures`"),
        ({"events": 3}, "`events`"),
        ({"result": None}, "`result`"),
    ],
)
def test_what_cannot_be_used_is_refused_and_never_left_out(result, given, words):
    with pytest.raises(ParameterError, match=words) as error:
        score(**{"result": result, "events": ROWS, **given})
    assert isinstance(error.value, MouseFaceError) and error.value.expected and error.value.do


def test_a_path_or_a_box_in_place_of_what_was_opened_is_told_how_to_open_it(result, tmp_path):
    for given in ("day1.mp4", np.zeros((4, 32, 32), np.uint8), None):
        with pytest.raises(ParameterError, match=r"(?s)`reader`.*open_video"):
            extract(given, tmp_path / "out.zarr")
    noise = open_video(np.zeros((4, 32, 32), np.uint8), fps=10.0)
    with pytest.raises(ParameterError, match=r"(?s)`crop`.*Crop\(x="):
        extract(noise, tmp_path / "out.zarr", crop=(0, 0, 16, 16))
    with pytest.raises(ParameterError, match=r"(?s)`regions`.*load_regions"):
        compute_signals(result, "regions.json")
    for figure in (score_figure, events_figure, registration_figure):
        with pytest.raises(ParameterError, match=r"(?s)`scored`.*read_folder"):
            figure("scored")
    with pytest.raises(ResultError, match="no bin sums"):  # the folder was opened
        compute_signals(str(result.path))
