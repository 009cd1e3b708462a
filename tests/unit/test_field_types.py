"""Every parameter class: values of the wrong kind are refused by the field, hashes stay."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest

from element_mouseface.cli.options import parse_crop
from element_mouseface.core.confounds.params import MotionParams
from element_mouseface.core.events.measures import MeasureParams
from element_mouseface.core.events.windows import EventWindow
from element_mouseface.core.facial_signals.native import SignalParams
from element_mouseface.core.facial_signals.regions import Region, Regions
from element_mouseface.core.facial_signals.regions_file import load_regions
from element_mouseface.core.frame_features import FeatureParams, GeometryParams
from element_mouseface.core.keypoints.mapping import FaceMapping
from element_mouseface.core.learning import LearningParams
from element_mouseface.core.scoring.contrast import ContrastParams
from element_mouseface.errors import CropError, InputError, MouseFaceError, ParameterError
from element_mouseface.facemap._settings import FacemapParams
from element_mouseface.params import Crop, HOGParams, Mask, ScoreParams
from element_mouseface.params.fields import parse_json
from element_mouseface.synthetic import Behaviors, Confounds, Encoding
from tests.fuzzing import ODD_VALUES, bounded, fuzz, mutated_json

POLYGON = {"name": "spout", "shape": "polygon", "points": [[1, 2], [3, 4.5], [5, 6]]}
ELLIPSE = Region("b", "ellipse", [[1, 2], [9.5, 8]])

RIGHT = {
    HOGParams: HOGParams(9, 16, [2, 3]),
    ScoreParams: ScoreParams(),
    Mask: Mask.from_dict(POLYGON),
    Crop: Crop(1, 2, 30, None, (POLYGON,)),
    ContrastParams: ContrastParams(ablate=["drift"]),
    MeasureParams: MeasureParams(bout_enter=1),
    MotionParams: MotionParams(penalties=[1, 2.5]),
    LearningParams: LearningParams(beside=["linear"]),
    Region: ELLIPSE,
    Regions: Regions((Region.box("a", 0, 0, 8, 8), ELLIPSE), False),
    SignalParams: SignalParams(n_components=10),
    FaceMapping: FaceMapping(min_likelihood=0),
    FeatureParams: FeatureParams(),
    GeometryParams: GeometryParams(distances=(("a", "b"),)),
    FacemapParams: FacemapParams(sbin=2, rois=({"x": 1},)),
    Behaviors: Behaviors(),
    Confounds: Confounds(),
    Encoding: Encoding(),
}

#: as they were before fields were compared with their types
HASHES = {
    HOGParams: "361763cee7b30731",
    ScoreParams: "aeb72becfb86d3b0",
    Crop: "29320e7a8ab40e64",
    MeasureParams: "0ea3993403956a6f",
    MotionParams: "d697104ca7c29456",
    Regions: "595ecc2a15ff63f3",
    SignalParams: "57da582841b9153d",
    FaceMapping: "37c91761fe586ca9",
    FeatureParams: "3e93e6c89f476d2b",
    GeometryParams: "25c27fecacae4d37",
    FacemapParams: "6286113e01e3c2c4",
}


def by_name(kind):
    return kind.__name__


@pytest.mark.parametrize("kind", HASHES, ids=by_name)
def test_content_hashes_stay(kind):
    assert RIGHT[kind].content_hash()[:16] == HASHES[kind]


@pytest.mark.parametrize("kind", RIGHT, ids=by_name)
def test_every_field_takes_its_own_kind_and_refuses_the_others(kind):
    right = RIGHT[kind].to_dict()
    assert kind.from_dict(right) == RIGHT[kind]
    refused = 0
    for name in right:
        for value in (*ODD_VALUES, [1e400], "false", b"x", 1j, object(), {1, 2}):
            with bounded(megabytes=200):
                try:
                    made = kind.from_dict({**right, name: value})
                    assert kind.from_dict(made.to_dict()).content_hash() == made.content_hash()
                except (ParameterError, CropError):
                    refused += 1
                except Exception as error:
                    raise AssertionError(f"{name}={value!r:.80}: {error!r}") from error
    assert refused > 15 * len(right)


@pytest.mark.parametrize("kind", RIGHT, ids=by_name)
def test_mutated_mappings_are_taken_or_refused(kind):
    right = RIGHT[kind].to_dict()
    for seed in range(60):
        try:
            values = parse_json(mutated_json(right, seed), "mapping", "JSON")
            kind.from_dict(values).content_hash()
        except MouseFaceError:
            pass
        except Exception as error:
            raise AssertionError(f"seed {seed}: {error!r}") from error


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: HOGParams(transform_sqrt="false"), "transform_sqrt .*true or false"),
        (lambda: HOGParams(orientations=True), "orientations .*whole number"),
        (lambda: HOGParams(orientations=10**6), "orientations is out of range"),
        (lambda: HOGParams(pixels_per_cell=(8, 8, 8)), "pixels_per_cell .*list of 2"),
        (lambda: ScoreParams(max_gap_s=float("nan")), "max_gap_s .*finite number"),
        (lambda: ScoreParams(shock=None), "shock .*a text"),
        (lambda: ContrastParams(ablate="drift"), "ablate .*a list"),
        (lambda: MotionParams(n_lags=10**9), "n_lags is out of range"),
        (lambda: Regions((), "false"), "full_frame .*true or false"),
        (lambda: Mask("m", "polygon", [[0, 0]] * 20_000), "points .*at most 10000"),
        (lambda: HOGParams(pixels_per_cell=1).grid(9000, 9000), "too many numbers"),
        (lambda: EventWindow("w", True, 2), "cannot be used"),
        (lambda: EventWindow("w", 0, 10**400), "cannot be used"),
    ],
)
def test_the_message_names_the_field_and_what_it_takes(make, words):
    with pytest.raises(InputError, match=f"(?s){words}"):
        make()


def test_numbers_of_numpy_are_numbers():
    made = HOGParams(np.int64(9), np.int32(16), transform_sqrt=np.bool_(True))
    assert json.dumps(made.to_dict()) and made == HOGParams(9, 16)
    assert ScoreParams(max_gap_s=np.float32(0.5)).content_hash()
    assert dataclasses.replace(made, orientations=4.0).orientations == 4


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b'{"x": 1, "x": 2}', "'x' occurs twice"),
        (b'{"x": NaN}', "NaN is not a number"),
        (b'{"x": 1e999}', "too large"),
        (b'{"x": ' + b"9" * 5000 + b"}", "5000 digits"),
        (b"[" * 100_000, "nested without end"),
        (b"[" * 60 + b"]" * 60, "nested without end"),
        (b'{"x": "\xff"}', "utf-8"),
        ("{}".encode("utf-16"), "utf-8"),
        (b"", "Expecting value"),
        (b'{"unknown": 1}', "unknown 'unknown'"),
        (b'{"x": null}', "x .*whole number"),
        (b"[1]", "cannot be made from"),
    ],
)
def test_json_says_one_thing_only(text, words, tmp_path):
    path = tmp_path / "crop.json"
    path.write_bytes(text)
    with pytest.raises(ParameterError, match=f"(?s){words}"):
        parse_crop(str(path))


def test_a_byte_order_mark_is_passed_over(tmp_path):
    path = tmp_path / "crop.json"
    path.write_bytes(b'\xef\xbb\xbf{"x": 3, "y": 4, "width": 20, "height": 30}')
    assert parse_crop(str(path)) == Crop(3, 4, 20, 30)


@pytest.mark.parametrize(
    "read", [lambda p: parse_crop(str(p)), load_regions], ids=["crop", "regions"]
)
def test_damaged_files_are_taken_or_refused(read, tmp_path):
    right = RIGHT[Crop] if read is not load_regions else RIGHT[Regions]
    data = json.dumps(right.to_dict()).encode()
    assert fuzz(read, data, tmp_path / "x.json", seconds=0.7) > 50
