"""A small mouse that tastes sucrose, quinine, licked water, and both tastes at once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

import element_mouseface as mf
from element_mouseface.core.affect import ArousalSource, measure_affect, measuring, valences
from element_mouseface.core.scoring.contrast import ContrastParams
from element_mouseface.synthetic import Confounds, Responses, film

SIGNS = {
    "sucrose": ("positive", "preference test"),
    "quinine": ("negative", "aversion test"),
    "water": ("neutral", "protocol"),
}
#: cheap ones
CONTRAST = ContrastParams(basis_frames=100, n_components=24)


@dataclass
class Tasted:
    folder: Path
    movie: object
    result: mf.ScoredRecording
    events: mf.Events
    found: object
    #: what `found` was made with: directions that another recording can be measured by
    prototypes: object = None

    def measured(self, **more):
        given = {"signs": SIGNS, "events": self.events, "contrast": CONTRAST, **more}
        return measure_affect(self.result, **given)


@pytest.fixture(scope="session")
def tasted(tmp_path_factory) -> Tasted:
    """The film, its pass, and arousal (from motion energy) and valences of it."""
    folder = tmp_path_factory.mktemp("tasted")
    stimuli = ("sucrose", "quinine", "water", "mixed")
    movie = film(
        folder / "face.mp4",
        identity=11,
        seed=3,
        duration_s=80,
        fps=10,
        size_px=(120, 90),
        stimuli=stimuli,
        trials_per_stimulus=4,
        confounds=Confounds(lick_on=stimuli),
        responses=Responses(silent=("water",), mixed=("mixed=sucrose+quinine",)),
    )
    result = mf.extract(mf.open_video(movie.path), folder / "face.zarr")
    movie.write_events(folder / "events.csv")
    rows = [f"{name},{sign},{source}" for name, (sign, source) in SIGNS.items()]
    (folder / "signs.csv").write_text("\n".join(["stimulus,sign,source", *rows]))
    made = Tasted(folder, movie, result, mf.read_events(folder / "events.csv"), None)
    motion = ArousalSource("motion", result.quality("motion_energy"), "motion")
    kept = []

    def keeps(*given, **more):
        kept.append(valences.valence(*given, **more))
        return kept[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(measuring, "valence", keeps)
        made.found = made.measured(sources=[motion])
    made.prototypes = kept[0].scores.prototypes
    return made
