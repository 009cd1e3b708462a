"""What is learned: a class of a frame, a category, an ordinal or a continuous rating."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...errors import InputError, check_choice
from ...params.fields import is_text, short_repr

#: yes or no; one of several names; one of several names in order; a number
KINDS = ("binary", "category", "ordinal", "continuous")


@dataclass(frozen=True, eq=False)
class Target:
    """What is known of something about every frame of every recording.

    Parameters
    ----------
    name : str
    kind : {'binary', 'category', 'ordinal', 'continuous'}
    values : sequence of (frames,) arrays, one a recording
        Binary: 0 or 1.  Category and ordinal: numbers in `categories`.  Continuous: numbers.
        What stands in frames that are not known is never read.
    known : sequence of (frames,) bool arrays, one a recording
        Frames whose value is known: the others are neither trained nor tested on.
    categories : sequence of str
        Names of the values of a category or an ordinal rating, the latter in order.

    Raises
    ------
    InputError
        If the arrays do not fit each other or hold other values.
    """

    name: str
    kind: str
    values: tuple[np.ndarray, ...]
    known: tuple[np.ndarray, ...]
    categories: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not is_text(self.name) or not self.name:
            raise InputError("A target needs a name.", expected="a text", got=short_repr(self.name))
        check_choice(f"The target {self.name!r} has an unknown kind.", self.kind, KINDS)
        object.__setattr__(self, "categories", tuple(self.categories))
        known = tuple(np.asarray(one) for one in self.known)
        values = tuple(np.asarray(one) for one in self.values)
        _refuse_other_shapes(self.name, values, known)
        self._refuse_categories()
        plain = np.float64 if self.kind == "continuous" else np.int16
        ready = []
        for number, (one, mask) in enumerate(zip(values, known, strict=True)):
            self._refuse_values(number, one[mask])
            kept = np.zeros(len(one), plain)
            kept[mask] = one[mask]
            ready.append(kept)
        object.__setattr__(self, "values", tuple(ready))
        object.__setattr__(self, "known", tuple(one.astype(bool) for one in known))

    @classmethod
    def of_states(cls, name: str, states: Sequence[np.ndarray]) -> Target:
        """A binary target from arrays of 1 (present), 0 (absent) and -1 (unknown)."""
        columns = [np.asarray(one) for one in states]
        for one in columns:
            if (~np.isin(one, (-1, 0, 1))).any():
                raise InputError(
                    f"The states of {name!r} cannot be used.",
                    expected="1 (present), 0 (absent) or -1 (unknown)",
                    got=short_repr(sorted(set(np.unique(one).tolist()) - {-1, 0, 1})),
                )
        known = tuple(one >= 0 for one in columns)
        return cls(name, "binary", tuple(one == 1 for one in columns), known)

    @property
    def n_outputs(self) -> int:
        """How many numbers a model gives for a frame: a probability, or one for each category."""
        return len(self.categories) if self.kind in ("category", "ordinal") else 1

    @property
    def n_classes(self) -> int:
        """How many different values there may be; 0 for a continuous target."""
        return {"binary": 2, "continuous": 0}.get(self.kind, len(self.categories))

    @property
    def lengths(self) -> tuple[int, ...]:
        """Frames of each recording."""
        return tuple(len(one) for one in self.values)

    def _refuse_categories(self) -> None:
        names = self.categories
        if self.kind in ("binary", "continuous"):
            if names:
                raise InputError(
                    f"The target {self.name!r} is {self.kind} and has categories.",
                    expected="none",
                    got=short_repr(names),
                )
            return
        if len(names) < 2 or len(set(names)) < len(names) or not all(map(is_text, names)):
            raise InputError(
                f"The categories of the target {self.name!r} cannot be used.",
                expected="at least two different texts",
                got=short_repr(names),
            )

    def _refuse_values(self, number: int, found: np.ndarray) -> None:
        """`found`: the known values of a recording."""
        where = f"The target {self.name!r} has other values in recording {number + 1}."
        if self.kind == "continuous":
            if found.dtype.kind not in "fiub" or not np.isfinite(found).all():
                raise InputError(where, expected="finite numbers where known", got=_others(found))
            return
        n = self.n_classes
        whole = found.dtype.kind in "biu" or (found.dtype.kind == "f" and (found % 1 == 0).all())
        if not whole or (len(found) and (found.min() < 0 or found.max() >= n)):
            raise InputError(
                where, expected=f"whole numbers from 0 to {n - 1} where known", got=_others(found)
            )


def _refuse_other_shapes(
    name: str, values: Sequence[np.ndarray], known: Sequence[np.ndarray]
) -> None:
    fits = len(values) == len(known) and len(values) > 0
    if not fits or any(
        one.ndim != 1 or one.shape != mask.shape or mask.dtype.kind != "b"
        for one, mask in zip(values, known, strict=True)
    ):
        raise InputError(
            f"The values of the target {name!r} cannot be used.",
            expected="for each recording an array (frames,) of values and one of truth values",
            got=f"{[one.shape for one in values][:3]} and "
            f"{[(one.shape, str(one.dtype)) for one in known][:3]} ...",
        )


def _others(found: np.ndarray) -> str:
    return f"{found.dtype}: {short_repr(found[:5].tolist())} ..."
