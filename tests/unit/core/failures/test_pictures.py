"""Why pictures fail: no clock, persons instead of bouts, thumbnails from the folder."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

import element_mouseface as mf
from element_mouseface.core.failures.picture_thumbnails import PictureThumbnails
from element_mouseface.core.failures.words import told
from element_mouseface.core.frame_features.pictures.features import picture_features
from element_mouseface.errors import InputError, ResultMismatchError


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Pictures of three persons, of which some are dark."""
    folder = tmp_path_factory.mktemp("pictures")
    rng, rows, dark = np.random.default_rng(0), ["image,label,person"], []
    for k in range(90):
        y, x = np.mgrid[:48, :64]
        picture = 90 + 50 * np.sin(x / (4 + k % 3)) * np.cos(y / 5) + rng.normal(0, 4, (48, 64))
        dark.append(bool(rng.random() < 0.35))
        picture = picture * (0.3 if dark[-1] else 1.0)
        name = f"{k:03d}.png"
        cv2.imwrite(str(folder / name), np.clip(picture, 0, 255).astype(np.uint8))
        rows.append(f"{name},x,person {k % 3}")
    (folder / "labels.csv").write_text("\n".join(rows) + "\n")
    return folder, np.array(dark), picture_features(folder)


def test_dark_pictures_fail_because_they_are_dark(folder):
    path, dark, table = folder
    small = PictureThumbnails(path, table)
    found = mf.study_failures(dark, table, thumbnails=small, what="no face")
    assert found.times_s is None
    assert (found.causes[0].cause, found.causes[0].above_null) == ("dark", True)
    assert found.causes[0].auc >= 0.95
    assert found.model.low > 0.5
    persons = np.array(table.persons)
    stacks = found.stacks
    assert (persons[stacks.failures] == persons[stacks.successes]).all()
    rows = [cv2.imread(str(path / table.images[k]), 0).mean() for k in stacks.failures]
    assert stacks.mean_failures.mean() == pytest.approx(np.mean(rows), abs=0.5)
    assert "pictures failed" in told(found)[0]


def test_failures_of_one_person_say_nothing(folder):
    _, _, table = folder
    found = mf.study_failures(np.array([p == "person 1" for p in table.persons]), table)
    assert not found.above_null()
    assert any("who they are" in note for note in found.notes)


def test_other_pictures_and_tables_are_refused(folder, tmp_path):
    path, _, table = folder
    for file in path.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "003.png").write_bytes((path / "004.png").read_bytes())
    with pytest.raises(ResultMismatchError, match="003"):
        PictureThumbnails(tmp_path, table)[np.array([2, 3])]
    with pytest.raises(InputError, match="not of a folder"):
        PictureThumbnails(path, mf.FrameTable(("crop:intensity_mean",), np.ones((3, 1))))
