"""Reading an object that `numpy.save` pickled, without running anything.

A pickle is a program: it names functions and calls them.  This reader knows the
few names that NumPy arrays and plain containers need, and answers each with a
stand-in of its own, so that not even NumPy's functions are called with what the
file says (their `__setstate__` trusts its input).  The stand-ins are turned into
arrays once the pickle has ended, after their sizes were compared with their
bytes.  Any other name is refused before anything is done with it.

Nor does it trust what a file says of its size.  Python's own unpickler makes room
for a byte array of the size that is stated, and a few bytes can hold tuples of
tuples that are 2**40 items to whoever follows them.  So the opcodes are walked here,
one by one, with `pickletools`: only those that NumPy needs, a bounded number of them,
nothing longer than the rest of the file, keys that are plain, and in the end no more
items and bytes than a file of its size can mean.

The names are those of NumPy 1 (`numpy.core`) and 2 (`numpy._core`).
"""

from __future__ import annotations

import io
import math
import pickletools
import re
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, cast

import numpy as np

from ...errors import PathError, ResultError, UnsafeFileError
from ..inputs import regular_file

_MAGIC = b"\x93NUMPY"
_LONGEST_HEADER = 1 << 16
#: Bool, integers, floats, complex, bytes, text, and object: nothing with fields or metadata.
_PLAIN_DTYPE = re.compile(r"[<>|=]?(?:b1|[iu][1248]|f(?:2|4|8|16)|c(?:8|16)|[SU]\d{0,9}|O8?|\?)")
_HEADER = re.compile(
    r"\s*\{\s*'descr':\s*'([^']*)'\s*,\s*'fortran_order':\s*(?:True|False)\s*,"
    r"\s*'shape':\s*(\([\d,\s]*\))\s*,?\s*\}\s*"
)
#: Containers inside containers; a result of Facemap has six.
_DEEPEST = 100
#: Opcodes in a pickle: a result of Facemap has a few thousand; this many take half a second.
_MOST_STEPS = 200_000
#: Items in all containers, each counted as often as it is met.
_MOST_ITEMS = 2_000_000
#: Bytes of all arrays, each counted as often as it is met, in sizes of the file.
_MOST_TIMES, _SLACK_BYTES = 16, 1 << 20
#: NumPy's own limit
_MOST_DIMENSIONS = 64


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
            shown = name[:60] if isinstance(name, str) else type(name).__name__
            raise _Malformed(f"an array of dtype {shown}")
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
            size = state[5] if len(state) > 5 else None
            if type(size) is not int or not 0 <= size < 1 << 30:
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
        if not isinstance(shape, tuple) or not all(
            type(n) is int and 0 <= n < 1 << 48 for n in shape[: _MOST_DIMENSIONS + 1]
        ):
            raise _Malformed("an array without a shape")
        if len(shape) > _MOST_DIMENSIONS:
            raise _Malformed(f"an array of {len(shape)} dimensions")
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
        raise _Malformed("a number that is an object")
    array = _Array()
    array._fill(data, dtype, (1,), "C")
    return _Scalar(array)


class _Scalar:
    __slots__ = ("_array",)

    def __init__(self, array: _Array):
        self._array = array

    def value(self) -> Any:
        return self._array.array(lambda item: item)[0]


def _key(value: Any) -> Any:
    """A key of a dictionary, or a member of a set: plain, or a tuple of what is plain.

    The hash of a tuple of tuples of tuples takes as long as all of it.
    """
    parts = value if type(value) is tuple else (value,)
    if len(parts) > _MOST_DIMENSIONS or not all(isinstance(part, _KEYS) for part in parts):
        raise _Malformed("a key that is no text or number")
    return value


_KEYS = (str, int, float, complex, bytes, type(None), _Scalar)


def _complex(*parts: Any) -> complex:
    if not 0 < len(parts) <= 2 or not all(type(part) in (int, float) for part in parts):
        raise _Malformed("a complex number of something else")
    return complex(*parts)


def _members(*args: Any) -> list[Any]:
    if len(args) > 1 or not all(isinstance(arg, list | tuple) for arg in args):
        raise _Malformed("a set of something else")
    return [_key(item) for arg in args for item in arg]


def _ordered(*args: Any) -> OrderedDict:
    pairs = args[0] if args else []
    if not isinstance(pairs, list) or not all(
        isinstance(pair, list | tuple) and len(pair) == 2 for pair in pairs
    ):
        raise _Malformed("a dictionary of something else")
    return OrderedDict((_key(key), value) for key, value in pairs)


_NDARRAY = _StandIn(_Array)
_KNOWN: dict[tuple[str, str], _StandIn] = {
    ("numpy", "ndarray"): _NDARRAY,
    ("numpy", "dtype"): _StandIn(_Dtype),
    ("builtins", "set"): _StandIn(lambda *args: set(_members(*args))),
    ("builtins", "frozenset"): _StandIn(lambda *args: frozenset(_members(*args))),
    ("builtins", "complex"): _StandIn(_complex),
    ("collections", "OrderedDict"): _StandIn(_ordered),
}
for _core in ("numpy.core", "numpy._core"):
    _KNOWN[_core + ".multiarray", "_reconstruct"] = _StandIn(_Array)
    _KNOWN[_core + ".multiarray", "scalar"] = _StandIn(_scalar)
    _KNOWN[_core + ".numeric", "_frombuffer"] = _StandIn(_from_buffer)


class _Bounded:
    """The rest of a file; asking for more than there is gives what there is.

    `read` of a file makes room for as much as it is asked for, before it looks.
    """

    def __init__(self, file: BinaryIO):
        self._file, start = file, file.tell()
        self.size = file.seek(0, io.SEEK_END)
        file.seek(start)
        self._left = self.size - start

    def read(self, count: int) -> bytes:
        data = self._file.read(min(max(count, 0), self._left))
        self._left -= len(data)
        return data

    def readline(self) -> bytes:
        data = self._file.readline()
        self._left -= len(data)
        return data


class _Machine:
    """The stack of a pickle, and the few things that NumPy's pickles do with it."""

    def __init__(self, path: Path, names: bool):
        self._path, self._names = path, names
        self._stack: list[Any] = []
        self._marked: list[list[Any]] = []
        self._memo: dict[int, Any] = {}

    def run(self, file: _Bounded) -> Any:
        """Follow the opcodes to the end; what is left is the object."""
        for count, (opcode, value, _) in enumerate(pickletools.genops(cast(BinaryIO, file))):
            if count > _MOST_STEPS:
                raise _Malformed(f"over {_MOST_STEPS} steps")
            if opcode.name == "STOP":
                return self._stack.pop()
            if opcode.name in _VALUES:
                self._stack.append(value)
            elif opcode.name not in _IGNORED:
                action = _ACTIONS.get(opcode.name)
                if action is None:
                    raise _Malformed(f"a step that NumPy never takes ({opcode.name})")
                action(self, value)
        raise EOFError

    def _since_mark(self) -> list[Any]:
        items, self._stack = self._stack, self._marked.pop()
        return items

    def mark(self, _: Any) -> None:
        self._marked.append(self._stack)
        self._stack = []

    def pop(self, _: Any) -> None:
        if self._stack:
            self._stack.pop()
        else:
            self._since_mark()

    def pop_mark(self, _: Any) -> None:
        self._since_mark()

    def empty(self, make: Callable[[], Any]) -> None:
        self._stack.append(make())

    def tuple_of(self, count: int) -> None:
        if len(self._stack) < count:
            raise _Malformed("a tuple of what is not there")
        self._stack[-count:] = [tuple(self._stack[-count:])]

    def collect(self, make: Callable[[list[Any]], Any]) -> None:
        items = self._since_mark()
        self._stack.append(make(items))

    def append(self, _: Any) -> None:
        self._extend([self._stack.pop()])

    def appends(self, _: Any) -> None:
        self._extend(self._since_mark())

    def _extend(self, items: list[Any]) -> None:
        if type(self._stack[-1]) is not list:
            raise _Malformed("items for something that is no list")
        self._stack[-1].extend(items)

    def add_items(self, _: Any) -> None:
        items = self._since_mark()
        if type(self._stack[-1]) is not set:
            raise _Malformed("members for something that is no set")
        self._stack[-1].update(_key(item) for item in items)

    def set_item(self, _: Any) -> None:
        value, key = self._stack.pop(), self._stack.pop()
        self._update([key, value])

    def set_items(self, _: Any) -> None:
        self._update(self._since_mark())

    def _update(self, items: list[Any]) -> None:
        if not isinstance(self._stack[-1], dict):
            raise _Malformed("keys for something that is no dictionary")
        self._stack[-1].update(_pairs(items))

    def put(self, place: int) -> None:
        self._memo[place] = self._stack[-1]

    def memoize(self, _: Any) -> None:
        self._memo[len(self._memo)] = self._stack[-1]

    def get(self, place: int) -> None:
        self._stack.append(self._memo[place])

    def name(self, text: str) -> None:
        module, _, name = text.partition(" ")
        self._stack.append(self._find(module, name))

    def stacked_name(self, _: Any) -> None:
        name, module = self._stack.pop(), self._stack.pop()
        if not isinstance(name, str) or not isinstance(module, str):
            raise _Malformed("a name that is no text")
        self._stack.append(self._find(module, name))

    def _find(self, module: str, name: str) -> _StandIn:
        found = _KNOWN.get((module, name)) if self._names else None
        if found is None:
            shown = f"{module[:100]}.{name[:100]}"
            raise UnsafeFileError(
                f"{self._path} asks for code to be run: it names {shown}.",
                expected="numpy arrays, numbers, texts, lists, tuples and dictionaries only",
                got=shown,
                do="do not open it with anything else; ask whoever made it for the file that "
                "Facemap wrote",
            )
        return found

    def reduce(self, _: Any) -> None:
        args, function = self._stack.pop(), self._stack.pop()
        if not isinstance(function, _StandIn) or not isinstance(args, tuple):
            raise _Malformed("a call of something that is no function")
        self._stack.append(function(*args))

    def build(self, _: Any) -> None:
        state = self._stack.pop()
        if not isinstance(self._stack[-1], _Array | _Dtype):
            raise _Malformed("a state for something that has none")
        self._stack[-1].__setstate__(state)


def _pairs(items: list[Any]) -> dict[Any, Any]:
    if len(items) % 2:
        raise _Malformed("a key without a value")
    return {_key(key): value for key, value in zip(items[::2], items[1::2], strict=True)}


_IGNORED = frozenset(("PROTO", "FRAME"))
_VALUES = frozenset(
    "INT BININT BININT1 BININT2 LONG LONG1 LONG4 FLOAT BINFLOAT STRING BINSTRING "
    "SHORT_BINSTRING UNICODE SHORT_BINUNICODE BINUNICODE BINUNICODE8 SHORT_BINBYTES BINBYTES "
    "BINBYTES8 BYTEARRAY8".split()
)
_ACTIONS: dict[str, Callable[[_Machine, Any], None]] = {
    "NONE": lambda machine, _: machine._stack.append(None),
    "NEWTRUE": lambda machine, _: machine._stack.append(True),
    "NEWFALSE": lambda machine, _: machine._stack.append(False),
    "EMPTY_LIST": lambda machine, _: machine.empty(list),
    "EMPTY_TUPLE": lambda machine, _: machine.empty(tuple),
    "EMPTY_DICT": lambda machine, _: machine.empty(dict),
    "EMPTY_SET": lambda machine, _: machine.empty(set),
    "TUPLE1": lambda machine, _: machine.tuple_of(1),
    "TUPLE2": lambda machine, _: machine.tuple_of(2),
    "TUPLE3": lambda machine, _: machine.tuple_of(3),
    "TUPLE": lambda machine, _: machine.collect(tuple),
    "LIST": lambda machine, _: machine.collect(list),
    "DICT": lambda machine, _: machine.collect(_pairs),
    "FROZENSET": lambda machine, _: machine.collect(lambda items: frozenset(_members(items))),
    **dict.fromkeys(("GET", "BINGET", "LONG_BINGET"), _Machine.get),
    **dict.fromkeys(("PUT", "BINPUT", "LONG_BINPUT"), _Machine.put),
    **dict.fromkeys(("GLOBAL", "INST"), _Machine.name),
    "MARK": _Machine.mark,
    "POP": _Machine.pop,
    "POP_MARK": _Machine.pop_mark,
    "APPEND": _Machine.append,
    "APPENDS": _Machine.appends,
    "ADDITEMS": _Machine.add_items,
    "SETITEM": _Machine.set_item,
    "SETITEMS": _Machine.set_items,
    "MEMOIZE": _Machine.memoize,
    "STACK_GLOBAL": _Machine.stacked_name,
    "REDUCE": _Machine.reduce,
    "BUILD": _Machine.build,
}


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

    def read() -> tuple[Any, int]:
        regular_file(path, "file", expected="a file that numpy.save wrote")
        with open(path, "rb") as file:
            _read_header(file, path)
            bounded = _Bounded(file)
            return _Machine(path, names=True).run(bounded), bounded.size

    return _read(read, path)


def load_pickled_bytes(data: bytes, path: str | Path, *, names: bool = True) -> Any:
    """The object of a pickle that lies somewhere inside a file.

    Parameters
    ----------
    data : bytes
        The pickle.
    path : str or Path
        Of the file, for messages.
    names : bool
        Whether it may name NumPy's arrays and scalars; False admits plain lists,
        tuples, dictionaries, numbers and texts only.

    Returns
    -------
    object
        As of `load_pickled_object`; so are its errors.
    """
    path = Path(path)

    def read() -> tuple[Any, int]:
        bounded = _Bounded(io.BytesIO(data))
        return _Machine(path, names).run(bounded), bounded.size

    return _read(read, path)


def _read(read: Callable[[], tuple[Any, int]], path: Path) -> Any:
    try:
        value, size = read()
        return _Finish(_SLACK_BYTES + _MOST_TIMES * size)(value)[0]
    except (UnsafeFileError, PathError):
        raise
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
    # NumPy's own reader evaluates it as Python
    header = _HEADER.fullmatch(text.decode("utf-8" if start[6] >= 3 else "latin1"))
    if header is None:
        raise _unreadable(path, "a header that NumPy does not write")
    descr, shape = header.groups()
    if shape != "()" or descr.lstrip("|<>=") not in ("O", "O8"):
        raise _unreadable(path, f"a plain array of shape {shape[:60]} and dtype {descr[:60]}")


class _Finish:
    """Arrays in place of their stand-ins; what is shared stays shared, and counts each time."""

    def __init__(self, most_bytes: int):
        self._most_bytes = most_bytes
        self._done: dict[int, tuple[Any, int, int, Any]] = {}

    def __call__(self, value: Any, depth: int = 0) -> tuple[Any, int, int]:
        """The finished value, its items and its bytes, all that is inside it counted in."""
        if depth > _DEEPEST:
            raise _Malformed("containers inside containers without end")
        if isinstance(value, _StandIn | _Dtype):
            raise _Malformed("a function or a dtype in the place of a value")
        if isinstance(value, _Scalar):
            return value.value(), 1, 0
        if not isinstance(value, _Array | dict | list | tuple | set | frozenset):
            return value, 1, 0
        if id(value) not in self._done:
            found, items, size = self._inside(value, depth)
            # The original is kept, so that no other object gets its id meanwhile.
            self._done[id(value)] = (found, items, size, value)
        return self._done[id(value)][:3]

    def _inside(self, value: Any, depth: int) -> tuple[Any, int, int]:
        items, size = 1, 0

        def finish(item: Any) -> Any:
            nonlocal items, size
            found, its_items, its_size = self(item, depth + 1)
            items, size = items + its_items, size + its_size
            if items > _MOST_ITEMS or size > self._most_bytes:
                raise _Malformed("far more items or bytes than the file has")
            return found

        if isinstance(value, _Array):
            array = value.array(finish)
            # numpy.save pickles an object as an array of shape () that holds it.
            return (array[()] if array.shape == () else array), items, size + array.nbytes
        if isinstance(value, dict):
            pairs = ((finish(key), finish(item)) for key, item in value.items())
            return type(value)(pairs), items, size
        inside = [finish(item) for item in value]
        return type(value)(inside), items, size
