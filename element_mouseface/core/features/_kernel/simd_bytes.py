"""SIMD loops over 32 bytes at a time, for any processor."""

from __future__ import annotations

from llvmlite import ir
from numba import errors, types
from numba.core import cgutils

from .codegen import INDEX, data_of, each_vector, intrinsic, load, store

BYTES = 32
_BYTES = ir.VectorType(ir.IntType(8), BYTES)
_WORDS = ir.VectorType(ir.IntType(16), BYTES)
_LONGS = ir.VectorType(ir.IntType(32), BYTES)

MOST_BLOCKS = 257
"""Most blocks at a time: 257 times 255 is the largest 16-bit number."""

VIDEO_RANGE = (16, 235)
"""Black and white of limited-range video.

With v between them, round((v - 16) 255 / 219) is (v - 16) + (8 (v - 16) + 24) 1347 / 65536
without its fraction, for every v, in 16-bit numbers and one high multiplication."""


@intrinsic
def expand_block(typingctx, row, at, out):
    """Write full-range luma of 32 limited-range bytes from `at` on to `out` at the same place."""

    def codegen(context, builder, signature, args):
        source, target = (data_of(context, builder, signature.args[i], args[i]) for i in (0, 2))
        value = _expanded(builder, load(builder, source, args[1], _BYTES))
        store(builder, value, target, args[1])
        return context.get_dummy_value()

    return types.void(row, types.intp, out), codegen


@intrinsic
def visit_blocks(typingctx, expand, moving, row, before, out, columns, at, blocks):
    """Process each pixel of up to `MOST_BLOCKS` blocks of 32 bytes from `at` on.

    Full-range luma is written to `out` at the same place and is added to `columns` (uint16).
    With a literal 0 for `expand` the bytes are full-range, and `out` is not changed.

    Returns
    -------
    int64
        Sum of absolute differences of luma to `before`; 0 with a literal 0 for `moving`.
    """
    if not all(isinstance(given, types.IntegerLiteral) for given in (expand, moving)):
        raise errors.RequireLiteralValue("expand and moving are literals")

    def codegen(context, builder, signature, args):
        def data(i):
            return data_of(context, builder, signature.args[i], args[i])

        sums = cgutils.alloca_once_value(builder, _splat(_WORDS, 0))
        with each_vector(builder, args[7], BYTES) as (_, x):
            here = builder.add(args[6], x)
            value = load(builder, data(2), here, _BYTES)
            if expand.literal_value:
                value = _expanded(builder, value)
                store(builder, value, data(4), here)
            column = load(builder, data(5), here, _WORDS)
            store(builder, builder.add(column, builder.zext(value, _WORDS)), data(5), here)
            if moving.literal_value:
                other = load(builder, data(3), here, _BYTES)
                other = _expanded(builder, other) if expand.literal_value else other
                apart = builder.zext(_apart(builder, value, other), _WORDS)
                builder.store(builder.add(builder.load(sums), apart), sums)
        kind = ir.FunctionType(_LONGS.element, [_LONGS])
        name = f"llvm.vector.reduce.add.v{BYTES}i32"
        add = cgutils.get_or_insert_function(builder.module, kind, name)
        wide = builder.zext(builder.load(sums), _LONGS)
        return builder.zext(builder.call(add, [wide]), INDEX)

    return types.int64(expand, moving, row, before, out, columns, types.intp, types.intp), codegen


@intrinsic
def add_next(typingctx, sums, distance, vectors):
    """Add to each of `vectors` times 32 numbers, in place, the one `distance` further on.

    The numbers are uint16 or uint32.
    """
    kind = ir.VectorType(ir.IntType(sums.dtype.bitwidth), BYTES)

    def codegen(context, builder, signature, args):
        data = data_of(context, builder, signature.args[0], args[0])
        with each_vector(builder, args[2], BYTES) as (_, at):
            here = load(builder, data, at, kind)
            there = load(builder, data, builder.add(at, args[1]), kind)
            store(builder, builder.add(here, there), data, at)
        return context.get_dummy_value()

    return types.void(sums, types.intp, types.intp), codegen


def _apart(builder, a, b):
    larger = builder.icmp_unsigned(">", a, b)
    return builder.sub(builder.select(larger, a, b), builder.select(larger, b, a))


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
