"""The mapping of tracked points to parts of the face: eye, ear, nose, mouth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from ...errors import ParameterError
from ...params import Params, param

#: the points of Facemap's own network (1.0)
FACEMAP_POINTS = (
    *("eye(back)", "eye(bottom)", "eye(front)", "eye(top)", "lowerlip", "mouth"),
    *("nose(bottom)", "nose(r)", "nose(tip)", "nose(top)", "nosebridge", "paw"),
    *("whisker(I)", "whisker(II)", "whisker(III)"),
)


@dataclass(frozen=True)
class FaceMapping(Params):
    """Mapping from parts of the face to the names of tracked points.

    The defaults are for Facemap's 15 points, which have no ear. A part without points is not
    measured.

    Parameters
    ----------
    eye : sequence of str
        Points on the eye's rim, in order around it.
    eye_shape : {'ellipse', 'polygon'}
        'ellipse': four points, the ends of two diameters, as Facemap's are; 'polygon': three
        or more.
    ear : sequence of str
        Two points: base and tip.
    head_axis : sequence of str
        Two points, whose line is the reference of the ear's angle; without them, the frame's
        horizontal.
    nose, mouth : sequence of str
        Points whose mean is its position.
    stable : sequence of str
        Points that move only with the head: the head's shift is their median.
    min_likelihood : float
        A point with a lower likelihood counts as missing. DeepLabCut's own cutoff for plots is 0.6.
        Facemap gives 0.5 to a point that it did not find.
    """

    eye: tuple[str, ...] = ("eye(back)", "eye(bottom)", "eye(front)", "eye(top)")
    eye_shape: str = param("ellipse", choices=("ellipse", "polygon"))
    ear: tuple[str, ...] = ()
    head_axis: tuple[str, ...] = ()
    nose: tuple[str, ...] = ("nose(tip)",)
    mouth: tuple[str, ...] = ("mouth",)
    stable: tuple[str, ...] = ("eye(back)", "eye(front)", "nose(top)", "nosebridge")
    min_likelihood: float = param(0.6, 0, 1)

    PARTS: ClassVar[tuple[str, ...]] = ("eye", "ear", "head_axis", "nose", "mouth", "stable")

    def __post_init__(self) -> None:
        for name in self.PARTS:
            points = getattr(self, name)
            if len(set(points)) != len(points):
                raise ParameterError(
                    f"FaceMapping: {name} names a point twice.",
                    expected="different names of points",
                    got=repr(points),
                )
        n_eye = len(self.eye)
        right = n_eye == 4 if self.eye_shape == "ellipse" else n_eye >= 3
        wrong = [] if right or not n_eye else [("eye", "four points, or eye_shape 'polygon'")]
        for name in ("ear", "head_axis"):
            if len(getattr(self, name)) not in (0, 2):
                wrong.append((name, "two points, or none"))
        for name, expected in wrong:
            raise ParameterError(
                f"FaceMapping: {name} has the wrong number of points.",
                expected=expected,
                got=", ".join(getattr(self, name)),
            )

    def points(self) -> tuple[str, ...]:
        """All named points, each once."""
        return tuple(dict.fromkeys(p for name in self.PARTS for p in getattr(self, name)))

    def within(self, names: tuple[str, ...]) -> FaceMapping:
        """The mapping without the parts for which these points do not suffice.

        Existing stable points are kept.
        """
        kept: dict[str, Any] = {
            part: getattr(self, part) if set(getattr(self, part)) <= set(names) else ()
            for part in self.PARTS
        }
        kept["stable"] = tuple(point for point in self.stable if point in names)
        return replace(self, **kept)


def unmapped_note(names: Sequence[str], mapping: FaceMapping) -> str:
    """A note if points give no trace of the face, else ''.

    Parameters
    ----------
    names : sequence of str
        Of the points.
    mapping : FaceMapping
        The mapping of the traces.
    """
    if mapping.eye or mapping.ear or mapping.nose or mapping.mouth:
        return ""
    shown = ", ".join(list(names)[:20]) + (", ..." if len(names) > 20 else "")
    return (
        f"no trace of the face: none of the points ({shown}) is known as eye, ear, nose or mouth; "
        "define them with mapping=FaceMapping(eye=(...), ear=(base, tip), nose=(...), "
        "mouth=(...), stable=(...)), or --mapping FILE.json"
    )
