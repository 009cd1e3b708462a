"""The parameters of `mouseface score`: from a file, the prototypes and single options."""

from __future__ import annotations

import argparse
from typing import Any

__all__ = ["score_params"]

_PARAMS = ("score", "hog", "contrast", "measures")


def score_params(args: argparse.Namespace, given: Any) -> dict[str, Any]:
    """Parameters by kind from --params, the prototypes and the single options.

    None for the contrast score's where its prototypes bring their own.
    """
    from ...core.events.measures import MeasureParams
    from ...core.scoring.contrast import ContrastParams
    from ...errors import ParameterError
    from ...params import HOGParams, ScoreParams

    values = _params_file(args.params)
    score = dict(values.get("score") or {})
    for name in ("neutral", "normalize"):
        if getattr(args, name) is not None:
            score[name] = getattr(args, name)
    contrast = dict(values.get("contrast") or {})
    if args.look_ahead is not None:
        contrast["look_ahead_s"] = args.look_ahead
    if args.accept:
        contrast["accept"] = [*contrast.get("accept", ()), *args.accept]
    if contrast and given.contrast is not None:
        theirs = given.contrast.params
        if ContrastParams.from_dict({**theirs.to_dict(), **contrast}) != theirs:
            raise ParameterError(
                "Contrast prototypes bring their own parameters.",
                expected=", ".join(f"{name} {getattr(theirs, name)}" for name in contrast),
                got=", ".join(f"{name} {value}" for name, value in contrast.items()),
                do="leave the parameters out, or make the prototypes with them",
            )
    own_hog = "hog" in values or given.published is None
    return {
        "score": ScoreParams.from_dict(score),
        "hog": HOGParams.from_dict(values.get("hog") or {}) if own_hog else given.published.hog,
        "contrast": None if given.contrast is not None else ContrastParams.from_dict(contrast),
        "measures": MeasureParams.from_dict(values.get("measures") or {}),
    }


def _params_file(path: str | None) -> dict[str, Any]:
    from ...errors import ParameterError
    from ...params.fields import read_json, told

    if path is None:
        return {}
    expected = 'JSON such as {"score": {"neutral": "mean"}, "hog": {}}'
    values = read_json(path, "parameters file", expected)
    unknown = set(values) - set(_PARAMS) if isinstance(values, dict) else {"no mapping"}
    if unknown:
        raise ParameterError(
            f"The parameters file {path} cannot be used.",
            expected="a mapping with some of " + ", ".join(f'"{name}"' for name in _PARAMS),
            got=", ".join(sorted(unknown)),
            do="put each parameter into the mapping of its kind",
        )
    for name, value in values.items():
        if not isinstance(value, dict):
            raise ParameterError(
                f'"{name}" in the parameters file {path} cannot be used.',
                expected="a mapping of parameters' names to values",
                got=told(value),
                do=f'write it as {{"{name}": {{...}}}}, or leave it out',
            )
    return values
