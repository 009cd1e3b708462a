"""SIMD loops: a row's gray added to its columns, two frames' sums compared."""

from __future__ import annotations

from llvmlite import ir
from numba import errors, types
from numba.core import cgutils

from ..features._kernel.codegen import INDEX, data_of, each_vector, intrinsic, load, store
from ..features._kernel.simd_bytes import BYTES, VIDEO_RANGE

SUMS = 16
"""Sums of bins per vector."""

MOST_APART = 65536
"""Vectors added at a time: so many 16-bit differences stay below 2**32."""

_BYTES = ir.VectorType(ir.IntType(8), BYTES)
_WORDS = ir.VectorType(ir.IntType(16), BYTES)
_LONGS = ir.VectorType(ir.IntType(32), BYTES)

#: floor(12 t / 73) is the upper half of 10774 t for every t up to 219; with t itself that is
#: floor(255 t / 219).
_PER_LEVEL = 10774


@intrinsic
def add_gray(typingctx, limited, row, at, sums, blocks):
    """Add `blocks` of 32 bytes of a row, from `at` on, to 16-bit sums from the first on.

    With a literal 1 for `limited`, Facemap's gray of limited-range luma is added; with 0 the bytes
    unchanged.
    """
    if not isinstance(limited, types.IntegerLiteral):
        raise errors.RequireLiteralValue("limited is a literal")

    def codegen(context, builder, signature, args):
        source, target = (data_of(context, builder, signature.args[i], args[i]) for i in (1, 3))
        with each_vector(builder, args[4], BYTES) as (_, x):
            value = load(builder, source, builder.add(args[2], x), _BYTES)
            gray = _gray(builder, value) if limited.literal_value else builder.zext(value, _WORDS)
            so_far = load(builder, target, x, _WORDS)
            store(builder, builder.add(so_far, gray), target, x)
        return context.get_dummy_value()

    return types.void(limited, row, types.intp, sums, types.intp), codegen


@intrinsic
def add_apart(typingctx, now, before, at, vectors):
    """Sum of absolute differences of up to `MOST_APART` vectors of `SUMS` numbers from `at` on."""
    bits = now.dtype.bitwidth
    wide = 64 if bits > 16 else 32

    def codegen(context, builder, signature, args):
        numbers = ir.VectorType(ir.IntType(bits), SUMS)
        totals = ir.VectorType(ir.IntType(wide), SUMS)
        one, other = (data_of(context, builder, signature.args[i], args[i]) for i in (0, 1))
        total = cgutils.alloca_once_value(builder, ir.Constant(totals, [0] * SUMS))
        with each_vector(builder, args[3], SUMS) as (_, x):
            here = builder.add(args[2], x)
            a, b = (load(builder, data, here, numbers) for data in (one, other))
            larger = builder.icmp_unsigned(">", a, b)
            apart = builder.sub(builder.select(larger, a, b), builder.select(larger, b, a))
            builder.store(builder.add(builder.load(total), builder.zext(apart, totals)), total)
        lanes = builder.zext(builder.load(total), ir.VectorType(INDEX, SUMS))
        kind = ir.FunctionType(INDEX, [lanes.type])
        name = f"llvm.vector.reduce.add.v{SUMS}i64"
        return builder.call(cgutils.get_or_insert_function(builder.module, kind, name), [lanes])

    return types.int64(now, before, types.intp, types.intp), codegen


def _gray(builder, value):
    low, high = (_splat(_BYTES, v) for v in VIDEO_RANGE)
    value = builder.select(builder.icmp_unsigned("<", value, low), low, value)
    value = builder.select(builder.icmp_unsigned(">", value, high), high, value)
    level = builder.zext(builder.sub(value, low), _WORDS)
    product = builder.mul(builder.zext(level, _LONGS), _splat(_LONGS, _PER_LEVEL))
    more = builder.trunc(builder.lshr(product, _splat(_LONGS, 16)), _WORDS)
    return builder.add(level, more)


def _splat(kind, value):
    return ir.Constant(kind, [ir.Constant(kind.element, value)] * BYTES)
