"""The file of --params: parameters of several kinds, each kind a mapping."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def read_params_file(path: str | None, kinds: Sequence[str]) -> dict[str, Any]:
    """What the file says of each kind; {} without a file.

    Parameters
    ----------
    path : str or None
    kinds : sequence of str
        Names that the file may have.

    Raises
    ------
    ParameterError
        If it is no such file, or has another name.
    """
    from ..errors import ParameterError
    from ..params.fields import read_json, short_repr

    if path is None:
        return {}
    expected = f'JSON such as {{"{kinds[0]}": {{}}}}'
    values = read_json(path, "parameters file", expected)
    unknown = set(values) - set(kinds) if isinstance(values, dict) else {"not a mapping"}
    if unknown:
        raise ParameterError(
            f"The parameters file {path} cannot be used.",
            expected="a mapping with some of " + ", ".join(f'"{name}"' for name in kinds),
            got=", ".join(sorted(unknown)),
            do="put each parameter into the mapping of its kind",
        )
    for name, value in values.items():
        if not isinstance(value, dict):
            raise ParameterError(
                f'"{name}" in the parameters file {path} cannot be used.',
                expected="a mapping of parameters' names to values",
                got=short_repr(value),
                do=f'write it as {{"{name}": {{...}}}}, or leave it out',
            )
    return values
