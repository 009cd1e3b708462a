"""Read an object that `numpy.save` pickled without executing code.

A pickle is a program: it names functions and calls them. This reader knows the few names that NumPy
arrays and plain containers need, and replaces each by its own placeholder, so that not even NumPy's
functions are called with the file's arguments (their `__setstate__` trusts its input). The
placeholders are converted to arrays at the end of the pickle, after a check of their sizes against
their bytes. Any other name is refused at once.

Sizes in a file are not trusted either. Python's own unpickler allocates a byte array of the stated
size, and a few bytes can describe tuples of tuples with 2**40 items in total. So this unpickler is
bounded: only the opcodes that NumPy needs, a bounded number of them, nothing longer than the rest
of the file, only plain keys, and in the end no more items and bytes than a file of its size can
contain. It is based on Python's unpickler in Python, whose opcodes can be replaced and whose memo
allocates no unused places.

The names are those of NumPy 1 (`numpy.core`) and 2 (`numpy._core`).
"""

from __future__ import annotations

import io
import pickle
import pickletools
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, ClassVar

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

_MAGIC = b"\x93NUMPY"
_LONGEST_HEADER = 1 << 16
_HEADER = re.compile(
    r"\s*\{\s*'descr':\s*'([^']*)'\s*,\s*'fortran_order':\s*(?:True|False)\s*,"
    r"\s*'shape':\s*(\([\d,\s]*\))\s*,?\s*\}\s*"
)
#: Most reads in a pickle, one or two per opcode: a result of Facemap has some thousand; this
#: many take half a second.
_MOST_STEPS = 400_000
#: Most bytes of all arrays, with repetitions, in multiples of the file's size.
_MOST_TIMES, _SLACK_BYTES = 16, 1 << 20


class _Bounded:
    """The rest of a file, with a bounded number of reads up to its end.

    A file's `read` allocates the requested size before it reads.
    """

    def __init__(self, file: BinaryIO):
        self._file, start = file, file.tell()
        self.size = file.seek(0, io.SEEK_END)
        file.seek(start)
        self._left, self._steps_left = self.size - start, _MOST_STEPS

    def read(self, count: int) -> bytes:
        self._steps_left -= 1
        if self._steps_left < 0:
            raise Malformed(f"over {_MOST_STEPS} opcodes")
        if not 0 <= count <= self._left:
            raise EOFError
        self._left -= count
        return self._file.read(count)

    def readline(self) -> bytes:
        data = self._file.readline()
        self._left -= len(data)
        return data


class _Unpickler(pickle._Unpickler):
    """Python's unpickler, the one in Python, with only the opcodes of NumPy's pickles."""

    dispatch: ClassVar[dict[int, Callable[..., None]]] = {}
    # attributes that are missing in the class's type stubs
    read: Callable[[int], bytes]
    pop_mark: Callable[[], list[Any]]
    stack: list[Any]

    def __init__(self, file: _Bounded, path: Path, names: bool):
        super().__init__(file, encoding="latin1")
        self._path, self._names = path, names

    def find_class(self, module: str, name: str) -> StandIn:
        found = KNOWN.get((module, name)) if self._names else None
        if found is None:
            shown = f"{module[:100]}.{name[:100]}"
            raise UnsafeFileError(
                f"{self._path} would run code: it names {shown}.",
                expected="only numpy arrays, numbers, strings, lists, tuples and dictionaries",
                got=shown,
                do="do not open it with another program; ask its author for the file that Facemap "
                "wrote",
            )
        return found

    def load_frame(self) -> None:
        self.read(8)  # a frame is only a hint for reading ahead

    def load_bytearray8(self) -> None:
        # Python's own unpickler allocates the stated size
        self.stack.append(bytearray(self.read(int.from_bytes(self.read(8), "little"))))

    def load_dict(self) -> None:
        items = self.pop_mark()
        self.stack.append(_pairs(items))

    def load_frozenset(self) -> None:
        items = self.pop_mark()
        self.stack.append(frozen(items))

    def load_additems(self) -> None:
        items = self.pop_mark()
        if type(self.stack[-1]) is not set:
            raise Malformed("members for something that is not a set")
        self.stack[-1].update(checked_key(item) for item in items)

    def load_setitem(self) -> None:
        value, key = self.stack.pop(), self.stack.pop()
        self._update([key, value])

    def load_setitems(self) -> None:
        self._update(self.pop_mark())

    def _update(self, items: list[Any]) -> None:
        if not isinstance(self.stack[-1], dict):
            raise Malformed("keys for something that is not a dictionary")
        self.stack[-1].update(_pairs(items))

    def load_reduce(self) -> None:
        args, function = self.stack.pop(), self.stack.pop()
        if not isinstance(function, StandIn) or not isinstance(args, tuple):
            raise Malformed("a call of something that is not a function")
        self.stack.append(function(*args))

    def load_build(self) -> None:
        state = self.stack.pop()
        if not isinstance(self.stack[-1], ArrayStandIn | DtypeStandIn):
            raise Malformed("a state for something that has none")
        self.stack[-1].__setstate__(state)


def _pairs(items: list[Any]) -> dict[Any, Any]:
    if len(items) % 2:
        raise Malformed("a key without a value")
    return {checked_key(key): value for key, value in zip(items[::2], items[1::2], strict=True)}


def _never_taken(name: str) -> Callable[[_Unpickler], None]:
    def refuse(_: _Unpickler) -> None:
        raise Malformed(f"an opcode that NumPy never writes ({name})")

    return refuse


#: the allowed opcodes; others name code outside the file, make objects, or read other buffers
_TAKEN = (
    "INT BININT BININT1 BININT2 LONG LONG1 LONG4 FLOAT BINFLOAT STRING BINSTRING "
    "SHORT_BINSTRING UNICODE SHORT_BINUNICODE BINUNICODE BINUNICODE8 SHORT_BINBYTES BINBYTES "
    "BINBYTES8 BYTEARRAY8 NONE NEWTRUE NEWFALSE EMPTY_LIST EMPTY_TUPLE EMPTY_DICT EMPTY_SET "
    "TUPLE TUPLE1 TUPLE2 TUPLE3 LIST DICT FROZENSET GET BINGET LONG_BINGET PUT BINPUT "
    "LONG_BINPUT MEMOIZE GLOBAL STACK_GLOBAL MARK POP POP_MARK APPEND APPENDS ADDITEMS SETITEM "
    "SETITEMS REDUCE BUILD PROTO FRAME STOP".split()
)
for _opcode in pickletools.opcodes:
    _code: int = ord(_opcode.code)
    if _opcode.name in _TAKEN:
        # the method of this opcode, in our class if it overrides it
        _name = pickle._Unpickler.dispatch[_code].__name__
        _Unpickler.dispatch[_code] = getattr(_Unpickler, _name)
    else:
        _Unpickler.dispatch[_code] = _never_taken(_opcode.name)


def load_pickled_object(path: str | Path) -> Any:
    """The object that ``numpy.save(path, object)`` wrote.

    Parameters
    ----------
    path : str or Path
        A .npy file that holds one pickled object, such as a dictionary.

    Returns
    -------
    object
        Plain containers, numbers, strings and NumPy arrays; arrays may be read-only.

    Raises
    ------
    PathError
        If there is no such file.
    UnsafeFileError
        If the pickle names anything but NumPy arrays and plain containers.
        Nothing is run.
    ResultError
        If it is not such a file, truncated, or malformed.
    """
    path = Path(path)

    def read() -> tuple[Any, int]:
        regular_file(path, "file", expected="a file that numpy.save wrote")
        with open(path, "rb") as file:
            _read_header(file, path)
            bounded = _Bounded(file)
            return _Unpickler(bounded, path, names=True).load(), bounded.size

    return _read(read, path)


def load_pickled_bytes(data: bytes, path: str | Path, *, names: bool = True) -> Any:
    """The object of a pickle inside a file.

    Parameters
    ----------
    data : bytes
        The pickle.
    path : str or Path
        Of the file, for messages.
    names : bool
        Whether it may name NumPy's arrays and scalars; False allows only plain lists,
        tuples, dictionaries, numbers and strings.

    Returns
    -------
    object
        As from `load_pickled_object`, with the same errors.
    """
    path = Path(path)

    def read() -> tuple[Any, int]:
        bounded = _Bounded(io.BytesIO(data))
        return _Unpickler(bounded, path, names).load(), bounded.size

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
    # Damaged bytes can be any opcode with any argument, and so raise nearly any error.
    except Exception as error:
        raise _unreadable(path, f"{type(error).__name__}: {error}") from error


def _unreadable(path: Path, got: str) -> ResultError:
    return ResultError(
        f"{path} cannot be read.",
        expected="an object that numpy.save wrote completely",
        got=got[:300],
        do="copy the original again, or make it again",
    )


def _read_header(file: BinaryIO, path: Path) -> None:
    """Read the .npy header, which must declare one pickled object."""
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
