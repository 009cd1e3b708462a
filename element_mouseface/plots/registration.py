"""The figure of registration: the head's shift, and its residual after registration."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from ..core.events import Events
from ..core.scoring.contrast import ContrastScores
from ..core.scoring.contrast.summary import shift_summary
from ..core.scoring.findings import Finding
from ..errors import InputError
from ._style import (
    DPI,
    GRAY,
    INK,
    PALE,
    PALETTE,
    bare,
    draws,
    finished,
    new_figure,
    stacked,
    write_title,
)
from ._traces import draw_trace, limit_to_times, shade_events, shades_of

__all__ = ["HeadShift", "registration_figure", "shift_of", "told_alignment"]

_BEFORE, _AFTER, _LOST = GRAY, INK, PALETTE[1]
_WIDTH_IN, _PANEL_IN = 9.0, 1.5
_HEAD_IN, _FOOT_IN, _LINE_IN, _LINE = 0.5, 0.72, 0.17, 150
#: more marks than this cannot be told apart
_MOST_MARKS = 400
#: what a line of legend holds of the stimuli's names
_MOST_LETTERS = 70
#: of a score that stands: the start was laid on the reference, by frames up to its end or not
_PLACED, _NOT_YET = "aligned_later", "not_yet_aligned"


@dataclass(frozen=True, eq=False)
class HeadShift:
    """The measured shift of the head, before and after registration.

    Attributes
    ----------
    times_s : (frames,) array
    before_px, after_px : (frames, 2) arrays
        Shift (right, down) against the reference as measured, and measured again on the
        registered picture; pixels of the crop.  NaN where it was not measured.
    lost : (frames,) bool array
        Frames that could not be registered: what was measured in them means nothing.
    events : Events or None
    waiting : (frames,) bool array
        Frames of the start without a shift, for it was not yet known where the session lies.
    notes : tuple of str
        What to know: the alignment of another session, and whether anything was registered.
    reason : str
        Why nothing was measured, or ''.
    """

    times_s: np.ndarray
    before_px: np.ndarray
    after_px: np.ndarray
    lost: np.ndarray
    events: Events | None
    waiting: np.ndarray
    notes: tuple[str, ...] = ()
    reason: str = ""

    @classmethod
    def of(
        cls,
        measured: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray],
        events: Events | None,
        findings: Iterable[Finding],
        alignment: tuple[float, ...] | None = None,
        *,
        registered: bool = True,
    ) -> HeadShift:
        """From (times_s, before_px, after_px, lost), findings and remarks.

        Parameters
        ----------
        measured : tuple of arrays
            As the attributes are.
        events : Events or None
        findings : iterable of Finding
            Refusals and remarks.
        alignment : (4,) tuple, optional
            `Registration.start` of another session.
        registered : bool
            Whether shifts were looked for at all.
        """
        times_s, before_px, after_px, lost = measured
        known = np.isfinite(before_px).all(axis=1)
        about = [finding for finding in findings if finding.about == ""]
        remarks = {
            finding.kind: finding.reason for finding in about if finding.kind in (_PLACED, _NOT_YET)
        }
        waiting = np.zeros(len(known), bool)
        if _NOT_YET in remarks and known.any():
            waiting[: int(np.argmax(known))] = True
        notes = list(remarks.values())
        if alignment is not None:
            notes.insert(0, told_alignment(alignment))
        if not registered:
            notes.append("Registration was switched off: no shift was looked for.")
        reason = ""
        if not known.any():
            said = [finding.reason for finding in about if finding.kind not in remarks]
            reason = " ".join(said) or "no frame could be used"
        return cls(
            times_s, before_px, after_px, lost & ~waiting, events, waiting, tuple(notes), reason
        )

    def drawn(self) -> tuple[np.ndarray, np.ndarray]:
        """Shift before and after, NaN in lost frames too."""
        gone = self.lost[:, None]
        return np.where(gone, np.nan, self.before_px), np.where(gone, np.nan, self.after_px)


def shift_of(scores: ContrastScores, events: Events | None = None) -> HeadShift:
    """The shift of a contrast score in memory.

    Parameters
    ----------
    scores : ContrastScores
        Of `score_contrast`.
    events : Events, optional
        To be shaded.
    """
    alignment = None
    if scores.alignment_s and scores.jobs:
        alignment = scores.jobs[0].model.features.registration.start
    return HeadShift.of(
        (scores.times_s, scores.shift_px, scores.residual_shift_px, scores.lost),
        events,
        (*scores.findings, *scores.remarks),
        alignment,
        registered=scores.params.uses("registration"),
    )


def told_alignment(alignment: tuple[float, ...]) -> str:
    """How a session lies on the prototypes' reference, in words.

    Parameters
    ----------
    alignment : (4,) tuple
        Shift right and down in thumbnail pixels, turn in radians (clockwise), scale.
    """
    right, down, turn, scale = alignment
    degrees = abs(np.degrees(turn))
    way = "clockwise" if turn >= 0 else "anticlockwise"
    return (
        f"The session lies on the prototypes' reference turned by {degrees:.2f}° {way}, "
        f"{scale:.3f} times as large, and shifted by {abs(right):.2f} "
        f"{'right' if right >= 0 else 'left'} and {abs(down):.2f} "
        f"{'down' if down >= 0 else 'up'} (thumbnail pixels), which the shift before includes."
    )


@draws
def registration_figure(
    shift: HeadShift,
    *,
    title: str = "",
    colors: Mapping[str, str] | None = None,
    path: str | Path | None = None,
    dpi: float = DPI,
) -> Figure:
    """Draw the head's shift along x and y over time, before and after registration.

    On one scale, in pixels of the crop.  Lines break at frames that were lost, which are
    marked on the panels' floor and counted; events are shaded.  The lengths told above
    are those of the frames drawn, so without the lost ones.

    Parameters
    ----------
    shift : HeadShift
        From `shift_of`, `scored_registration.read_registration` or
        `stored_registration.stored_registration`.
    title : str
        What was filmed.
    colors : mapping of str to str, optional
        Colors by stimulus, as Matplotlib has them; other stimuli keep their own.
    path : str or Path, optional
        Where to save it; the ending says as what: .png, .pdf or .svg.
    dpi : float
        Pixels an inch of what is saved.

    Returns
    -------
    matplotlib.figure.Figure
        Without panels where nothing was measured: the reason is told.

    Raises
    ------
    InputError
        If the shifts are of another number of frames than the times.
    StorageError
        If the file cannot be written.
    """
    _check(shift)
    told = [
        line
        for words in (_told(shift), *shift.notes)
        for line in textwrap.wrap(words, _LINE) or [""]
    ]
    head_in = _HEAD_IN + _LINE_IN * len(told)
    panels_in = 0.0 if shift.reason else 2 * _PANEL_IN + 0.14 + _FOOT_IN
    height_in = head_in + panels_in
    figure = new_figure(_WIDTH_IN, height_in)
    write_title(figure, title or "Shift of the head", size=10.5)
    for number, line in enumerate(told):
        y = 1 - (0.44 + _LINE_IN * number) / height_in
        figure.text(0.012, y, line, fontsize=8, color=INK, va="center")
    if not shift.reason:
        panels = stacked(
            figure, 2, left=0.075, right=0.985, top_in=head_in, bottom_in=_FOOT_IN,
            hspace=0.14 / _PANEL_IN, sharey=True,
        )  # fmt: skip
        _draw(figure, panels, shift, colors)
    return finished(figure, path, dpi)


def _check(shift: HeadShift) -> None:
    n = len(shift.times_s)
    found = [np.shape(a) for a in (shift.before_px, shift.after_px, shift.lost, shift.waiting)]
    if found != [(n, 2), (n, 2), (n,), (n,)]:
        raise InputError(
            "The shifts and the times do not belong together.",
            expected=f"shifts of shape {(n, 2)}, and marks of shape {(n,)}",
            got=", ".join(map(str, found)),
        )


def _told(shift: HeadShift) -> str:
    """How far the head moved, what is left, and how many frames were lost; or why nothing is."""
    if shift.reason:
        return f"No shift was measured: {shift.reason}"
    before, after = map(shift_summary, shift.drawn())
    if before["median_px"] is None:
        parts = ["no frame could be registered"]
    else:
        parts = [
            f"{name} {before[key]:.2f} px before, {after[key]:.2f} px after"
            for name, key in (("median", "median_px"), ("largest", "largest_px"))
        ]
    n, waiting = int(shift.lost.sum()), int(shift.waiting.sum())
    parts.append(f"not registered: {n} of {len(shift.lost)} frames")
    if waiting:
        parts.append(f"{waiting} at the start without a shift")
    return "   ·   ".join(parts)


def _draw(figure: Figure, panels: Any, shift: HeadShift, colors: Mapping[str, str] | None) -> None:
    shades, handles = _shades(shift.events, colors)
    for axis, (axes, way) in enumerate(zip(panels, ("right", "down"), strict=True)):
        shade_events(axes, shift.events, shades)
        axes.axhline(0, color=GRAY, linewidth=0.5, zorder=1)
        lines = zip(
            shift.drawn(),
            ((_BEFORE, "before: as measured"), (_AFTER, "after: measured again, registered")),
            strict=True,
        )
        for values, (color, label) in lines:
            style: dict[str, Any] = {"color": color, "linewidth": 0.9, "zorder": 2, "label": label}
            draw_trace(axes, shift.times_s, values[:, axis], **style)
        _mark_lost(axes, shift)
        bare(axes, bottom=axis == 1)
        axes.locator_params(axis="y", nbins=5)
        axes.set_ylabel(f"{way} (px of the crop)", fontsize=8, color=INK)
    limit_to_times(panels[1], shift.times_s)
    panels[1].margins(y=0.12)
    panels[1].set_xlabel("time (s)", fontsize=8, color=INK, labelpad=2)
    drawn, _ = panels[0].get_legend_handles_labels()
    figure.legend(
        handles=[*drawn, *handles], ncols=len(drawn) + len(handles), fontsize=7.5, frameon=False,
        loc="lower center", bbox_to_anchor=(0.5, 0.0), handletextpad=0.5, columnspacing=1.6,
    )  # fmt: skip


def _shades(
    events: Events | None, colors: Mapping[str, str] | None = None
) -> tuple[dict[str, dict[str, Any]], list[Patch]]:
    """How the events of each stimulus are shaded; all alike where the legend is too narrow."""
    names = () if events is None else events.names
    styles, apart = shades_of(names, _MOST_LETTERS, between=6, colors=colors)
    if not apart:
        return styles, [Patch(label="event", color=PALE)]
    return styles, [Patch(label=name, linewidth=0, **style) for name, style in styles.items()]


def _mark_lost(axes: Axes, shift: HeadShift) -> None:
    """A mark on the floor for each lost frame, thinned where there are too many to tell apart."""
    times_s = shift.times_s[shift.lost]
    n = len(times_s)
    if not n:
        return
    shown = times_s[np.linspace(0, n - 1, min(n, _MOST_MARKS)).astype(int)]
    axes.plot(
        shown, np.full(len(shown), 0.04), "|", color=_LOST, markersize=7, markeredgewidth=1.1,
        transform=axes.get_xaxis_transform(), zorder=3, label=f"not registered ({n})",
    )  # fmt: skip
