"""The errors that are raised everywhere: what they refuse, and what they say."""

from __future__ import annotations

import numpy as np
import pytest

from element_mouseface.errors import (
    CropError,
    ParameterError,
    StorageError,
    VideoNotFoundError,
    check_choice,
    check_whole,
    raised_as,
)


def test_one_of_the_choices_passes_and_another_names_them():
    check_choice("Unknown kind.", "b", ("a", "b"))
    with pytest.raises(CropError) as caught:
        check_choice("Unknown kind.", "c", {"a": 1, "b": 2}, do="take a", error=CropError)
    error = caught.value
    assert (error.what, error.expected, error.got) == ("Unknown kind.", "one of a, b", "'c'")
    assert error.do == "take a"
    with pytest.raises(ParameterError, match="one of none"):
        check_choice("Unknown kind.", None, ())


@pytest.mark.parametrize("value", [1, 8, 8.0, np.int64(3), np.uint8(8)])
def test_whole_numbers_in_their_limits_come_back_as_int(value):
    found = check_whole("n", value, 1, 8)
    assert type(found) is int and found == value


@pytest.mark.parametrize(
    "value", [0, 9, -1, 2.5, True, "3", None, float("nan"), float("inf"), [3], 10**400]
)
def test_any_other_number_is_refused_with_the_limits(value):
    with pytest.raises(ParameterError, match="n is out of range") as caught:
        check_whole("n", value, 1, 8, unit="of pixels", or_else=", or None")
    assert caught.value.expected == "a whole number of pixels from 1 to 8, or None"
    assert caught.value.got == repr(value)


def test_a_limit_on_one_side_alone():
    assert check_whole("n", 10**9, 1) == 10**9
    with pytest.raises(ParameterError, match="a whole number of at least 1"):
        check_whole("n", 0, 1)


def test_what_a_system_raises_becomes_an_error_of_ours():
    with pytest.raises(StorageError) as caught:
        with raised_as(StorageError, "It cannot be written.", do="free space"):
            raise OSError(28, "No space left on device")
    error = caught.value
    assert (error.got, error.do) == ("No space left on device", "free space")
    assert isinstance(error.__cause__, OSError)
    with pytest.raises(StorageError, match="Got: 'x'"):
        with raised_as(StorageError, "It cannot be read.", of=(KeyError,)):
            raise KeyError("x")


def test_our_own_errors_and_unforeseen_ones_pass_as_they_are():
    with pytest.raises(VideoNotFoundError):  # which is an OSError, too
        with raised_as(StorageError, "It cannot be written."):
            raise VideoNotFoundError("There is no video.")
    with pytest.raises(ZeroDivisionError):
        with raised_as(StorageError, "It cannot be written."):
            raise ZeroDivisionError
