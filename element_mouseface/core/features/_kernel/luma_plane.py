"""Rows of a decoder's plane, read without a copy.

A plane is (y, x) uint8 with pixels side by side in a row, any distance between
rows, and possibly read-only.  Numba would compile once for each combination, and has no type for a
unit stride in a strided array; typed as `PLANE` there is one variant, and `plane_row` gives a row
that is known to be contiguous.
"""

from __future__ import annotations

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.np.arrayobj import make_array, populate_array

from .codegen import intrinsic

PLANE = types.Array(types.uint8, 2, "A", readonly=True)
_ROW = types.Array(types.uint8, 1, "C", readonly=True)


@intrinsic
def plane_row(typingctx, plane, y):
    """Row `y` of a plane, as a contiguous array; the plane must outlive it."""

    def codegen(context, builder, signature, args):
        source = make_array(signature.args[0])(context, builder, args[0])
        _, width = cgutils.unpack_tuple(builder, source.shape)
        row_stride, _ = cgutils.unpack_tuple(builder, source.strides)
        data = cgutils.pointer_add(builder, source.data, builder.mul(args[1], row_stride))
        row = make_array(_ROW)(context, builder)
        one = ir.Constant(width.type, 1)
        populate_array(row, data=data, shape=[width], strides=[one], itemsize=one, meminfo=None)
        return row._getvalue()

    return _ROW(plane, types.intp), codegen


@intrinsic
def borrow(typingctx, array):
    """The same array without reference counting.

    Numba counts references at every call of a compiled function, one atomic addition and one
    subtraction for each array, which takes longer than the work for a pixel or a short row. Borrow
    an argument at the top of a function whose caller keeps the array alive; never a local variable,
    which is freed after its last use.
    """

    def codegen(context, builder, signature, args):
        unowned = make_array(signature.args[0])(context, builder, args[0])
        unowned.meminfo = ir.Constant(unowned.meminfo.type, None)
        unowned.parent = ir.Constant(unowned.parent.type, None)
        return unowned._getvalue()

    return array(array), codegen
