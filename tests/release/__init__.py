"""Tests of what is released: `make test-wheel` builds it, and runs these beside release tools.

They install the wheel in clean environments outside the source tree, so they take minutes and are
no part of `make test`.
"""
