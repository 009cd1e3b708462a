"""Named features of small pictures: each with a unit, a source and a definition.

All functions take a stack of pictures, (picture, y, x) uint8, and the pixels of a region, (y, x)
bool; they return float64, one row a picture and one column a feature, in the order of the
module's definitions.  A value that is undefined is NaN, and its definition says when that is.
Each picture is computed alone: the numbers do not depend on the size of the stack.
"""
