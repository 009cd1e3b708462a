"""Loops over bytes, written as vectors of thirty-two."""

from __future__ import annotations

from llvmlite import ir
from numba import errors, types
from numba.core import cgutils

from .emit import INDEX, data_of, each_vector, intrinsic, load, store

__all__ = ["BYTES", "MOST_BLOCKS", "VIDEO_RANGE", "difference_of_blocks", "expand_block"]

BYTES = 32
_BYTES = ir.VectorType(ir.IntType(8), BYTES)
_WORDS = ir.VectorType(ir.IntType(16), BYTES)
_LONGS = ir.VectorType(ir.IntType(32), BYTES)

MOST_BLOCKS = 257
"""Blocks at a time: 257 times 255 is the largest 16-bit number."""

VIDEO_RANGE = (16, 235)
"""Black and white of limited-range video.

With v between them, round((v - 16) 255 / 219) is (v - 16) + (8 (v - 16) + 24) 1347 / 65536
without its fraction, for every v, in 16-bit numbers and one high multiplication."""


@intrinsic
def expand_block(typingctx, row, at, out):
    """Full-range luma of 32 limited-range bytes from `at` on, into `out` at the same place."""

    def codegen(context, builder, signature, args):
        source, target = (data_of(context, builder, signature.args[i], args[i]) for i in (0, 2))
        value = _expanded(builder, load(builder, source, args[1], _BYTES))
        store(builder, value, target, args[1])
        return context.get_dummy_value()

    return types.void(row, types.intp, out), codegen


@intrinsic
def difference_of_blocks(typingctx, expand, row, before, at, blocks):
    """Sum of absolute differences of up to `MOST_BLOCKS` blocks of 32 bytes from `at` on.

    With a literal 1 for `expand` the bytes are limited-range, and the
    difference is that of full-range luma.
    """
    if not isinstance(expand, types.IntegerLiteral):
        raise errors.RequireLiteralValue("expand is compiled in")

    def codegen(context, builder, signature, args):
        rows = [data_of(context, builder, signature.args[i], args[i]) for i in (1, 2)]
        sums = cgutils.alloca_once_value(builder, _splat(_WORDS, 0))
        with each_vector(builder, args[4], BYTES) as (_, x):
            a, b = (load(builder, row, builder.add(args[3], x), _BYTES) for row in rows)
            if expand.literal_value:
                a, b = _expanded(builder, a), _expanded(builder, b)
            larger = builder.icmp_unsigned(">", a, b)
            apart = builder.sub(builder.select(larger, a, b), builder.select(larger, b, a))
            total = builder.add(builder.load(sums), builder.zext(apart, _WORDS))
            builder.store(total, sums)
        kind = ir.FunctionType(_LONGS.element, [_LONGS])
        name = f"llvm.vector.reduce.add.v{BYTES}i32"
        add = cgutils.get_or_insert_function(builder.module, kind, name)
        wide = builder.zext(builder.load(sums), _LONGS)
        return builder.zext(builder.call(add, [wide]), INDEX)

    return types.int64(expand, row, before, types.intp, types.intp), codegen


def _expanded(builder, value):
    low, high = (_splat(_BYTES, v) for v in VIDEO_RANGE)
    value = builder.select(builder.icmp_unsigned("<", value, low), low, value)
    value = builder.select(builder.icmp_unsigned(">", value, high), high, value)
    value = builder.zext(builder.sub(value, low), _WORDS)
    scaled = builder.add(builder.shl(value, _splat(_WORDS, 3)), _splat(_WORDS, 24))
    product = builder.mul(builder.zext(scaled, _LONGS), _splat(_LONGS, 1347))
    more = builder.trunc(builder.lshr(product, _splat(_LONGS, 16)), _WORDS)
    return builder.trunc(builder.add(value, more), _BYTES)


def _splat(kind, value):
    return ir.Constant(kind, [ir.Constant(kind.element, value)] * BYTES)
