"""One scored recording in memory: what its parts say, against the scores it is made of."""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd
import pytest

from element_mouseface.core.events import Events
from element_mouseface.core.features.quality import FrameFlag
from element_mouseface.core.outputs.tables import write_csv
from element_mouseface.core.results.csv_tables import tables
from element_mouseface.core.results.scored import MovieInfo, ScoredRecording
from element_mouseface.core.scoring.findings import Finding
from element_mouseface.core.scoring.published.score import score_published
from element_mouseface.core.scoring.scores import age_days
from element_mouseface.errors import DependencyError, ParameterError
from tests.unit.core.arrays import ArrayDescriptors, noisy_faces
from tests.unit.plots.test_event_figure import EVENTS as LONG_EVENTS
from tests.unit.plots.test_event_figure import TIMES as LONG
from tests.unit.plots.test_event_figure import contrast_scores

TIMES = np.arange(400) / 20.0
EVENTS = Events.from_rows([("sucrose", 5.0, 6.0), ("quinine", 12.0, 13.0)])
TOO_FEW = Finding("too_few_events", "salt", "one trial")


@pytest.fixture(scope="module")
def published():
    rows = [(EVENTS.frames(TIMES, name), 0.2, kind) for kind, name in enumerate(EVENTS.names)]
    return score_published(
        ArrayDescriptors(noisy_faces(400, rows)), TIMES, None, EVENTS, recorded_at="2026-03-01"
    )


def test_a_published_score_keeps_its_numbers(published):
    movie = MovieInfo(recorded_at="2026-03-11T12:00:00")
    scored = ScoredRecording.of(published, EVENTS, movie=movie)
    own = scored.methods["published"]
    assert (own.n_valid, own.circular, own.refused) == (len(published.times_s), True, False)
    np.testing.assert_array_equal(
        own.trace("quinine").values, published.similarity[:, published.names.index("quinine")]
    )
    usable = np.isfinite(published.neutral_similarity)
    np.testing.assert_array_equal(scored.neutral_frames("published") & usable, published.baseline)
    assert own.prototype_age_days == pytest.approx(10.5)
    assert scored.scores_of().measure == "similarity" and scored.scores_of("similarity") is own
    with pytest.raises(ParameterError, match="not scored by 'score'"):
        scored.scores_of("score")


def test_a_stimulus_that_is_refused_has_no_trace_and_its_reason():
    scores = contrast_scores([TOO_FEW])
    scored = ScoredRecording.of(scores, EVENTS)
    own = scored.methods["contrast"]
    assert scored.names == scores.names and len(scored) == len(LONG)
    assert own.trace("salt") is None and own.refusal_of("salt") == TOO_FEW
    assert own.refusal_of("sucrose") is None
    assert {trace.name for trace in own.traces} == {"sucrose", "quinine"}
    assert scored.findings == (("contrast", TOO_FEW),)


def test_a_whole_that_is_refused_comes_before_its_stimuli(published):
    whole = Finding("moved", "", "the head moved")
    scored = ScoredRecording.of(contrast_scores([TOO_FEW, whole]), EVENTS)
    assert scored.methods["contrast"].refusal_of("salt") == whole
    both = scored.joined_with(ScoredRecording.of(published, EVENTS))
    assert list(both.methods) == ["contrast", "published"]
    assert both.measures == ("score", "similarity")
    assert list(both.only("published").methods) == ["published"]
    with pytest.raises(ParameterError, match="not scored by the method 'other'"):
        both.only("other")


@pytest.mark.parametrize(
    ("made", "recorded", "days"),
    [
        ("2026-03-01", "2026-03-02T06:00:00", 1.25),
        ("2026-03-01T00:00:00+02:00", "2026-03-01", 2 / 24),
        ("", "2026-03-01", None),
        ("2026-03-01", None, None),
        ("yesterday", "2026-03-01", None),
    ],
)
def test_the_age_of_prototypes_is_in_days(made, recorded, days):
    assert age_days(made, recorded) == (None if days is None else pytest.approx(days))


# ---------------------------------------------------------------- other libraries' objects


@pytest.fixture(scope="module")
def both(published):
    """Scored by both methods on a clock that lacks ten frames; salt is refused."""
    times = np.asarray(LONG).copy()
    times[[0, 7, *range(100, 108)]] = np.nan
    lost = np.zeros(len(LONG), np.uint16)
    lost[5] = FrameFlag.MISSING | FrameFlag.REPEATED
    scored = ScoredRecording.of(contrast_scores([TOO_FEW]), LONG_EVENTS, times_s=times, flags=lost)
    rows = [(LONG_EVENTS.frames(LONG, n), 0.2, k) for k, n in enumerate(LONG_EVENTS.names)]
    other = score_published(
        ArrayDescriptors(noisy_faces(len(LONG), rows)), times, None, LONG_EVENTS
    )
    return scored.joined_with(ScoredRecording.of(other, LONG_EVENTS))


def test_a_table_of_pandas_has_every_frame_and_a_column_each_trace(both, tmp_path):
    table = both.to_dataframe()
    assert table.index.name == "frame" and len(table) == len(LONG) == len(both)
    assert "salt_score" not in table and "salt_similarity" in table
    for trace in both.traces:
        np.testing.assert_array_equal(table[f"{trace.name}_{trace.measure}"], trace.values)
    errors = both.methods["contrast"].trace("quinine").errors
    np.testing.assert_array_equal(table["quinine_score_se"], errors)
    assert np.isnan(table["time_s"]).sum() == 10
    assert table["flags"][5] == "MISSING+REPEATED" and table["flags"][6] == ""
    write_csv(tmp_path / "scores.csv", *tables(both)["scores.csv"])
    written = pd.read_csv(tmp_path / "scores.csv", index_col="frame")
    shared = [name for name in written if name in table and name != "flags"]
    assert len(shared) >= 9
    np.testing.assert_allclose(written[shared], table[shared], atol=1e-6)


def test_a_dataset_of_xarray_is_by_time_and_stimulus_and_says_what_is_left_out(both):
    with pytest.warns(UserWarning, match="10 of 1200 frames have no time"):
        found = both.to_xarray()
    timed = np.isfinite(both.times_s)
    assert dict(found.sizes) == {"time_s": 1190, "stimulus": 3}
    assert found.attrs["n_frames_without_time"] == 10
    np.testing.assert_array_equal(found.frame, np.flatnonzero(timed))
    own = both.methods["contrast"]
    around = found.score.sel(stimulus="sucrose", time_s=slice(5.0, 6.0))
    inside = (both.times_s >= 5.0) & (both.times_s <= 6.0)
    np.testing.assert_array_equal(around, own.trace("sucrose").values[inside])
    assert np.isnan(found.score.sel(stimulus="salt")).all()
    assert found.score.units == "expression" and found.similarity.units == "r"
    np.testing.assert_array_equal(found.misfit, own.frame_traces["misfit"][timed])
    assert any(
        "too_few_events (salt): one trial" in text for text in found.attrs["findings"].splitlines()
    )


def test_pynapple_restricts_the_traces_to_the_events(both):
    with pytest.warns(UserWarning, match="left out"):
        found = both.to_pynapple()
    assert list(found["score"].columns) == ["sucrose", "quinine"]
    sucrose = found["events"]["sucrose"]
    assert len(sucrose) == len(LONG_EVENTS.of("sucrose"))
    inside = found["score"]["sucrose"].restrict(sucrose)
    values = both.methods["contrast"].trace("sucrose").values
    ends = LONG_EVENTS.frames(both.times_s, "sucrose")
    for event in LONG_EVENTS.of("sucrose"):  # pynapple takes the last moment in, too
        ends |= both.times_s == event.offset_s
    np.testing.assert_array_equal(inside.values, values[ends])
    bouts = both.methods["contrast"].bouts["score"]
    own = [(b.start_s, b.stop_s) for b in bouts if b.name == "sucrose"]
    np.testing.assert_allclose(found["score_bouts"]["sucrose"].values, own)
    errors = both.methods["contrast"].trace("quinine").errors[np.isfinite(both.times_s)]
    np.testing.assert_array_equal(found["score_se"]["quinine"].values, errors)


@pytest.mark.parametrize("name", ["xarray", "pynapple"])
def test_a_library_that_is_not_installed_is_told_with_its_extra(both, monkeypatch, name):
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(DependencyError, match=r"element-mouseface\[analysis\]") as found:
        getattr(both, f"to_{name}")()
    assert name in found.value.what
