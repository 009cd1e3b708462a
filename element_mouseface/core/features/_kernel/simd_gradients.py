"""SIMD loops over 16 pixels of a row: gradients, their bins and their sums.

`accumulate` is LLVM code rather than a Python loop for three reasons.  Numba's own vectorizer does
not vectorize a loop that updates one row of sums per orientation. Sums per column, instead of per
cell, need no reduction inside the loop and work for any cell width. With the order of additions
fixed here, results are the same to the bit on any processor with any vector length: LLVM splits the
sixteen lanes as the machine needs.

Bins are found without arctan2. For a gradient (gx, gy) flipped to the upper half plane, the angle
is at least theta exactly if gy cot(theta) >= gx. So row k of the sums collects the magnitudes of
all angles from theta_k up, and a histogram is the differences of neighboring rows.

Float32 cannot decide a pixel within rounding errors of a threshold.  Such
pixels are left out of the sums and marked in a bit mask, for
`element_mouseface.core.features._kernel.cell_histograms` to decide in float64.  By symmetry only
thresholds in one octant (for an even number of bins) or quadrant need testing.
A zero gradient, or |gx| = |gy| from the same two pixel values,
is exact in any precision and is not marked.
"""

from __future__ import annotations

from llvmlite import ir
from numba import errors, types
from numba.core import cgutils

from .angle_ties import tangent, thresholds_deg
from .codegen import INDEX, data_of, each_vector, intrinsic, load, store

LANES = 16
_F32 = ir.FloatType()
_VECTOR = ir.VectorType(_F32, LANES)
_BITS = ir.VectorType(ir.IntType(32), LANES)
_MASK = ir.IntType(LANES)
_SIGN = 1 << 31


@intrinsic
def accumulate(
    typingctx,
    bins,
    masked,
    rows,
    values,
    up,
    middle,
    down,
    below,
    sums,
    stride,
    marks,
    keep,
    keep_at,
    words,
    tol,
):
    """Add one or two rows' gradient magnitudes to the sums of their columns.

    Two rows together read and write each sum once; the order of additions and the bits
    stay the same.

    Parameters
    ----------
    bins, masked, rows : literal int
        Number of orientations; 1 if `keep` is used; 1, or 2 for the row after it as well.
    values : float32 array
        Buffer that holds the rows; `up`, `middle`, `down` (and `below`, for two)
        are where each one's first pixel is.
    sums : float32 array
        Rows of `stride`; row k, column x collects angles >= theta_k.
    marks, keep : uint16 arrays
        One bit a pixel, `words` words a row: out, too close to a threshold; in
        (from `keep_at` on), pixels that count.
    tol : float32
        Distance to a threshold within which a pixel is marked; 0 to mark none.

    Returns
    -------
    uint16
        Nonzero if any pixel was marked.
    """
    if not all(isinstance(given, types.IntegerLiteral) for given in (bins, masked, rows)):
        raise errors.RequireLiteralValue("bins, masked and rows are literals")
    sig = types.uint16(
        bins, masked, rows, values, types.intp, types.intp, types.intp, types.intp, sums,
        types.intp, marks, keep, types.intp, types.intp, types.float32,
    )  # fmt: skip

    def codegen(context, builder, signature, args):
        def data(i):
            return data_of(context, builder, signature.args[i], args[i])

        row_code = _Row(builder, bins.literal_value, args[14])
        any_mark = cgutils.alloca_once_value(builder, ir.Constant(_MASK, 0))
        with each_vector(builder, args[13], LANES) as (word, x):
            pixels = []
            for row in range(rows.literal_value):
                kept, marks_at, keep_at = None, word, builder.add(args[12], word)
                if row:
                    marks_at, keep_at = (builder.add(at, args[13]) for at in (word, keep_at))
                if masked.literal_value:
                    kept = load(builder, data(11), keep_at, _MASK)
                places = [builder.add(at, x) for at in args[4 + row : 7 + row]]
                *found, mark = row_code.pixels(data(3), places, kept)
                pixels.append(found)
                store(builder, mark, data(10), marks_at)
                builder.store(builder.or_(builder.load(any_mark), mark), any_mark)
            row_code.add(data(8), x, args[9], pixels)
        return builder.load(any_mark)

    return sig, codegen


@intrinsic
def subtract_next(typingctx, sums, stride, words):
    """Convert sums to bins in place: subtract from each number the one `stride` further on."""

    def codegen(context, builder, signature, args):
        data = data_of(context, builder, signature.args[0], args[0])
        with each_vector(builder, args[2], LANES) as (_, at):
            here = load(builder, data, at, _VECTOR)
            there = load(builder, data, builder.add(at, args[1]), _VECTOR)
            store(builder, builder.fsub(here, there), data, at)
        return context.get_dummy_value()

    return types.void(sums, types.intp, types.intp), codegen


@intrinsic
def add_pairs(typingctx, sums, words):
    """Add neighbors, in place: number i becomes the sum of numbers 2 i and 2 i + 1.

    `words` is the number of vectors that result; twice as many are read.
    """

    def codegen(context, builder, signature, args):
        data = data_of(context, builder, signature.args[0], args[0])
        index = ir.VectorType(ir.IntType(32), LANES)
        even, odd = (ir.Constant(index, list(range(first, 2 * LANES, 2))) for first in (0, 1))
        with each_vector(builder, args[1], LANES) as (_, at):
            twice = builder.add(at, at)
            low = load(builder, data, twice, _VECTOR)
            high = load(builder, data, builder.add(twice, ir.Constant(INDEX, LANES)), _VECTOR)
            pair = [builder.shuffle_vector(low, high, which) for which in (even, odd)]
            store(builder, builder.fadd(*pair), data, at)
        return context.get_dummy_value()

    return types.void(sums, types.intp), codegen


@intrinsic
def lowest_bit(typingctx, bits):
    """Number of the lowest set bit of a nonzero int64."""

    def codegen(context, builder, signature, args):
        return builder.cttz(args[0], ir.Constant(ir.IntType(1), 1))

    return types.int64(types.int64), codegen


def _splat(value):
    return ir.Constant(_VECTOR, [ir.Constant(_F32, value)] * LANES)


class _Row:
    """Generates the code for vectors of sixteen pixels."""

    def __init__(self, builder, bins, tol):
        self.b, self.bins = builder, bins
        lane = builder.insert_element(
            ir.Constant(_VECTOR, ir.Undefined), tol, ir.Constant(ir.IntType(32), 0)
        )
        zeros = ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES)
        self.tol = builder.shuffle_vector(lane, ir.Constant(_VECTOR, ir.Undefined), zeros)
        self.zero = _splat(0.0)

    def call(self, name, *args):
        kind = ir.FunctionType(_VECTOR, [_VECTOR] * len(args))
        name = f"{name}.v{LANES}f32"
        return self.b.call(cgutils.get_or_insert_function(self.b.module, kind, name), args)

    def pixels(self, values, rows, kept):
        """Magnitude (0 where left out), gradient in the upper half plane, marks."""
        b, one = self.b, ir.Constant(INDEX, 1)
        up, middle, down = rows
        left = load(b, values, b.sub(middle, one), _VECTOR)
        right = load(b, values, b.add(middle, one), _VECTOR)
        above, below = (load(b, values, at, _VECTOR) for at in (up, down))
        gx, gy = b.fsub(right, left), b.fsub(below, above)
        power = b.fadd(b.fmul(gx, gx), b.fmul(gy, gy))
        magnitude = self.call("llvm.sqrt", power)
        a, c = self.call("llvm.fabs", gx), self.call("llvm.fabs", gy)
        near = self.near(a, c, b.fadd(left, right), b.fadd(above, below))
        mark = b.bitcast(near, _MASK)
        if kept is not None:
            mark = b.and_(mark, kept)
            near = b.or_(near, b.not_(b.bitcast(kept, near.type)))
        magnitude = b.select(near, self.zero, magnitude)
        # The angle of (gx, 0) is 0 on either side: a small part of gx decides where gy is 0.
        sign = b.fadd(gy, b.fmul(gx, _splat(1e-9)))
        sign = b.and_(b.bitcast(sign, _BITS), ir.Constant(_BITS, [_SIGN] * LANES))
        gx = b.bitcast(b.xor(b.bitcast(gx, _BITS), sign), _VECTOR)
        return magnitude, gx, c, mark

    def near(self, a, c, sum_x, sum_y):
        """Lanes within `tol` of a threshold; `a`, `c` are |gx| and |gy|."""
        b, degrees = self.b, thresholds_deg(self.bins)[1:]
        swap = b.fcmp_ordered("<", a, c)  # compare and select, because maxnum also handles NaN
        large, small = b.select(swap, c, a), b.select(swap, a, c)
        # A zero gradient is near nothing.
        limit = b.select(b.fcmp_ordered("<", large, self.tol), large, self.tol)
        near = ir.Constant(ir.VectorType(ir.IntType(1), LANES), [0] * LANES)
        if self.bins % 4 == 0:
            close = b.fcmp_ordered("<", b.fsub(large, small), limit)
            near = b.and_(close, b.fcmp_ordered("!=", sum_x, sum_y))
        # An even number of bins is symmetric between the axes: one octant is enough.
        x, y, end = (large, small, 45) if self.bins % 2 == 0 else (a, c, 90)
        for angle in degrees:
            if angle == 45 or angle >= end:
                continue
            if angle < 45:
                distance = b.fsub(y, b.fmul(x, _splat(tangent(angle))))
            else:
                distance = b.fsub(x, b.fmul(y, _splat(tangent(90 - angle))))
            close = b.fcmp_ordered("<", self.call("llvm.fabs", distance), limit)
            near = b.or_(near, close)
        return near

    def add(self, sums, x, stride, pixels):
        """Add to each row of sums the magnitudes of angles at or above its threshold.

        `pixels` holds (magnitude, gx, gy) of the vectors to add, in their order.
        """
        b = self.b
        reached = [self.reached(gx, gy) for _, gx, gy in pixels]
        for k in range(self.bins):
            at = b.add(x, b.mul(stride, ir.Constant(INDEX, k)))
            total = load(b, sums, at, _VECTOR)
            for (magnitude, _, _), lanes in zip(pixels, reached, strict=True):
                more = b.fadd(total, magnitude)
                # Selecting between sums, not addends, is one masked addition on processors with
                # masks.
                total = b.select(lanes[k], more, total) if k else more
            store(b, total, sums, at)

    def reached(self, gx, gy):
        """For each threshold, the lanes whose angle is at or above it (None for 0 degrees)."""
        b, degrees, bins = self.b, thresholds_deg(self.bins), self.bins
        lanes = [None] * bins
        minus = b.fneg(gx)
        for k in range(1, (bins + 1) // 2):
            product = b.fmul(gy, _splat(tangent(90 - degrees[k])))
            lanes[k] = b.fcmp_ordered(">=", product, gx)
            # cot(180 - theta) = -cot(theta): one product serves both.
            lanes[bins - k] = b.fcmp_ordered(">=", minus, product)
        if bins % 2 == 0:
            lanes[bins // 2] = b.fcmp_ordered(">=", self.zero, gx)
        return lanes
