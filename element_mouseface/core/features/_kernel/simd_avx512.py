"""SIMD loops over 64 bytes at a time, for processors with AVX-512 VBMI.

AVX-512 VBMI looks up 64 bytes in a table of 128 in one instruction, so a table of 256 needs two of
them and a select. A four-byte number is looked up in four tables of bytes, which are then
interleaved. Nothing is computed: on any processor the other loops
(`element_mouseface.core.features._kernel.simd_bytes`, and plain indexing) give the same bits.
"""

from __future__ import annotations

import llvmlite.binding
import numba
from llvmlite import ir
from numba import errors, types
from numba.core import cgutils

from .codegen import INDEX, data_of, each_vector, intrinsic, load, store

AVX512_BYTES = 64
"""Bytes in a vector."""

_TABLE = 256
_BYTE, _WORD, _LONG, _QUAD = (ir.IntType(bits) for bits in (8, 16, 32, 64))
_BYTES = ir.VectorType(_BYTE, AVX512_BYTES)
_WORDS = ir.VectorType(_WORD, AVX512_BYTES // 2)
_LONGS = ir.VectorType(_LONG, AVX512_BYTES // 4)
_QUADS = ir.VectorType(_QUAD, AVX512_BYTES // 8)
_FLOATS = ir.VectorType(ir.FloatType(), AVX512_BYTES // 4)
_LANE = 16  # bytes within which AVX-512 interleaves


def _has_byte_tables() -> bool:
    """Whether numba compiles for a processor with AVX-512 VBMI."""
    wanted = getattr(numba.config, "CPU_FEATURES", None)
    if wanted is not None or getattr(numba.config, "CPU_NAME", None) not in (None, "host"):
        named = (wanted or "").split(",")
        return {"+avx512vbmi", "+avx512bw"} <= set(named)
    try:
        found = llvmlite.binding.get_host_cpu_features()
    except RuntimeError:  # LLVM does not know this kind of processor
        return False
    avx = bool(getattr(numba.config, "ENABLE_AVX", True))
    return avx and bool(found.get("avx512vbmi")) and bool(found.get("avx512bw"))


HAS_AVX512: bool = _has_byte_tables()
"""Whether these loops can be compiled here."""


@intrinsic
def look_up_floats(typingctx, planes, row, values, first, at, blocks):
    """Look up the bytes of a row in a table of float32.

    Parameters
    ----------
    planes : (1024,) uint8 array
        The table's first bytes, then its second, third and fourth.
    row : uint8 array
        Bytes from `first` on, 64 in each of `blocks`.
    values : float32 array
        Written from `at` on.
    """

    def codegen(context, builder, signature, args):
        table, source, target = (data_of(context, builder, signature.args[i], args[i])
                                 for i in range(3))  # fmt: skip
        planes = [_Table(builder, table, plane * _TABLE) for plane in range(4)]
        with each_vector(builder, args[5], AVX512_BYTES) as (_, x):
            value = load(builder, source, builder.add(args[3], x), _BYTES)
            value = _transposed(builder, value)
            upper = _is_upper(builder, value)
            one, two, three, four = (plane.at(value, upper) for plane in planes)
            low = [_interleaved(builder, one, two, half) for half in (0, 1)]
            high = [_interleaved(builder, three, four, half) for half in (0, 1)]
            begin = builder.add(args[4], x)
            for part in range(4):
                a, b = (builder.bitcast(words[part // 2], _WORDS) for words in (low, high))
                floats = builder.bitcast(_interleaved(builder, a, b, part % 2), _FLOATS)
                here = builder.add(begin, ir.Constant(INDEX, part * _LANE))
                store(builder, floats, target, here)
        return context.get_dummy_value()

    return types.void(planes, row, values, types.intp, types.intp, types.intp), codegen


@intrinsic
def visit_avx512(typingctx, expand, moving, masked, table, row, before, keep, out, columns, at,
               blocks):  # fmt: skip
    """Process each pixel of a row for luma, sums and motion: `blocks` times 64 bytes from `at` on.

    Full-range luma is written to `out` at the same place and is added to `columns`.

    Parameters
    ----------
    expand, moving, masked : literal int
        Whether to look up bytes in `table` (256,); whether there is a row `before`; whether to use
        `keep` (1 in, 0 out), with excluded pixels set to 0. With neither the first nor the last,
        `out` is not changed.
    columns : uint16 array

    Returns
    -------
    int64
        Sum of absolute differences of luma to `before`; 0 without one.
    """
    literals = (expand, moving, masked)
    if not all(isinstance(given, types.IntegerLiteral) for given in literals):
        raise errors.RequireLiteralValue("expand, moving and masked are literals")
    expands, moves, masks = (bool(given.literal_value) for given in literals)

    def codegen(context, builder, signature, args):
        def data(i):
            return data_of(context, builder, signature.args[i], args[i])

        levels = _Table(builder, data(3), 0) if expands else None
        sums = cgutils.alloca_once_value(builder, _zeros(_QUADS))
        with each_vector(builder, args[10], AVX512_BYTES) as (_, x):
            here = builder.add(args[9], x)

            def luma(i, here=here):
                value = load(builder, data(i), here, _BYTES)
                if levels is not None:
                    value = levels.at(value, _is_upper(builder, value))
                if masks:
                    inside = builder.sub(_zeros(_BYTES), load(builder, data(6), here, _BYTES))
                    value = builder.and_(value, inside)
                return value

            value = luma(4)
            if expands or masks:
                store(builder, value, data(7), here)
            for half in (0, 1):
                part = _half(builder, value, half)
                place = builder.add(here, ir.Constant(INDEX, half * AVX512_BYTES // 2))
                column = load(builder, data(8), place, _WORDS)
                store(builder, builder.add(column, builder.zext(part, _WORDS)), data(8), place)
            if moves:
                apart = _call(builder, "psad.bw.512", _QUADS, [value, luma(5)])
                builder.store(builder.add(builder.load(sums), apart), sums)
        return _total(builder, builder.load(sums))

    kinds = (table, row, before, keep, out, columns, types.intp, types.intp)
    return types.int64(expand, moving, masked, *kinds), codegen


@intrinsic
def squared_edges(typingctx, up, row, down, at, blocks, skipped):
    """Sum of squared central differences along x and y of `blocks` times 32 pixels from `at` on.

    The arrays are uint8; `row` is also read one pixel to either side. The first `skipped` pixels of
    each block are left out. At most 8000 blocks: sums are kept in 32 bits, 2 x 255 x 255 are added
    at a time.
    """

    def codegen(context, builder, signature, args):
        def words(i, index):
            source = data_of(context, builder, signature.args[i], args[i])
            narrow = ir.VectorType(_BYTE, _WORDS.count)
            return builder.zext(load(builder, source, index, narrow), _WORDS)

        def edge(here, there):
            return builder.select(counted, builder.sub(words(*here), words(*there)), none)

        # Separate sums for x and y, so that no addition waits for the other.
        sums = [cgutils.alloca_once_value(builder, _zeros(_LONGS)) for _ in range(2)]
        one, none = ir.Constant(INDEX, 1), _zeros(_WORDS)
        first = builder.insert_element(none, builder.trunc(args[5], _WORD), ir.Constant(_LONG, 0))
        first = _shuffled(builder, first, first, [0] * _WORDS.count)
        lanes = ir.Constant(_WORDS, list(range(_WORDS.count)))
        counted = builder.icmp_unsigned(">=", lanes, first)
        with each_vector(builder, args[4], _WORDS.count) as (_, x):
            at = builder.add(args[3], x)
            across = edge((1, builder.add(at, one)), (1, builder.sub(at, one)))
            along = edge((2, at), (0, at))
            for total, apart in zip(sums, (across, along), strict=True):
                squares = _call(builder, "pmaddw.d.512", _LONGS, [apart, apart])
                builder.store(builder.add(builder.load(total), squares), total)
        quads = ir.VectorType(_QUAD, _LONGS.count)
        across, along = (builder.zext(builder.load(total), quads) for total in sums)
        return _total(builder, builder.add(across, along))

    kinds = (up, row, down, types.intp, types.intp, types.intp)
    return types.int64(*kinds), codegen


class _Table:
    """256 bytes kept in four registers."""

    def __init__(self, builder, data, offset: int):
        self._b = builder
        quarters = range(offset, offset + _TABLE, AVX512_BYTES)
        self._quarters = [load(builder, data, ir.Constant(INDEX, q), _BYTES) for q in quarters]

    def at(self, index, upper):
        """Bytes at 64 places; `upper` marks those in the upper half."""
        first, second, third, last = self._quarters
        name = "vpermi2var.qi.512"
        low = _call(self._b, name, _BYTES, [first, index, second])
        high = _call(self._b, name, _BYTES, [third, index, last])
        return self._b.select(upper, high, low)


def _is_upper(builder, value):
    return builder.icmp_signed("<", value, _zeros(_BYTES))


def _call(builder, name, kind, values):
    function = ir.FunctionType(kind, [value.type for value in values])
    name = f"llvm.x86.avx512.{name}"
    return builder.call(cgutils.get_or_insert_function(builder.module, function, name), values)


def _total(builder, vector):
    kind = ir.FunctionType(_QUAD, [vector.type])
    name = f"llvm.vector.reduce.add.v{vector.type.count}i64"
    return builder.call(cgutils.get_or_insert_function(builder.module, kind, name), [vector])


def _shuffled(builder, a, b, places):
    kind = ir.VectorType(_LONG, len(places))
    return builder.shuffle_vector(a, b, ir.Constant(kind, list(places)))


def _half(builder, value, half: int):
    size = value.type.count // 2
    return _shuffled(builder, value, value, range(half * size, (half + 1) * size))


def _transposed(builder, value):
    """Reorder bytes so that interleaving within lanes restores their order."""
    longs = builder.bitcast(value, _LONGS)
    places = [4 * part + lane for lane in range(4) for part in range(4)]
    return builder.bitcast(_shuffled(builder, longs, longs, places), _BYTES)


def _interleaved(builder, a, b, half: int):
    """Interleave the lower or upper halves of each lane of `a` and `b`."""
    count = a.type.count
    lane = _LANE * count // AVX512_BYTES
    places = []
    for first in range(0, count, lane):
        for i in range(first + half * lane // 2, first + (half + 1) * lane // 2):
            places += [i, i + count]
    return _shuffled(builder, a, b, places)


def _zeros(kind):
    return ir.Constant(kind, [0] * kind.count)
