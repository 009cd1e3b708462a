"""The weights of a model as a page for the browser: to hover over, to sort, to choose."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from ..core.frame_models import TrainedModel
from ..core.frame_models.report import ModelReport
from ..core.outputs import is_our_picture, whole_path
from ..core.outputs.identity import FIGURE_MARK
from ..errors import DependencyError, ParameterError, raised_as
from . import _style as st
from .model_weights import first_module, shown_weights

#: what rows are sorted by, and the column with the place of a row by it
_SORTS = {"size of the weight": "by_size", "weight": "by_weight", "name": "by_name"}
_SORTS |= {"module": "by_module", "agreement of folds": "by_agreement"}
_WIDE, _ROW = 520, 17


def weights_page(
    trained: TrainedModel | ModelReport,
    path: str | Path,
    *,
    by: str = "cluster",
    category: str | None = None,
    most: int = 60,
    title: str = "",
    overwrite: bool = False,
) -> Path:
    """Write the weights of a linear model as an HTML page.

    The page needs no network.  A row tells its numbers when the mouse is over it; rows are
    sorted by what is chosen below; a click on a module in the legend shows that module alone.

    Parameters
    ----------
    trained : TrainedModel, or ModelReport of the tables
    path : str or Path
        Ends with .html.  A page of this package is replaced, any other file is kept.
    by : {'cluster', 'feature'}
        Features that go together as one, or each by itself.
    category : str, optional
        Whose weights; the first one if it is None.
    most : int
        At most so many, those with the largest weights.
    title : str
    overwrite : bool
        Replace any existing file.

    Returns
    -------
    Path

    Raises
    ------
    DependencyError
        If Altair or vl-convert is missing: `pip install 'element-mouseface[charts]'`.
    InputError
        If the model has no weights.
    ParameterError
        If the path has another ending, or there is no such category.
    PathError, StorageError
        If another file is there, or it cannot be written.
    """
    path = Path(path)
    if path.suffix.lower() not in (".html", ".htm"):
        raise ParameterError(
            f"A page cannot be written as {path.name!r}.",
            expected="a name that ends with .html",
            got=path.suffix or "no ending",
        )
    rows, category = shown_weights(trained, by, category, most)
    of = f"{trained.target.name}: {category}" if category else trained.target.name
    lacking = "A page of weights needs the packages altair and vl-convert-python."
    install = "pip install 'element-mouseface[charts]'"
    with raised_as(DependencyError, lacking, do=install, of=(ImportError,)):
        import altair as alt
        import vl_convert  # noqa: F401 (altair needs it to write pages without a network)
    chart = _chart(alt, _records(rows), title or f"What drives the model of {of}")
    text = chart.to_html(inline=True, embed_options={"actions": False, "renderer": "svg"})
    text = text.replace("<head>", f"<head>\n  <!-- {FIGURE_MARK} -->", 1)
    with whole_path(path, what="the page", overwrite=overwrite, ours=is_our_picture) as fresh:
        fresh.write_text(text, encoding="utf-8")
    return path


def _records(rows: list[Any]) -> list[dict[str, Any]]:
    """A record for each row, with its place by each way of sorting."""
    keys: dict[str, Any] = {
        "by_size": lambda row: -abs(row.mean),
        "by_weight": lambda row: -row.mean,
        "by_name": lambda row: row.feature,
        "by_module": lambda row: (first_module(row), -abs(row.mean)),
        "by_agreement": lambda row: (-row.sign_agreement, -abs(row.mean)),
    }
    places = {
        name: {id(row): k for k, row in enumerate(sorted(rows, key=key))}
        for name, key in keys.items()
    }
    return [
        {
            "feature": row.feature,
            "module": first_module(row),
            "mean": row.mean,
            "low": _finite(row.low),
            "high": _finite(row.high),
            "standard_error": _finite(row.standard_error),
            "sign_agreement": row.sign_agreement,
            "unit": row.unit,
            "per_unit": _finite(row.per_unit),
            "folds": [w for w in row.weights if np.isfinite(w)],
            **{name: place[id(row)] for name, place in places.items()},
        }
        for row in rows
    ]


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _chart(alt: Any, records: list[dict[str, Any]], title: str) -> Any:
    """Interval, folds and mean of each row, above a choice of what rows are sorted by."""
    modules = list(dict.fromkeys(record["module"] for record in records))
    colors = st.color_by_name(modules)
    choice = alt.binding_select(options=list(_SORTS), name="sort by ")
    sort_by = alt.param("sort_by", value=next(iter(_SORTS)), bind=choice)
    picked = alt.selection_point(fields=["module"], bind="legend", name="picked")
    place = " : ".join(f"sort_by == '{name}' ? datum.{col}" for name, col in _SORTS.items())
    y = alt.Y(
        "feature:N",
        sort=alt.EncodingSortField("place", op="min", order="ascending"),
        title=None,
        axis=alt.Axis(labelLimit=260),
    )
    color = alt.Color(
        "module:N", scale=alt.Scale(domain=modules, range=[colors[m] for m in modules])
    )
    base = (
        alt.Chart(alt.Data(values=records))
        .transform_calculate(place=f"{place} : 0")
        .transform_filter(picked)
        .encode(y=y)
    )
    tips = [
        alt.Tooltip("feature:N"),
        alt.Tooltip("module:N"),
        alt.Tooltip("mean:Q", title="weight per sd", format=".4~g"),
        alt.Tooltip("standard_error:Q", title="standard error", format=".3~g"),
        alt.Tooltip("low:Q", title="95% from", format=".4~g"),
        alt.Tooltip("high:Q", title="95% to", format=".4~g"),
        alt.Tooltip("sign_agreement:Q", title="folds with this sign", format=".0%"),
        alt.Tooltip("per_unit:Q", title="weight per unit", format=".4~g"),
        alt.Tooltip("unit:N"),
    ]
    axis = "weight per standard deviation of the feature"
    interval = base.mark_rule(strokeWidth=1.6).encode(
        alt.X("low:Q", title=axis), alt.X2("high:Q"), color=color, tooltip=tips
    )
    folds = (
        base.transform_flatten(["folds"])
        .mark_circle(size=12, color=st.GRAY, opacity=0.6)
        .encode(x=alt.X("folds:Q", title=axis), tooltip=tips)
    )
    mean = base.mark_point(filled=True, size=55, opacity=1).encode(
        x=alt.X("mean:Q", title=axis), color=color, tooltip=tips
    )
    return (
        alt.layer(interval, folds, mean)
        .add_params(sort_by, picked)
        .properties(title=title, width=_WIDE, height=_ROW * max(3, len(records)))
    )
