"""The causes that are looked for, and the measures of a frame that speak for each.

Every measure is made so that the other causes change it little: contrast and detail are compared
with the recording's usual picture at the frame's own light, and only where nothing covers it.
The least change that matters of each keeps small side effects apart from causes.
"""

from __future__ import annotations

from dataclasses import dataclass

LOW, HIGH = "low", "high"


@dataclass(frozen=True)
class Measure:
    """A number of each frame that speaks for a cause.

    Attributes
    ----------
    name : str
    unit : str
    direction : {'low', 'high'}
        Which values speak for the cause.
    least : float
        The least change that matters: smaller differences between a failure and a success count as
        ties when causes are ranked.
    definition : str
    column : str
        The column of a table of features that stands for it where there is no recording, or ''.
    """

    name: str
    unit: str
    direction: str
    least: float
    definition: str
    column: str = ""

    @property
    def side(self) -> int:
        """1 where high values speak for the cause, -1 where low ones do."""
        return 1 if self.direction == HIGH else -1


@dataclass(frozen=True)
class Cause:
    """A reason for which frames may fail.

    Attributes
    ----------
    name : str
        As it stands in tables.
    words : str
        Completes 'frames fail when ...'.
    measures : tuple of Measure
        The one that speaks most for it counts.
    features : tuple of str
        Named features that go with it, shown beside it.
    """

    name: str
    words: str
    measures: tuple[Measure, ...]
    features: tuple[str, ...] = ()


CAUSES: tuple[Cause, ...] = (
    Cause(
        "blurred",
        "they are blurred",
        (
            Measure(
                "detail",
                "log ratio",
                LOW,
                0.25,
                "Natural logarithm of the edge energy of cells relative to the usual picture at "
                "the frame's light and contrast: median over the cells with more than the median "
                "edge energy that are not saturated. 0 is usual.",
                "crop:edge_sharpness",
            ),
        ),
        ("sharpness", "edge_sharpness", "edge_density", "haralick_correlation_mean"),
    ),
    Cause(
        "dark",
        "they are dark",
        (
            Measure(
                "log_luminance",
                "log ratio",
                LOW,
                0.2,
                "Natural logarithm of mean luma (at least 1). A fifth less light is -0.22.",
                "crop:intensity_mean",
            ),
        ),
        ("luminance", "intensity_mean", "intensity_bin_1"),
    ),
    Cause(
        "saturated",
        "they are too bright",
        (
            Measure(
                "saturated_share",
                "fraction",
                HIGH,
                0.05,
                "Share of thumbnail pixels of luma 250 or above.",
                "crop:intensity_bin_8",
            ),
            Measure(
                "log_luminance",
                "log ratio",
                HIGH,
                0.2,
                "Natural logarithm of mean luma (at least 1).",
                "crop:intensity_mean",
            ),
        ),
        ("intensity_bin_8", "luminance", "intensity_mean"),
    ),
    Cause(
        "low contrast",
        "their contrast is low",
        (
            Measure(
                "contrast",
                "log ratio",
                LOW,
                0.2,
                "Natural logarithm of contrast relative to the usual picture: slope of the "
                "frame's brightness on the usual brightness, divided by the ratio of their means. "
                "0 is usual.",
                "crop:intensity_spread",
            ),
        ),
        ("intensity_spread", "haralick_contrast_mean", "entropy"),
    ),
    Cause(
        "covered",
        "something such as a paw covers a part of the picture",
        (
            Measure(
                "covered_share",
                "fraction",
                HIGH,
                0.015,
                "Share of the picture that differs from the usual one, at the frame's light and "
                "contrast, by more than five times the usual difference, and than an eighth of "
                "the range.",
            ),
        ),
        (),
    ),
    Cause(
        "moved",
        "the face is away from its usual place",
        (
            Measure(
                "shift",
                "fraction of the width",
                HIGH,
                0.0125,
                "Distance of the face from its usual place, as a fraction of the crop's width.",
            ),
        ),
        (),
    ),
    Cause(
        "fast movement",
        "something moves fast",
        (
            Measure(
                "log_motion",
                "log ratio",
                HIGH,
                0.5,
                "Natural logarithm of motion energy, in luma levels (at least 0.01).",
            ),
        ),
        ("motion_energy", "thumbnail_motion"),
    ),
    Cause(
        "noisy",
        "they are noisy or grainy",
        (
            Measure(
                "noise",
                "log ratio",
                HIGH,
                0.25,
                "As detail, and in a frame of less light or contrast less by the logarithm of what "
                "is left of it: the noise of a camera does not fall with the light, and then is "
                "no more than it was.",
            ),
        ),
        ("sharpness", "edge_sharpness"),
    ),
    Cause(
        "repeated",
        "the camera or the encoder repeated the frame before",
        (Measure("repeated", "yes or no", HIGH, 0.5, "1 for a frame with the flag REPEATED."),),
        (),
    ),
    Cause(
        "missing",
        "they cannot be decoded",
        (Measure("missing", "yes or no", HIGH, 0.5, "1 for a frame with the flag MISSING."),),
        (),
    ),
)
"""All causes, in the order in which equal ones are listed."""

MEASURES: tuple[Measure, ...] = tuple({m.name: m for c in CAUSES for m in c.measures}.values())
"""Each measure once."""


def cause_named(name: str) -> Cause:
    """The cause of a name."""
    return next(cause for cause in CAUSES if cause.name == name)
