"""Read an object that `numpy.save` pickled without executing code.

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
import pickletools
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, cast

from ...errors import PathError, ResultError, UnsafeFileError
from ..inputs import regular_file
from .unpickled_values import (
    KNOWN,
    ArrayStandIn,
    DtypeStandIn,
    Finish,
    Malformed,
    StandIn,
    checked_key,
    frozen,
)

__all__ = ["load_pickled_bytes", "load_pickled_object"]

_MAGIC = b"\x93NUMPY"
_LONGEST_HEADER = 1 << 16
_HEADER = re.compile(
    r"\s*\{\s*'descr':\s*'([^']*)'\s*,\s*'fortran_order':\s*(?:True|False)\s*,"
    r"\s*'shape':\s*(\([\d,\s]*\))\s*,?\s*\}\s*"
)
#: Opcodes in a pickle: a result of Facemap has a few thousand; this many take half a second.
_MOST_STEPS = 200_000
#: Bytes of all arrays, each counted as often as it is met, in sizes of the file.
_MOST_TIMES, _SLACK_BYTES = 16, 1 << 20


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
                raise Malformed(f"over {_MOST_STEPS} steps")
            if opcode.name == "STOP":
                return self._stack.pop()
            if opcode.name in _VALUES:
                self._stack.append(value)
            elif opcode.name not in _IGNORED:
                action = _ACTIONS.get(opcode.name)
                if action is None:
                    raise Malformed(f"a step that NumPy never takes ({opcode.name})")
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
            raise Malformed("a tuple of what is not there")
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
            raise Malformed("items for something that is no list")
        self._stack[-1].extend(items)

    def add_items(self, _: Any) -> None:
        items = self._since_mark()
        if type(self._stack[-1]) is not set:
            raise Malformed("members for something that is no set")
        self._stack[-1].update(checked_key(item) for item in items)

    def set_item(self, _: Any) -> None:
        value, key = self._stack.pop(), self._stack.pop()
        self._update([key, value])

    def set_items(self, _: Any) -> None:
        self._update(self._since_mark())

    def _update(self, items: list[Any]) -> None:
        if not isinstance(self._stack[-1], dict):
            raise Malformed("keys for something that is no dictionary")
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
            raise Malformed("a name that is no text")
        self._stack.append(self._find(module, name))

    def _find(self, module: str, name: str) -> StandIn:
        found = KNOWN.get((module, name)) if self._names else None
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
        if not isinstance(function, StandIn) or not isinstance(args, tuple):
            raise Malformed("a call of something that is no function")
        self._stack.append(function(*args))

    def build(self, _: Any) -> None:
        state = self._stack.pop()
        if not isinstance(self._stack[-1], ArrayStandIn | DtypeStandIn):
            raise Malformed("a state for something that has none")
        self._stack[-1].__setstate__(state)


def _pairs(items: list[Any]) -> dict[Any, Any]:
    if len(items) % 2:
        raise Malformed("a key without a value")
    return {checked_key(key): value for key, value in zip(items[::2], items[1::2], strict=True)}


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
    "FROZENSET": lambda machine, _: machine.collect(lambda items: frozenset(frozen(items))),
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
        return Finish(_SLACK_BYTES + _MOST_TIMES * size)(value)[0]
    except (UnsafeFileError, PathError):
        raise
    except EOFError as error:
        raise _unreadable(path, "the end of the file, too early") from error
    except Malformed as error:
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
