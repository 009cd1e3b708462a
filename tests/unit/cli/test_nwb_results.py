"""Other results that `mouseface nwb` adds: each option reads what its command wrote."""

from __future__ import annotations

import numpy as np
import pytest

from element_mouseface.cli.main import build_parser
from element_mouseface.cli.nwb_results import read_results, result_paths
from element_mouseface.core.action_units import write_action_units
from element_mouseface.core.affect import write_affect
from element_mouseface.core.exports.nwb.clock import FrameTimes
from element_mouseface.core.face_angle import write_face_angle
from element_mouseface.core.facial_signals.regions import Region, Regions
from element_mouseface.core.facial_signals.regions_file import save_regions
from element_mouseface.core.results.prediction_folder import write_prediction
from element_mouseface.core.results.scored import MovieFile, MovieInfo, ScoredRecording
from element_mouseface.errors import MouseFaceError, ParameterError
from tests.unit.core.exports.nwb import planted
from tests.unit.core.keypoints.faces import write_csv

REGIONS = Regions(
    (
        Region("whiskers", "polygon", ((1, 2), (30, 4), (20, 40))),
        Region("eye/left", "ellipse", ((10, 20), (30, 44)), "pupil", saturation=60),
    )
)
UNIT = planted.NAMES[0]
TIMES_S = np.arange(planted.N) / 20
SCORED = ScoredRecording(
    MovieInfo((MovieFile("face.mp4", "", planted.N),)), TIMES_S, None, None, methods={}
)


def parsed(*options):
    line = ["nwb", "scored", "--session", "s.json", "--zero", "0", "--out", "a.nwb", *options]
    return build_parser().parse_args(list(map(str, line)))


@pytest.fixture(scope="module")
def options(tmp_path_factory):
    """A folder or file of each result, as its command writes it."""
    folder = tmp_path_factory.mktemp("results")
    planted.signals().save(folder / "signals" / "signals")
    write_csv(folder / "points.csv", planted.keypoints(), "DLC_resnet50")
    (folder / "predicted").mkdir()
    write_prediction(planted.prediction(), folder / "predicted")
    rows = [f"{k},{int(k in range(5, 9))},{int(k > 50)}" for k in range(planted.N)]
    (folder / "ann.csv").write_text("\n".join(["frame,lick,groom", *rows, ""]))
    write_action_units(planted.units(), folder / "units")
    write_affect(planted.affect(), folder / "affect")
    write_face_angle(planted.angle(), folder / "angle")
    planted.features().write(folder / "features.parquet")
    save_regions(folder / "regions.json", REGIONS)
    named = [("keypoints", "points.csv"), ("regions", "regions.json")]
    named += [("behaviors", "predicted"), ("behaviors", "ann.csv")]
    named += [(name, name) for name in ("signals", "units", "affect", "angle")]
    named += [("features", "features.parquet")]
    return [text for name, place in named for text in (f"--{name}", folder / place)]


def test_each_option_adds_what_its_command_wrote(options):
    args = parsed(*options, "--scorer", "DLC_resnet50")
    assert len(result_paths(args)) == 9
    made, times = planted.nwbfile(), FrameTimes(TIMES_S, 0.0)
    for add in read_results(args, SCORED):
        add(made, times, [])
    found = made.processing["behavior"]
    assert found["PoseEstimation"].scorer == "DLC_resnet50"
    for series, values in (
        (found["face_PupilTracking"]["pupil_area"], planted.signals().pupil[0].area),
        (found["PoseEstimation"]["nose_tip"], planted.keypoints().xy[:, 1]),
        (found["face_behaviors_probability"]["hit"], planted.prediction().probability[:, 1]),
        (found["face_affect"]["arousal"], planted.affect().arousal.values),
        (found["face_face_angle"]["roll_points"], planted.angle().roll_points_deg),
        (found["face_action_units"][UNIT], planted.units().values(UNIT)),
        (found["face_features"]["crop_edge_density"],
         planted.features().column("crop:edge_density")),
    ):  # fmt: skip
        np.testing.assert_array_equal(series.data[:], values)
    corners = found["face_regions"].to_dataframe()
    assert list(zip(corners.area, corners.kind, corners.x, corners.y, strict=True)) == [
        *(("whiskers", "motion", x, y) for x, y in REGIONS.regions[0].points),
        *(("eye/left", "pupil", x, y) for x, y in REGIONS.regions[1].points),
    ]
    labels = found["face_labels_ann"]
    assert labels.labeling_method == "manual"
    assert labels["label"].data[:] == ["lick", "groom"]


def test_points_without_their_file_and_a_missing_folder_are_refused(tmp_path):
    with pytest.raises(ParameterError, match="of tracked points"):
        read_results(parsed("--scorer", "DLC"), SCORED)
    for name in (
        "signals",
        "regions",
        "keypoints",
        "behaviors",
        "units",
        "affect",
        "angle",
        "features",
    ):
        with pytest.raises(MouseFaceError):
            read_results(parsed(f"--{name}", tmp_path / "nothing"), SCORED)
