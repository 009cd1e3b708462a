"""Code generation: numba's options, and steps shared by all hand-written LLVM code."""

from __future__ import annotations

import threading
import zlib
from collections.abc import Callable
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

import llvmlite.binding
import numba
import numba.extending
from llvmlite import ir
from numba.core import cgutils
from numba.np.arrayobj import make_array

from .cache_folder import kept_in_cache

INDEX = ir.IntType(64)

intrinsic: Any = numba.extending.intrinsic
"""Typed loosely, since numba's annotation has the typing context among the arguments."""

SOURCE_STAMP = zlib.crc32(
    b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py")))
)
"""Numba caches compiled code on disk by a function's own file, and does not see changes
in other files that it was built from.  A function that closes over this number is
compiled again after any change in this package."""


def jit(
    function: Callable[..., Any] | None = None,
    *,
    signature: Any = None,
    on_disk: bool = False,
    inlined: bool = False,
) -> Any:
    """Compile without the GIL.

    Parameters
    ----------
    signature : numba signature, optional
        Compile now, and for these types only.
    on_disk : bool
        Cache the code on disk, if there is a folder for it (`cache_folder`).  For functions
        that Python calls: their code includes all functions they call, and separately cached
        helpers would outlive changes that `SOURCE_STAMP` sees.  Needs a signature.
    inlined : bool
        Put the code into the caller.
    """
    if function is None:
        return lambda f: jit(f, signature=signature, on_disk=on_disk, inlined=inlined)
    njit: Any = numba.njit
    options = {"nogil": True, "error_model": "numpy", "forceinline": inlined}
    arguments = () if signature is None else (signature,)
    if not on_disk:
        return njit(*arguments, **options)(function)
    _name_apart(function, signature)
    with kept_in_cache() as kept:
        return njit(*arguments, cache=kept, **options)(function)


def made_once(make: Callable[[], Any]) -> Callable[[], Any]:
    """Call a function that compiles on first use only, also if several threads want its result.

    With `lru_cache`, each of them would compile.
    """
    lock = threading.Lock()
    made: list[Any] = []

    @wraps(make)
    def get() -> Any:
        with lock:
            if not made:
                made.append(make())
        return made[0]

    return get


def _name_apart(function: Callable[..., Any], signature: Any) -> None:
    """Give each variant of a function its own name, and so its own place on disk.

    Numba numbers the variants of one name in an index that it reads, changes and writes without a
    lock. Two processes that compile different variants at the same time use the same number, and
    from then on one is found under the other's key: code for other orientations, which writes
    beyond its arrays.
    """
    if signature is None:
        raise TypeError("code that is cached on disk needs a signature")
    names = function.__code__.co_freevars
    given = [cell.cell_contents for cell in function.__closure__ or ()]
    variant = [(n, repr(v)) for n, v in zip(names, given, strict=True) if n != "stamp"]
    try:
        processor = llvmlite.binding.get_host_cpu_name()
        processor += llvmlite.binding.get_host_cpu_features().flatten()
    except RuntimeError:  # LLVM does not know this processor
        processor = ""
    chosen = [getattr(numba.config, name, None) for name in ("CPU_NAME", "CPU_FEATURES")]
    content = repr((str(signature), variant, processor, chosen))
    function.__qualname__ += f".{zlib.crc32(content.encode()):08x}"


def data_of(context, builder, kind, array):
    """Pointer to an array's first number."""
    return make_array(kind)(context, builder, array).data


@contextmanager
def each_vector(builder, count, lanes):
    """Generate a loop over `count` vectors: its index, and that of the vector's first number."""
    with cgutils.for_range(builder, count, intp=INDEX) as loop:
        yield loop.index, builder.mul(loop.index, ir.Constant(INDEX, lanes))


def load(builder, base, index, kind):
    """Read a number or a vector, aligned only to its numbers."""
    value = builder.load(_address(builder, base, index, kind))
    value.align = _alignment(kind)
    return value


def store(builder, value, base, index):
    """Write a number or a vector, aligned only to its numbers."""
    builder.store(value, _address(builder, base, index, value.type)).align = _alignment(value.type)


def _address(builder, base, index, kind):
    return builder.bitcast(builder.gep(base, [index]), kind.as_pointer())


def _alignment(kind) -> int:
    number = getattr(kind, "element", kind)
    return 4 if isinstance(number, ir.FloatType) else max(number.width // 8, 1)
