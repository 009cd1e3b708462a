"""Reading an object that `numpy.save` pickled, without running anything.

A pickle is a program: it names functions and calls them.  This reader knows the
few names that NumPy arrays and plain containers need, and answers each with a
stand-in of its own, so that not even NumPy's functions are called with what the
file says (their `__setstate__` trusts its input).  The stand-ins are turned into
arrays once the pickle has ended, after their sizes were compared with their
bytes.  Any other name is refused before anything is done with it.

Python's manual shows the idea, "Restricting Globals" of `pickle`; the names are
those of NumPy 1 (`numpy.core`) and 2 (`numpy._core`).
"""

from __future__ import annotations

import ast
import io
import math
import pickle
import re
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from ...errors import PathError, ResultError, UnsafeFileError

__all__ = ["load_pickled_bytes", "load_pickled_object"]

_MAGIC = b"\x93NUMPY"
_LONGEST_HEADER = 1 << 16
#: Bool, integers, floats, complex, bytes, text, and object: nothing with fields or metadata.
_PLAIN_DTYPE = re.compile(r"[<>|=]?(?:b1|[iu][1248]|f(?:2|4|8|16)|c(?:8|16)|[SU]\d{0,9}|O8?|\?)")
#: Containers inside containers; a result of Facemap has six.
_DEEPEST = 100


class _Malformed(Exception):
    """The pickle says something that NumPy never writes."""


class _StandIn:
    """What a name in the file becomes: called with the file's arguments, and nothing else."""

    __slots__ = ("_make",)
    _make: Callable[..., Any]

    def __init__(self, make: Callable[..., Any]):
        object.__setattr__(self, "_make", make)

    def __call__(self, *args: Any) -> Any:
        return self._make(*args)

    def __setattr__(self, name: str, value: Any) -> None:
        raise _Malformed("an attribute set on a function")

    def __setstate__(self, state: Any) -> None:
        raise _Malformed("a state given to a function")


class _Dtype:
    __slots__ = ("dtype",)

    def __init__(self, name: Any, *_: Any):
        if not isinstance(name, str) or not _PLAIN_DTYPE.fullmatch(name):
            raise _Malformed(f"an array of dtype {name!r:.60}")
        self.dtype = np.dtype(name)

    def __setstate__(self, state: Any) -> None:
        # (version, byte order, subarray, names, fields, size, alignment, flags[, metadata])
        if not isinstance(state, tuple) or len(state) < 5 or any(p is not None for p in state[2:5]):
            raise _Malformed("an array with fields")
        if len(state) > 8 and state[8]:
            raise _Malformed("a dtype with metadata")
        if state[1] not in ("<", ">", "|", "="):
            raise _Malformed("a dtype without a byte order")
        if self.dtype.kind in "SU" and self.dtype.itemsize == 0:
            size = int(state[5])
            if not 0 <= size < 1 << 30:
                raise _Malformed("a text of that size")
            self.dtype = np.dtype(
                f"{self.dtype.kind}{size // (4 if self.dtype.kind == 'U' else 1)}"
            )
        self.dtype = self.dtype.newbyteorder(state[1])


class _Array:
    __slots__ = ("data", "dtype", "order", "shape")

    def __init__(self, *_: Any):
        self.data: Any = None

    def __setstate__(self, state: Any) -> None:
        if not isinstance(state, tuple) or len(state) != 5:
            raise _Malformed("an array without its contents")
        _, shape, dtype, is_fortran, data = state
        self._fill(data, dtype, shape, "F" if is_fortran else "C")

    def _fill(self, data: Any, dtype: Any, shape: Any, order: Any) -> None:
        if not isinstance(dtype, _Dtype) or order not in ("C", "F"):
            raise _Malformed("an array without a dtype")
        if not isinstance(shape, tuple) or not all(type(n) is int and n >= 0 for n in shape):
            raise _Malformed("an array without a shape")
        count, is_object = math.prod(shape), dtype.dtype.kind == "O"
        if not isinstance(data, list if is_object else bytes | bytearray):
            raise _Malformed("an array without its contents")
        if len(data) != count * (1 if is_object else dtype.dtype.itemsize):
            raise _Malformed(f"an array of shape {shape} with {len(data)} bytes or items")
        self.data, self.dtype, self.shape, self.order = data, dtype.dtype, shape, order

    def array(self, finish: Callable[[Any], Any]) -> np.ndarray:
        """The array itself; `finish` is applied to the objects of an object array."""
        if self.data is None:
            raise _Malformed("an array without its contents")
        if self.dtype.kind == "O":
            found = np.empty(len(self.data), object)
            for place, item in enumerate(self.data):
                found[place] = finish(item)
        elif self.dtype.itemsize:
            found = np.frombuffer(self.data, self.dtype)
        elif math.prod(self.shape) < 1 << 20:
            found = np.zeros(math.prod(self.shape), self.dtype)
        else:
            raise _Malformed("millions of empty texts")
        return found.reshape(self.shape, order=self.order)


def _from_buffer(data: Any, dtype: Any, shape: Any, order: Any) -> _Array:
    array = _Array()
    array._fill(data, dtype, shape, order)
    return array


def _scalar(dtype: Any, data: Any = b"") -> Any:
    if isinstance(dtype, _Dtype) and dtype.dtype.kind == "O":
        return data
    array = _Array()
    array._fill(data, dtype, (1,), "C")
    return _Scalar(array)


class _Scalar:
    __slots__ = ("_array",)

    def __init__(self, array: _Array):
        self._array = array

    def value(self) -> Any:
        return self._array.array(lambda item: item)[0]

    def __setstate__(self, state: Any) -> None:
        raise _Malformed("a state given to a number")


_NDARRAY = _StandIn(_Array)
_KNOWN: dict[tuple[str, str], _StandIn] = {
    ("numpy", "ndarray"): _NDARRAY,
    ("numpy", "dtype"): _StandIn(_Dtype),
    ("builtins", "set"): _StandIn(set),
    ("builtins", "frozenset"): _StandIn(frozenset),
    ("builtins", "complex"): _StandIn(complex),
    ("collections", "OrderedDict"): _StandIn(OrderedDict),
}
for _core in ("numpy.core", "numpy._core"):
    _KNOWN[_core + ".multiarray", "_reconstruct"] = _StandIn(_Array)
    _KNOWN[_core + ".multiarray", "scalar"] = _StandIn(_scalar)
    _KNOWN[_core + ".numeric", "_frombuffer"] = _StandIn(_from_buffer)


class _Unpickler(pickle._Unpickler):
    # The one in Python: that in C makes its memo as long as the largest index a file names,
    # gigabytes at will. Nearly all of a result is a few long strings of bytes: it is as fast.
    def __init__(self, file: BinaryIO, path: Path):
        super().__init__(file, fix_imports=False)
        self._path = path

    def find_class(self, module: str, name: str) -> Any:
        try:
            return _KNOWN[module, name]
        except KeyError:
            raise UnsafeFileError(
                f"{self._path} asks for code to be run: it names {module}.{name}.",
                expected="numpy arrays, numbers, texts, lists, tuples and dictionaries only",
                got=f"{module}.{name}",
                do="do not open it with anything else; ask whoever made it for the file that "
                "Facemap wrote",
            ) from None

    def get_extension(self, code: int) -> Any:
        raise _Malformed("a name by number")

    def persistent_load(self, pid: Any) -> Any:
        raise _Malformed("a reference to something outside the file")


def load_pickled_object(path: str | Path) -> Any:
    """The object that ``numpy.save(path, object)`` wrote.

    Parameters
    ----------
    path : str or Path
        A .npy file that holds one pickled object, such as a dictionary.

    Returns
    -------
    object
        Plain containers, numbers, texts and NumPy arrays; arrays may be read-only.

    Raises
    ------
    PathError
        If there is no such file.
    UnsafeFileError
        If the pickle names anything but NumPy arrays and plain containers.
        Nothing of it was run.
    ResultError
        If it is not such a file, or cut short, or malformed.
    """
    path = Path(path)

    def read() -> Any:
        with open(path, "rb") as file:
            _read_header(file, path)
            return _Unpickler(file, path).load()

    return _read(read, path)


def load_pickled_bytes(data: bytes, path: str | Path) -> Any:
    """The object of a pickle that lies somewhere inside a file.

    Parameters
    ----------
    data : bytes
        The pickle.
    path : str or Path
        Of the file, for messages.

    Returns
    -------
    object
        As of `load_pickled_object`; so are its errors.
    """
    path = Path(path)
    return _read(lambda: _Unpickler(io.BytesIO(data), path).load(), path)


def _read(read: Callable[[], Any], path: Path) -> Any:
    try:
        return _finished(read(), {}, 0)
    except UnsafeFileError:
        raise
    except (FileNotFoundError, IsADirectoryError) as error:
        raise PathError(
            f"There is no file {path}.", expected="a file that numpy.save wrote"
        ) from error
    except EOFError as error:
        raise _unreadable(path, "the end of the file, too early") from error
    except _Malformed as error:
        raise _unreadable(path, str(error)) from error
    except OSError as error:
        raise _unreadable(path, error.strerror or str(error)) from error
    # Damaged bytes can be any opcode with any argument, and so raise nearly anything.
    except Exception as error:
        raise _unreadable(path, f"{type(error).__name__}: {error}") from error


def _unreadable(path: Path, got: str) -> ResultError:
    return ResultError(
        f"{path} cannot be read.",
        expected="an object that numpy.save wrote, whole",
        got=got[:300],
        do="copy it again from where it was made, or make it anew",
    )


def _read_header(file: BinaryIO, path: Path) -> None:
    """Pass over the .npy header, which must announce one pickled object."""
    start = file.read(8)
    if len(start) < 8 or start[:6] != _MAGIC:
        raise _unreadable(path, "a file of another kind" if start else "an empty file")
    width = 2 if start[6] == 1 else 4
    length = int.from_bytes(file.read(width), "little")
    if length > _LONGEST_HEADER:
        raise _unreadable(path, f"a header of {length} bytes")
    text = file.read(length)
    if len(text) < length:
        raise EOFError
    header = ast.literal_eval(text.decode("utf-8" if start[6] >= 3 else "latin1").strip())
    shape, descr = header["shape"], header["descr"]
    if shape != () or not isinstance(descr, str) or descr.lstrip("|<>=") not in ("O", "O8"):
        raise _unreadable(path, f"a plain array of shape {shape} and dtype {descr}")


def _finished(value: Any, done: dict[int, Any], depth: int) -> Any:
    """A value with arrays in place of their stand-ins; what is shared stays shared."""
    if depth > _DEEPEST:
        raise _Malformed("containers inside containers without end")
    if isinstance(value, _StandIn | _Dtype):
        raise _Malformed("a function or a dtype in the place of a value")
    if isinstance(value, _Scalar):
        return value.value()
    if not isinstance(value, _Array | dict | list | tuple | set | frozenset):
        return value
    if id(value) not in done:
        found = _finished_inside(value, lambda item: _finished(item, done, depth + 1))
        # The original is kept, so that no other object gets its id meanwhile.
        done[id(value)] = (found, value)
    return done[id(value)][0]


def _finished_inside(value: Any, finish: Callable[[Any], Any]) -> Any:
    if isinstance(value, _Array):
        found = value.array(finish)
        # numpy.save pickles an object as an array of shape () that holds it.
        return found[()] if found.shape == () else found
    if isinstance(value, dict):
        return type(value)((finish(key), finish(item)) for key, item in value.items())
    return type(value)(finish(item) for item in value)
