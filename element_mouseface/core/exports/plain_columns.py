"""Columns of pandas as other programs take them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd


def is_text(column: pd.Series) -> bool:
    """Whether a column has texts."""
    return column.dtype == object or pd.api.types.is_string_dtype(column.dtype)


def is_yes_or_no(column: pd.Series) -> bool:
    """Whether a column has yes and no, perhaps with unknown ones."""
    return bool(pd.api.types.is_bool_dtype(column.dtype))


def texts(column: pd.Series) -> np.ndarray:
    """(rows,) texts; '' where there is none."""
    known = column.notna().to_numpy()
    return np.array(
        [str(v) if k else "" for v, k in zip(column.tolist(), known, strict=True)], dtype=object
    )


def numbers(column: pd.Series) -> np.ndarray:
    """(rows,) numbers of their own kind; float64 with NaN where some are unknown."""
    if column.isna().any() or isinstance(column.dtype, pd.api.extensions.ExtensionDtype):
        if not column.isna().any():
            return column.to_numpy(dtype=column.dtype.numpy_dtype)  # type: ignore[union-attr]
        return column.to_numpy(dtype=np.float64, na_value=np.nan)
    return column.to_numpy()


def with_plain_cells(frame: pd.DataFrame) -> pd.DataFrame:
    """A table whose yes and no are 1 and 0, for text files."""
    changed: dict[Any, Any] = {}
    for name in frame.columns:
        if is_yes_or_no(frame[name]):
            changed[name] = frame[name].astype("Int8")
    return frame.assign(**changed) if changed else frame
