from __future__ import annotations

import numpy as np
import pytest

from element_mouseface.core.events import Events
from element_mouseface.core.scoring.published.attribution import similarity_map
from element_mouseface.core.scoring.published.making import make_prototypes
from element_mouseface.core.scoring.published.prototypes import Prototypes
from element_mouseface.core.scoring.published.score import score_published
from element_mouseface.errors import ParameterError
from element_mouseface.params import HOGParams
from tests.unit.core.arrays import ArrayDescriptors, noisy_faces

TIMES = np.arange(400) / 20.0
EVENTS = Events.from_rows([("a", 5.0, 6.0), ("b", 12.0, 13.0)])


@pytest.fixture(scope="module")
def faces():
    """In trials of 'a' only the first two cells change."""
    frames = noisy_faces(400)
    change = np.random.default_rng(5).standard_normal(16)
    frames[EVENTS.frames(TIMES, "a"), :16] += 0.3 * change
    frames[EVENTS.frames(TIMES, "b"), 40:] += 0.2
    return ArrayDescriptors(frames)


def test_cells_add_up_to_r_less_that_of_neutral_and_lie_where_the_change_is(faces):
    scores = score_published(faces, TIMES, None, EVENTS)
    found = similarity_map(faces[110], scores.prototypes, "a", frame=110)
    assert found.score == pytest.approx(scores.similarity[110, 0])
    neutral = similarity_map(scores.prototypes.neutral, scores.prototypes, "a")
    assert neutral.total == pytest.approx(0.0)
    assert found.values.shape == (3, 4)
    assert found.values.sum() == pytest.approx(found.score - neutral.score)
    assert found.values[0, :2].sum() > 0.8 * found.total > 0.05
    assert (found.first_frame, found.stop_frame) == (110, 111)


def test_overlapping_blocks_add_up_too():
    params = HOGParams(cells_per_block=2, orientations=4)
    random = np.random.default_rng(0)
    numbers = params.descriptor_length((3, 4))
    vectors, neutral = random.random((1, numbers)), random.random(numbers)
    prototypes = Prototypes(("a",), vectors, neutral, np.ones(numbers, bool), (3, 4), params)
    frame = random.random(numbers)
    found = similarity_map(frame, prototypes, "a")
    assert found.score == pytest.approx(np.corrcoef(frame, vectors[0])[0, 1])
    assert found.total == pytest.approx(found.score - np.corrcoef(neutral, vectors[0])[0, 1])
    assert found.values.sum() == pytest.approx(found.total)


def test_masked_cells_have_no_part(faces):
    valid = np.ones(96, bool)
    valid[8:16] = False
    masked = ArrayDescriptors(faces.array, valid=valid)
    prototypes = make_prototypes(masked, TIMES, None, EVENTS)
    found = similarity_map(masked[110], prototypes, "a")
    assert found.values[0, 1] == 0
    kept = np.corrcoef(faces[110][valid], prototypes.vectors[0][valid])[0, 1]
    assert found.score == pytest.approx(kept)


def test_the_share_of_the_crop_is_what_whole_cells_cover(faces):
    prototypes = make_prototypes(faces, TIMES, None, EVENTS)
    assert similarity_map(faces[110], prototypes, "a", crop_px=(100, 128)).share == (0.96, 1.0)


def test_what_has_no_similarity_is_refused(faces):
    prototypes = make_prototypes(faces, TIMES, None, EVENTS)
    with pytest.raises(ParameterError, match="no prototype"):
        similarity_map(faces[0], prototypes, "c")
    with pytest.raises(ParameterError, match="does not vary"):
        similarity_map(np.ones(96), prototypes, "a")
