"""Copies of trials are found after another encoding, and two trials alike are no copies."""

from __future__ import annotations

import numpy as np
import pytest

import element_mouseface as mf
from element_mouseface.cli.main import main
from element_mouseface.core.decoding import DecodingParams
from element_mouseface.core.decoding.copies import find_copies
from element_mouseface.core.decoding.sources import Thumbnails
from element_mouseface.core.decoding.trials import Trial
from element_mouseface.core.events import Events
from element_mouseface.synthetic import film

LEAST_R = DecodingParams().copies


def found(prints, tables):
    own = [Events.from_rows([("a", 5.0 * k, 5.0 * k + 2)]).rows[0] for k in range(len(prints))]
    trials = [Trial(table, k, own[k], "a") for k, table in enumerate(tables)]
    rows = find_copies(
        trials, dict(enumerate(prints)), dict.fromkeys(tables, 0.05), LEAST_R, scaled=False
    )
    return [(row.event, row.copy_of_event) for row in rows]


def alike(n_frames, n_trials=12, seed=0):
    """Trials of one expression, each with small movements of its own."""
    rng = np.random.default_rng(seed)
    expression = 1 / (1 + np.exp(-(np.arange(n_frames) - 6) / 2.0))
    where = rng.normal(size=400)
    others = rng.normal(size=(3, 400))
    made = []
    for _ in range(n_trials):
        own = np.cumsum(rng.normal(size=(n_frames, 3)), axis=0) * 0.06
        made.append(100 + 4 * (np.outer(expression, where) + own @ others))
    return made


@pytest.mark.parametrize("n_frames", [12, 20])
def test_trials_of_one_expression_in_few_frames_are_no_copies(n_frames):
    trials = alike(n_frames)
    flat = np.stack([one - one.mean(0) for one in trials]).reshape(len(trials), -1)
    assert np.sort(np.corrcoef(flat)[np.triu_indices(len(flat), 1)])[-1] > 0.8
    assert found(trials, [0] * 12) == []
    noise = np.random.default_rng(1).normal(size=trials[3].shape) * 0.1
    assert found([*trials, trials[3] + noise], [0] * 12 + [1]) == [(12, 3)]


def test_a_recording_encoded_again_is_a_copy_trial_by_trial(tmp_path):
    """Copies are half of what there is then, and no outliers among pairs of trials."""
    movie = film(
        tmp_path / "a.mp4", identity=5, seed=2, duration_s=28, fps=20, size_px=(320, 240),
        stimuli=("sucrose", "quinine"), trials_per_stimulus=2,
    )  # fmt: skip
    again = tmp_path / "b.mp4"
    assert main(["transcode", str(movie.path), str(again), "--crf", "30"]) == 0
    movie.write_events(tmp_path / "events.csv")
    events = mf.read_events(tmp_path / "events.csv")
    prints, tables = [], []
    for table, path in enumerate((movie.path, again)):
        result = mf.extract(mf.open_video(path), path.with_suffix(".zarr"))
        for one in events:
            first, stop = np.searchsorted(result.times_s, [one.onset_s, one.offset_s])
            prints.append(Thumbnails(result).read(first, stop)[:, ::4])
            tables.append(table)
    n = len(events)
    assert found(prints[:n], tables[:n]) == []
    assert found(prints, tables) == [(n + k, k) for k in range(n)]
