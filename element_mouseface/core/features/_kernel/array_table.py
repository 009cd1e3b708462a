"""A table of arrays' addresses and shapes: many arrays in one argument of compiled code.

Passing an array to compiled code takes some 200 nanoseconds, and more if its description is no
longer in the cache: for the three dozen arrays of a frame, a tenth of the kernel's time. So their
addresses are looked up once, when they are allocated, and each call takes one array of numbers. The
caller keeps the arrays alive.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from llvmlite import ir
from numba import errors, types
from numba.np.arrayobj import make_array, populate_array

from .codegen import INDEX, data_of, intrinsic, load

ARRAY_TABLE = types.Array(types.int64, 1, "C")
"""The type of a table in compiled code."""

_MOST_AXES = 3
_ENTRY = 1 + _MOST_AXES  # address, length of each axis


class ArrayTable(NamedTuple):
    """Arrays, and their table for compiled code."""

    table: np.ndarray
    """(4 times arrays,) int64: address and lengths of each."""
    arrays: tuple[np.ndarray, ...]
    """The arrays, kept alive."""


def array_table(*arrays: np.ndarray) -> ArrayTable:
    """Make a table of arrays, each contiguous and with at most three axes.

    Compiled code trusts the table: it does not check the arrays' types.
    """
    table = np.ones((len(arrays), _ENTRY), np.int64)
    for entry, array in zip(table, arrays, strict=True):
        if not array.flags.c_contiguous or array.ndim > _MOST_AXES:
            raise ValueError(f"cannot be in a table: strides {array.strides}, shape {array.shape}")
        entry[0] = array.__array_interface__["data"][0]
        entry[1 : 1 + array.ndim] = array.shape
    return ArrayTable(table.ravel(), arrays)


@intrinsic
def entry(typingctx, table, number, kind, axes):
    """Array `number` of a table, with numbers of `kind` and so many axes; all literal.

    A number (an array without axes) becomes an array with one axis.
    """
    if not (isinstance(number, types.IntegerLiteral) and isinstance(axes, types.IntegerLiteral)):
        raise errors.RequireLiteralValue("number and axes are literals")
    found = types.Array(kind.instance_type, axes.literal_value, "C")

    def codegen(context, builder, signature, args):
        entries = data_of(context, builder, signature.args[0], args[0])
        first = number.literal_value * _ENTRY

        def cell(i):
            return load(builder, entries, ir.Constant(INDEX, first + i), INDEX)

        number_type = context.get_data_type(found.dtype)
        size = context.get_abi_sizeof(number_type)
        shape = [cell(1 + axis) for axis in range(found.ndim)]
        strides: list[ir.Value] = []
        step = ir.Constant(INDEX, size)
        for length in reversed(shape):
            strides.insert(0, step)
            step = builder.mul(step, length)
        array = make_array(found)(context, builder)
        populate_array(
            array,
            data=builder.inttoptr(cell(0), number_type.as_pointer()),
            shape=shape,
            strides=strides,
            itemsize=ir.Constant(INDEX, size),
            meminfo=None,
        )
        return array._getvalue()

    return found(table, number, kind, axes), codegen
