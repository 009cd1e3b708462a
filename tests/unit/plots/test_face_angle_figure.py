"""The figure of the face angle: what is drawn is what was measured, and nothing is hidden."""

from __future__ import annotations

import numpy as np

from element_mouseface.core.face_angle import FaceAngle, Reason
from element_mouseface.plots.face_angle import face_angle_figure
from tests.unit.plots.texts import faults, shown_texts

N = 200
TIMES = np.arange(N) / 20


def made(views: bool, picture: bool = True) -> FaceAngle:
    wave = 4 * np.sin(TIMES)
    degrees = {"roll_points": wave.copy()}
    errors = {"roll_points": np.full(N, 0.3)}
    degrees["roll_points"][50:60] = np.nan
    reasons = {
        "points": np.where(np.isnan(degrees["roll_points"]), Reason.FEW_POINTS, 0),
        "picture": np.full(N, Reason.NO_PICTURE),
        "views": np.full(N, Reason.ONE_CAMERA),
    }
    rest = {}
    if picture:
        degrees["roll_picture"], errors["roll_picture"] = wave + 0.1, np.full(N, 0.1)
        reasons["picture"] = np.zeros(N)
        rest = {"reference": np.full((60, 80), 90.0), "weights": np.full((60, 80), 0.5)}
    if views:
        for name in ("roll_views", "yaw", "pitch"):
            degrees[name], errors[name] = 0.5 * wave, np.full(N, 0.2)
        reasons["views"] = np.zeros(N)
    return FaceAngle(TIMES, degrees, errors, reasons, **rest)


def words(figure) -> str:
    return "\n".join(text.get_text() for text in shown_texts(figure))


def test_both_rolls_and_their_difference_are_drawn(tmp_path):
    angle, path = made(False), tmp_path / "angle.png"
    figure = face_angle_figure(angle, title="A movie $x_1$", path=path)
    assert path.stat().st_size > 10_000 and not faults(figure)
    rolls, difference, picture = figure.axes
    lines = {line.get_label(): line for line in rolls.get_lines()}
    drawn = lines["roll of points"].get_ydata()
    known = np.isfinite(drawn)
    np.testing.assert_allclose(
        drawn[known], angle.roll_points_deg[np.isfinite(angle.roll_points_deg)]
    )
    assert "roll of the picture" in lines
    (left,) = [one for one in difference.get_lines() if one.get_label() == "points less picture"]
    np.testing.assert_allclose(left.get_ydata()[np.isfinite(left.get_ydata())], -0.1, atol=1e-6)
    told = words(figure)
    assert "both rolls agree" in told and "190 of 200 frames" in told
    assert "one camera cannot tell" in told and picture.get_title() == "what counts for roll"


def test_yaw_and_pitch_have_a_panel_and_no_picture_needs_no_room():
    figure = face_angle_figure(made(True, picture=False))
    assert not faults(figure) and len(figure.axes) == 2
    labels = {line.get_label() for line in figure.axes[1].get_lines()}
    assert {"yaw", "pitch"} <= labels
    assert not faults(face_angle_figure(made(True)))


def test_a_recording_without_any_angle_says_why():
    reasons = {
        "points": np.full(N, Reason.NO_POINTS),
        "picture": np.full(N, Reason.LOST),
        "views": np.full(N, Reason.ONE_CAMERA),
    }
    figure = face_angle_figure(FaceAngle(TIMES, {}, {}, reasons))
    assert "could not be laid over the reference" in words(figure) and not faults(figure)
