"""Placeholders for the names in a NumPy pickle, which call no NumPy code.

A placeholder keeps the file's arguments and is converted to an array, a number or a container at
the end of the pickle, after a check of its size against its bytes.
"""

from __future__ import annotations

import math
import re
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import numpy as np

#: Bool, integers, floats, complex, bytes, text, and object: nothing with fields or metadata.
_PLAIN_DTYPE = re.compile(r"[<>|=]?(?:b1|[iu][1248]|f(?:2|4|8|16)|c(?:8|16)|[SU]\d{0,9}|O8?|\?)")
#: NumPy's own limit
_MOST_DIMENSIONS = 64
#: Deepest nesting of containers; a result of Facemap has six.
_DEEPEST = 100
#: Most items in all containers, with repetitions.
_MOST_ITEMS = 2_000_000


class Malformed(Exception):
    """The pickle has something that NumPy never writes."""


class StandIn:
    """Placeholder of a name in the file, called with the file's arguments."""

    def __init__(self, make: Callable[..., Any]):
        self._make = make

    def __call__(self, *args: Any) -> Any:
        return self._make(*args)


class DtypeStandIn:
    __slots__ = ("dtype",)

    def __init__(self, name: Any, *_: Any):
        if not isinstance(name, str) or not _PLAIN_DTYPE.fullmatch(name):
            shown = name[:60] if isinstance(name, str) else type(name).__name__
            raise Malformed(f"an array of dtype {shown}")
        self.dtype = np.dtype(name)

    def __setstate__(self, state: Any) -> None:
        # (version, byte order, subarray, names, fields, size, alignment, flags[, metadata])
        if not isinstance(state, tuple) or len(state) < 5 or any(p is not None for p in state[2:5]):
            raise Malformed("an array with fields")
        if len(state) > 8 and state[8]:
            raise Malformed("a dtype with metadata")
        if state[1] not in ("<", ">", "|", "="):
            raise Malformed("a dtype without a byte order")
        if self.dtype.kind in "SU" and self.dtype.itemsize == 0:
            size = state[5] if len(state) > 5 else None
            if type(size) is not int or not 0 <= size < 1 << 30:
                raise Malformed("a string of that size")
            self.dtype = np.dtype(
                f"{self.dtype.kind}{size // (4 if self.dtype.kind == 'U' else 1)}"
            )
        self.dtype = self.dtype.newbyteorder(state[1])


class ArrayStandIn:
    __slots__ = ("data", "dtype", "order", "shape")

    def __init__(self, *_: Any):
        self.data: Any = None

    def __setstate__(self, state: Any) -> None:
        if not isinstance(state, tuple) or len(state) != 5:
            raise Malformed("an array without its contents")
        _, shape, dtype, is_fortran, data = state
        self._fill(data, dtype, shape, "F" if is_fortran else "C")

    def _fill(self, data: Any, dtype: Any, shape: Any, order: Any) -> None:
        if not isinstance(dtype, DtypeStandIn) or order not in ("C", "F"):
            raise Malformed("an array without a dtype")
        if not isinstance(shape, tuple) or not all(
            type(n) is int and 0 <= n < 1 << 48 for n in shape[: _MOST_DIMENSIONS + 1]
        ):
            raise Malformed("an array without a shape")
        if len(shape) > _MOST_DIMENSIONS:
            raise Malformed(f"an array of {len(shape)} dimensions")
        count, is_object = math.prod(shape), dtype.dtype.kind == "O"
        if not isinstance(data, list if is_object else bytes | bytearray):
            raise Malformed("an array without its contents")
        if len(data) != count * (1 if is_object else dtype.dtype.itemsize):
            raise Malformed(f"an array of shape {shape} with {len(data)} bytes or items")
        self.data, self.dtype, self.shape, self.order = data, dtype.dtype, shape, order

    def array(self, finish: Callable[[Any], Any]) -> np.ndarray:
        """The array itself; `finish` is applied to the objects of an object array."""
        if self.data is None:
            raise Malformed("an array without its contents")
        if self.dtype.kind == "O":
            found = np.empty(len(self.data), object)
            for place, item in enumerate(self.data):
                found[place] = finish(item)
        elif self.dtype.itemsize:
            found = np.frombuffer(self.data, self.dtype)
        elif math.prod(self.shape) < 1 << 20:
            found = np.zeros(math.prod(self.shape), self.dtype)
        else:
            raise Malformed("millions of empty strings")
        return found.reshape(self.shape, order=self.order)


def _from_buffer(data: Any, dtype: Any, shape: Any, order: Any) -> ArrayStandIn:
    array = ArrayStandIn()
    array._fill(data, dtype, shape, order)
    return array


def _scalar(dtype: Any, data: Any = b"") -> Any:
    if isinstance(dtype, DtypeStandIn) and dtype.dtype.kind == "O":
        raise Malformed("a number that is an object")
    array = ArrayStandIn()
    array._fill(data, dtype, (1,), "C")
    return ScalarStandIn(array)


class ScalarStandIn:
    __slots__ = ("_array",)

    def __init__(self, array: ArrayStandIn):
        self._array = array

    def value(self) -> Any:
        return self._array.array(lambda item: item)[0]


def checked_key(value: Any) -> Any:
    """Check a key of a dictionary or a member of a set: plain, or a tuple of plain values.

    The hash of nested tuples takes as long as all of their items.
    """
    parts = value if type(value) is tuple else (value,)
    if len(parts) > _MOST_DIMENSIONS or not all(isinstance(part, _KEYS) for part in parts):
        raise Malformed("a key that is not a string or a number")
    return value


_KEYS = (str, int, float, complex, bytes, type(None), ScalarStandIn)


def _complex(*parts: Any) -> complex:
    if not 0 < len(parts) <= 2 or not all(type(part) in (int, float) for part in parts):
        raise Malformed("a complex number of something else")
    return complex(*parts)


def _members(*args: Any) -> list[Any]:
    if len(args) > 1 or not all(isinstance(arg, list | tuple) for arg in args):
        raise Malformed("a set of something else")
    return [checked_key(item) for arg in args for item in arg]


def frozen(*args: Any) -> frozenset[Any]:
    """The frozen set of the items of a list or tuple, or the empty one."""
    return frozenset(_members(*args))


def _ordered(*args: Any) -> OrderedDict:
    pairs = args[0] if args else []
    if not isinstance(pairs, list) or not all(
        isinstance(pair, list | tuple) and len(pair) == 2 for pair in pairs
    ):
        raise Malformed("a dictionary of something else")
    return OrderedDict((checked_key(key), value) for key, value in pairs)


_NDARRAY = StandIn(ArrayStandIn)
KNOWN: dict[tuple[str, str], StandIn] = {
    ("numpy", "ndarray"): _NDARRAY,
    ("numpy", "dtype"): StandIn(DtypeStandIn),
    ("builtins", "set"): StandIn(lambda *args: set(_members(*args))),
    ("builtins", "frozenset"): StandIn(frozen),
    ("builtins", "complex"): StandIn(_complex),
    ("collections", "OrderedDict"): StandIn(_ordered),
}
for _core in ("numpy.core", "numpy._core"):
    KNOWN[_core + ".multiarray", "_reconstruct"] = StandIn(ArrayStandIn)
    KNOWN[_core + ".multiarray", "scalar"] = StandIn(_scalar)
    KNOWN[_core + ".numeric", "_frombuffer"] = StandIn(_from_buffer)


class Finish:
    """Replace placeholders by arrays; shared objects stay shared, and count each time."""

    def __init__(self, most_bytes: int):
        self._most_bytes = most_bytes
        self._done: dict[int, tuple[Any, int, int, Any]] = {}

    def __call__(self, value: Any, depth: int = 0) -> tuple[Any, int, int]:
        """The finished value, and the total items and bytes in it."""
        if depth > _DEEPEST:
            raise Malformed("endlessly nested containers")
        if isinstance(value, StandIn | DtypeStandIn):
            raise Malformed("a function or a dtype instead of a value")
        if isinstance(value, ScalarStandIn):
            return value.value(), 1, 0
        if not isinstance(value, ArrayStandIn | dict | list | tuple | set | frozenset):
            return value, 1, 0
        if id(value) not in self._done:
            found, items, size = self._inside(value, depth)
            # The original is kept, so that no other object gets its id.
            self._done[id(value)] = (found, items, size, value)
        return self._done[id(value)][:3]

    def _inside(self, value: Any, depth: int) -> tuple[Any, int, int]:
        items, size = 1, 0

        def finish(item: Any) -> Any:
            nonlocal items, size
            found, its_items, its_size = self(item, depth + 1)
            items, size = items + its_items, size + its_size
            if items > _MOST_ITEMS or size > self._most_bytes:
                raise Malformed("far more items or bytes than the file has")
            return found

        if isinstance(value, ArrayStandIn):
            array = value.array(finish)
            # numpy.save pickles an object as an array of shape () that holds it.
            return (array[()] if array.shape == () else array), items, size + array.nbytes
        if isinstance(value, dict):
            pairs = ((finish(key), finish(item)) for key, item in value.items())
            return type(value)(pairs), items, size
        inside = [finish(item) for item in value]
        return type(value)(inside), items, size
