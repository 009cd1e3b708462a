"""What was found of a population, in plain sentences."""

from __future__ import annotations

import math
from collections.abc import Iterator

from .mixed_model import ESTIMATED, EffectRow, MixedModel
from .population import Population
from .power import Power

_FIGURES = {
    "correct": "{value} of their trials are best like the prototype of their own stimulus",
    "auc": "area under the ROC curve against other stimuli {value}",
    "auc_rest": "area under the ROC curve against rest {value}",
    "rho": "rank correlation with the amount {value}",
}


def told(found: Population) -> list[str]:
    """Lines for the report and the terminal."""
    lines = []
    if found.model is not None:
        lines += list(_of_model(found.model))
    if found.power is not None:
        lines += list(_of_power(found.power))
    lines += list(_of_faces(found))
    lines += [f"note: {note}" for note in found.notes]
    return lines


def _of_model(model: MixedModel) -> Iterator[str]:
    unit = f" ({model.unit})" if model.unit else ""
    yield (
        f"{model.measure}{unit}: {model.n_trials} trials, {model.n_sessions} sessions, "
        f"{model.n_mice} mice"
        + (f"; {model.n_undefined} trials without a value" if model.n_undefined else "")
    )
    for row in model.effects:
        yield "  " + effect_words(row, model.params.confidence)
    if math.isfinite(model.icc):
        yield f"  {model.icc:.0%} of the variance is between mice (ICC)"
    yield from (f"  warning: {text}" for text in model.warnings)
    yield from (f"  note: {text}" for text in model.notes)


def effect_words(row: EffectRow, confidence: float = 0.95) -> str:
    """One effect in words."""
    name = f"{row.effect}: {row.level} minus {row.against}" if row.against != "0" else (
        f"{row.effect}: {row.level}"
    )  # fmt: skip
    estimate = "no estimate" if not math.isfinite(row.estimate) else f"{row.estimate:.3g}"
    if row.state != ESTIMATED:
        return f"{name}: {estimate}, no interval: {row.reason}"
    return (
        f"{name}: {estimate} ({confidence:.0%} interval {row.low:.3g} to {row.high:.3g}), "
        f"p = {row.p:.2g}, {row.n_mice} mice, {row.varies}"
    )


def _of_power(power: Power) -> Iterator[str]:
    for row in power.rows:
        if row.smallest:
            each = "mice of each group" if row.groups > 1 else "mice"
            yield (
                f"to find {row.effect} {row.level} of {row.effect_size:.3g}: {row.n_mice} {each} "
                f"with {row.n_trials} trials each have a power of {row.power:z.2f} (simulated to "
                f"{row.power_se:z.2f}; {row.cautious:z.2f} if mice differ more)"
            )
    yield from (f"note: {note}" for note in power.notes)


def _of_faces(found: Population) -> Iterator[str]:
    if not found.faces:
        return
    used = sum(row.used for row in found.faces)
    yield f"faces: {used} of {len(found.faces)} recordings lie over each other"
    yield from (f"  left out: {row.name}: {row.reason}" for row in found.faces if not row.used)
    for row in found.figures:
        if row.features == "both":
            text = _FIGURES[row.figure].format(value=f"{row.value:z.2f}")
            span = f" ({row.low:z.2f} to {row.high:z.2f} over mice)" if row.low == row.low else ""
            motion = [
                one.value
                for one in found.figures
                if (one.features, one.figure) == ("motion", row.figure)
            ]
            beside = f"; movement alone {motion[0]:z.2f}" if motion else ""
            yield (
                f"  {row.n_mice} mice by prototypes of the others: {text}{span}; chance "
                f"{row.chance:z.2f}{beside}; above chance in {row.n_above}"
            )
    for one in found.distances:
        if one.outlier:
            yield (
                f"  {one.mouse} responds unlike the others: distance {one.distance:z.2f}, usual "
                f"{one.usual:z.2f}, p = {one.p_holm:.2g}"
            )
    if found.distances and not any(one.outlier for one in found.distances):
        said = [one for one in found.distances if not one.reason]
        if said:
            yield (
                f"  no mouse is an outlier; of {len(said)} mice one would be from a distance of "
                f"{min(one.limit for one in said):z.2f} on"
            )
        else:
            yield f"  whether a mouse is an outlier cannot be told: {found.distances[0].reason}"
