from __future__ import annotations

import json
import zipfile

import numpy as np
import pytest

from element_mouseface.core.scoring.published.prototypes import (
    Prototypes,
    SourceFile,
    SourceFrame,
)
from element_mouseface.core.scoring.published.selection import (
    least_like_neutral,
    neutral_mean,
    neutral_stillest,
    neutral_typical,
    prototype,
    rows_of_frames,
)
from element_mouseface.core.scoring.published.similarity import (
    consecutive_similarity,
)
from element_mouseface.errors import PathError, PrototypeError, StorageError
from element_mouseface.params import Crop, HOGParams, Mask
from tests.unit.core.arrays import GRID, NUMBERS, ArrayDescriptors, noisy_faces


@pytest.fixture
def faces():
    return noisy_faces(120)


def test_neutral_mean_is_the_mean_of_the_baseline(faces):
    baseline = np.zeros(120, dtype=bool)
    baseline[[1, 5, 80]] = True
    neutral, frames = neutral_mean(faces, baseline)
    np.testing.assert_allclose(neutral, faces[[1, 5, 80]].astype(float).mean(axis=0), atol=1e-15)
    assert frames.tolist() == [1, 5, 80]
    with pytest.raises(PrototypeError, match="no neutral face"):
        neutral_mean(faces, np.zeros(120, dtype=bool))


def test_neutral_stillest_takes_the_stillest_of_the_first(faces):
    stillness = np.linspace(0, 1, 120)
    stillness[3] = 5.0
    stillness[60] = 9.0  # still, but after the first fifty
    stillness[49] = np.nan
    neutral, frames = neutral_stillest(faces, stillness, n_frames=3, first_frames=50)
    assert frames.tolist() == [3, 47, 48]
    np.testing.assert_allclose(neutral, faces[[3, 47, 48]].astype(float).mean(axis=0), atol=1e-15)
    with pytest.raises(PrototypeError, match="first"):
        neutral_stillest(faces, np.full(120, np.nan))


def test_neutral_typical_is_the_frame_most_like_the_next(faces):
    faces[31] = faces[30]  # 30 equals the one after it
    faces[81] = faces[80]  # so does 80, outside the baseline
    baseline = np.arange(120) < 50
    neutral, frames = neutral_typical(faces, consecutive_similarity(faces), baseline)
    assert frames.tolist() == [30]
    np.testing.assert_array_equal(neutral, faces[30])
    with pytest.raises(PrototypeError, match="neighbor"):
        neutral_typical(faces, np.full(120, np.nan), baseline)


def test_the_frames_least_like_neutral_by_numpys_corrcoef(faces):
    neutral = faces.astype(float).mean(axis=0)
    candidates = np.arange(20, 90)
    r = [np.corrcoef(faces[frame], neutral)[0, 1] for frame in candidates]
    expected = candidates[np.argsort(r)[:10]]
    assert least_like_neutral(faces, candidates, neutral).tolist() == expected.tolist()


def test_a_planted_expression_is_found_and_averaged():
    where = [40, 42, 47]
    faces = noisy_faces(120, [(where, 0.3, 1)])
    neutral = faces[:30].astype(float).mean(axis=0)
    vector, frames = prototype(faces, np.arange(35, 55), neutral, "sucrose", n_frames=3)
    assert sorted(frames.tolist()) == where
    np.testing.assert_allclose(vector, faces[where].astype(float).mean(axis=0), atol=1e-15)


def test_of_equals_the_earlier_frame_is_taken():
    faces = np.tile(noisy_faces(1), (30, 1))
    faces[10:20] += np.random.default_rng(5).standard_normal(NUMBERS)
    chosen = least_like_neutral(faces, np.arange(30), faces[0].astype(float), n_frames=4)
    assert chosen.tolist() == [10, 11, 12, 13]


def test_frames_without_a_face_are_not_taken(faces):
    faces[50:55] = 0.0
    neutral = faces[:30].astype(float).mean(axis=0)
    chosen = least_like_neutral(faces, np.arange(50, 58), neutral)
    assert sorted(chosen.tolist()) == [55, 56, 57]
    with pytest.raises(PrototypeError, match=r"'quinine'.*\n.*\n.*5 frames, all of them"):
        prototype(faces, np.arange(50, 55), neutral, "quinine")
    with pytest.raises(PrototypeError, match="no frame inside"):
        prototype(faces, np.array([], dtype=int), neutral, "quinine")


def test_scattered_rows_come_in_the_order_asked_for(faces):
    frames = [7, 3, 4, 100, 3, 5]
    np.testing.assert_array_equal(rows_of_frames(faces, frames), faces[frames])
    assert rows_of_frames(faces, []).shape == (0, NUMBERS)


@pytest.fixture
def prototypes():
    random = np.random.default_rng(2)
    vectors = random.random((2, NUMBERS))
    vectors[1, 5] = np.nan
    valid = np.ones(NUMBERS, dtype=bool)
    valid[5] = False
    return Prototypes(
        names=("sucrose", "quinine é"),
        vectors=vectors,
        neutral=random.random(NUMBERS),
        valid=valid,
        grid=GRID,
        hog=HOGParams(),
        crop=Crop(4, 8, 100, 96, (Mask("spout", "ellipse", ((1, 2), (30, 40))),)),
        score_params={"neutral": "mean"},
        source_frames=(SourceFrame("sucrose", 0, 17, 0.566, 0.91, "face.mp4", 17),),
        source_files=(SourceFile("face.mp4", "ab" * 32),),
        created_by="element_mouseface 0",
        created_at="2024-01-02T03:04:05+00:00",
    )


def test_a_saved_set_comes_back_whole(prototypes, tmp_path):
    back = Prototypes.load(prototypes.save(tmp_path / "prototypes.npz"))
    for name in ("vectors", "neutral", "valid"):
        np.testing.assert_array_equal(getattr(back, name), getattr(prototypes, name))
    for name in ("names", "grid", "hog", "crop", "score_params", "source_frames", "source_files"):
        assert getattr(back, name) == getattr(prototypes, name), name
    assert (back.created_by, back.created_at) == (prototypes.created_by, prototypes.created_at)
    assert back.content_hash() == prototypes.content_hash()
    assert [path.name for path in tmp_path.iterdir()] == ["prototypes.npz"]


def test_the_file_holds_no_pickle(prototypes, tmp_path):
    path = prototypes.save(tmp_path / "prototypes.npz")
    with np.load(path, allow_pickle=False) as file:
        assert json.loads(str(file["about"]))["names"] == ["sucrose", "quinine é"]


def test_a_changed_number_is_noticed(prototypes, tmp_path):
    path = prototypes.save(tmp_path / "prototypes.npz")
    with np.load(path) as file:
        parts = dict(file)
    parts["vectors"][0, 0] += 1e-9
    np.savez(path, **parts)
    with pytest.raises(PrototypeError, match="digest"):
        Prototypes.load(path)


def test_other_files_are_refused(prototypes, tmp_path):
    saved = prototypes.save(tmp_path / "good.npz").read_bytes()
    for name, content in (
        ("text.npz", b"not a zip"),
        ("empty.npz", b""),
        ("cut.npz", saved[: len(saved) // 2]),
    ):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(PrototypeError, match=name):
            Prototypes.load(tmp_path / name)
    np.savez(tmp_path / "other.npz", a=np.zeros(3))
    with pytest.raises(PrototypeError, match="other"):
        Prototypes.load(tmp_path / "other.npz")
    np.save(tmp_path / "array.npz", np.zeros(3))
    with zipfile.ZipFile(tmp_path / "zip.npz", "w") as file:
        file.writestr("a.txt", "b")
    for name in ("zip.npz", "array.npz.npy"):
        with pytest.raises(PrototypeError):
            Prototypes.load(tmp_path / name)
    with pytest.raises(PathError):
        Prototypes.load(tmp_path / "none.npz")


def test_another_format_is_refused(prototypes, tmp_path):
    path = prototypes.save(tmp_path / "prototypes.npz")
    with np.load(path) as file:
        parts = dict(file)
    parts["about"] = np.array(str(parts["about"]).replace("prototypes/1", "prototypes/9"))
    np.savez(path, **parts)
    with pytest.raises(PrototypeError, match="prototypes/9"):
        Prototypes.load(path)


def test_an_unwritable_place_is_a_storage_error(prototypes, tmp_path):
    with pytest.raises(StorageError, match="no folder"):
        prototypes.save(tmp_path / "missing" / "prototypes.npz")


def test_another_grid_or_other_parameters_are_refused_with_both(prototypes, faces):
    assert prototypes.check_fits(ArrayDescriptors(faces)) is prototypes
    with pytest.raises(PrototypeError, match=r"3x4 cells.*\n.*4x3 cells"):
        prototypes.check_fits(ArrayDescriptors(faces, grid=(4, 3)))
    other = HOGParams(pixels_per_cell=16)
    with pytest.raises(PrototypeError, match=r"\[32, 32\].*\n.*\[16, 16\]"):
        prototypes.check_fits(ArrayDescriptors(faces, params=other))


def test_a_set_that_contradicts_itself_is_refused():
    good = {"neutral": np.ones(NUMBERS), "valid": np.ones(NUMBERS, dtype=bool)}
    for names, vectors in ((("a",), (2, NUMBERS)), (("a", "a"), (2, NUMBERS)), (("a",), (1, 7))):
        with pytest.raises(PrototypeError, match="inconsistent"):
            Prototypes(names, np.ones(vectors), grid=GRID, hog=HOGParams(), **good)
