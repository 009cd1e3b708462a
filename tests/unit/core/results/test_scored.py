"""One scored recording in memory: what its parts say, against the scores it is made of."""

from __future__ import annotations

import numpy as np
import pytest

from element_mouseface.core.events import Events
from element_mouseface.core.results.scored import MovieInfo, ScoredRecording
from element_mouseface.core.scoring.contrast.summary import contrast_results
from element_mouseface.core.scoring.findings import Finding
from element_mouseface.core.scoring.published.score import score_published
from element_mouseface.core.scoring.scores import age_days
from element_mouseface.errors import ParameterError
from tests.unit.core.arrays import ArrayDescriptors, noisy_faces
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
    scored = ScoredRecording.from_published(published, EVENTS, movie=movie)
    own = scored.methods["published"]
    assert (own.n_valid, own.circular, own.refused) == (published.n_valid, True, False)
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
    scored = ScoredRecording.from_contrast(contrast_results(scores, EVENTS), EVENTS)
    own = scored.methods["contrast"]
    assert scored.names == scores.names and len(scored) == len(LONG)
    assert own.trace("salt") is None and own.refusal_of("salt") == TOO_FEW
    assert own.refusal_of("sucrose") is None
    assert {trace.name for trace in own.traces} == {"sucrose", "quinine"}
    assert scored.findings == (("contrast", TOO_FEW),)


def test_a_whole_that_is_refused_comes_before_its_stimuli(published):
    whole = Finding("moved", "", "the head moved")
    scored = ScoredRecording.from_contrast(
        contrast_results(contrast_scores([TOO_FEW, whole]), EVENTS), EVENTS
    )
    assert scored.methods["contrast"].refusal_of("salt") == whole
    both = scored.joined_with(ScoredRecording.from_published(published, EVENTS))
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
