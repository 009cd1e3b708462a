"""Sources of arousal: pupil, whisking, running, motion energy, or any other trace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...errors import InputError, ParameterError, check_choice
from ...params.fields import is_text, short_repr
from ..facial_signals import FacialSignals
from ..facial_signals.signals import Pupil
from ..frame_features import FrameTable
from .params import AffectParams
from .scaling import frame_interval_s

KINDS = ("pupil", "whisking", "running", "motion", "other")
#: kinds that lead: a lag is estimated against them, and theirs is 0 unless it is given
MOVEMENTS = ("whisking", "running", "motion")
_WHISKERS = ("whisk", "pad", "vibriss")
_SIGNALS = ("pupil", "whisking", "running", "motion")


@dataclass(frozen=True, eq=False)
class ArousalSource:
    """A trace that is declared to follow arousal.

    Attributes
    ----------
    name : str
    values : (frames,) array
        More is more aroused.  NaN where it is lost.
    kind : {'pupil', 'whisking', 'running', 'motion', 'other'}
    lag_s : float or None
        By how much it follows arousal; None to estimate it within the session.
    about : str
        Where it is from.

    Raises
    ------
    ParameterError, InputError
        If something of it cannot be used.
    """

    name: str
    values: np.ndarray
    kind: str = "other"
    lag_s: float | None = None
    about: str = ""

    def __post_init__(self) -> None:
        if not is_text(self.name) or not self.name.strip():
            raise ParameterError(
                "A source of arousal has no name.",
                expected="a text",
                got=short_repr(self.name),
                do="name it, such as 'pupil'",
            )
        what = f"The source {self.name!r} is of an unknown kind."
        check_choice(what, self.kind, KINDS, do="write one of these")
        try:
            values = np.asarray(self.values, np.float64)
        except (TypeError, ValueError):
            values = np.empty((0, 0))
        if values.ndim != 1:
            raise InputError(
                f"The source {self.name!r} is no trace.",
                expected="one number for each frame",
                got=short_repr(self.values),
                do="give an array (frames,)",
            )
        object.__setattr__(self, "values", np.where(np.isfinite(values), values, np.nan))
        if self.lag_s is not None and not (
            isinstance(self.lag_s, int | float) and abs(self.lag_s) <= 60
        ):
            raise ParameterError(
                f"The lag of the source {self.name!r} cannot be used.",
                expected="seconds from -60 to 60, or None to estimate it",
                got=short_repr(self.lag_s),
                do="give the lag in seconds",
            )


def signal_sources(
    signals: FacialSignals,
    times_s: np.ndarray,
    params: AffectParams | None = None,
    kinds: Sequence[str] = _SIGNALS,
) -> tuple[list[ArousalSource], list[str]]:
    """Sources of arousal in the facial signals of a recording, and notes on them.

    Pupils: the smoothed area, left out where the eye is closed or the pupil is lost.  Whisking:
    motion energy of regions whose name has 'whisk', 'pad' or 'vibriss'.  Running: the surface's
    speed.  Motion: motion energy of the full frame, if none of the others is there, for it is
    mostly other movement.

    Parameters
    ----------
    signals : FacialSignals
    times_s : (frames,) array
    params : AffectParams, optional
    kinds : sequence of str
        Which of them to use.
    """
    params = params or AffectParams()
    times_s = signals.checked_times(times_s)
    found: list[ArousalSource] = []
    notes: list[str] = []
    for number, pupil in enumerate(signals.pupil if "pupil" in kinds else ()):
        lost = lost_pupil(pupil, signals, times_s, params)
        area = pupil.area if pupil.area_smooth is None else pupil.area_smooth
        name = _name("pupil", pupil.name, number)
        found.append(ArousalSource(name, np.where(lost, np.nan, area), "pupil", None, "pupil area"))
        if lost.any():
            notes.append(f"{name}: lost or the eye closed in {int(lost.sum())} frames, left out")
    for number, region in enumerate(signals.regions if "whisking" in kinds else ()):
        if any(word in region.roi_name.casefold() for word in _WHISKERS):
            about = f"motion energy of {region.roi_name}"
            name = _name("whisking", region.roi_name, number)
            found.append(ArousalSource(name, region.motion, "whisking", None, about))
    for number, running in enumerate(signals.running if "running" in kinds else ()):
        speed = np.hypot(running.shift[:, 0], running.shift[:, 1])
        name = _name("running", running.name, number)
        found.append(ArousalSource(name, speed, "running", None, "speed of the surface"))
    if not found and "motion" in kinds:
        for region in signals.regions[:1]:
            about = f"motion energy of {region.roi_name or 'the first region'}"
            found.append(ArousalSource("motion", region.motion, "motion", None, about))
    return found, notes


def _name(kind: str, name: str, number: int) -> str:
    more = name.strip()
    if more and more.casefold() != kind:
        return f"{kind}: {more}"
    return kind if not number else f"{kind} {number + 1}"


def lost_pupil(
    pupil: Pupil, signals: FacialSignals, times_s: np.ndarray, params: AffectParams
) -> np.ndarray:
    """Frames (bool) in which the pupil cannot be seen: blinks, grooming, a jump of the area.

    Parameters
    ----------
    pupil : Pupil
    signals : FacialSignals
        Whose blinks say how much of the eye is open.
    times_s : (frames,) array
    params : AffectParams
    """
    area = pupil.area
    lost = ~np.isfinite(area) | (area <= 0)
    if pupil.area_smooth is not None:
        usual = pupil.area_smooth
        lost |= ~np.isfinite(usual) | (np.abs(area - usual) > params.lost_share * np.abs(usual))
    for blink in signals.blink:
        open_ = np.asarray(blink.area, np.float64)
        middle = np.nanmedian(open_) if np.isfinite(open_).any() else 0.0
        if middle > 0:
            lost |= ~np.isfinite(open_) | (open_ < params.lost_share * middle)
    reach = round(params.lost_margin_s / max(frame_interval_s(times_s), 1e-9))
    wide = lost.copy()
    for k in range(1, min(reach, len(lost) - 1) + 1):
        wide[k:] |= lost[:-k]
        wide[:-k] |= lost[k:]
    return wide


def column_source(
    table: FrameTable,
    column: str,
    name: str | None = None,
    kind: str = "other",
    lag_s: float | None = None,
    *,
    change: bool = False,
) -> ArousalSource:
    """A source of arousal from a column of a table of features.

    Parameters
    ----------
    table : FrameTable
        Of the same frames.
    column : str
    name : str, optional
        By default the column's.
    kind : str
    lag_s : float, optional
    change : bool
        Take the absolute change from frame to frame instead of the value: of an angle of the
        whiskers, whisking.

    Raises
    ------
    ParameterError
        If there is no such column, or something else cannot be used.
    """
    values = table.column(column)
    if change:
        values = np.r_[np.nan, np.abs(np.diff(values))] if len(values) else values
    about = f"{'change of ' if change else ''}{column}"
    return ArousalSource(name or column, values, kind, lag_s, about)


def check_sources(sources: Sequence[ArousalSource], n_frames: int) -> None:
    """Refuse sources of another recording, or two with one name (InputError, ParameterError)."""
    for one in sources:
        if not isinstance(one, ArousalSource):
            raise ParameterError(
                "A source of arousal cannot be used.",
                expected="ArousalSource(name, values, kind, lag_s)",
                got=short_repr(one),
                do="make one, or use signal_sources or column_source",
            )
        if len(one.values) != n_frames:
            raise InputError(
                f"The source {one.name!r} does not belong to this recording.",
                expected=f"{n_frames} frames",
                got=str(len(one.values)),
                do="give a trace with one value for each frame of this movie",
            )
    names = [one.name.casefold() for one in sources]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ParameterError(
            "Two sources of arousal have the same name.",
            expected="different names",
            got=", ".join(twice),
            do="name each differently",
        )
