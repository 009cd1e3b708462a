"""The base class of all parameter sets: typed, frozen, with a content hash."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from dataclasses import dataclass
from typing import Any, Self

from ..errors import ParameterError
from .field_types import check_fields
from .fields import short_repr


def canonical_json(value: Any) -> str:
    """JSON text that is the same for the same content: sorted keys, no spaces."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)


def content_hash(value: Any) -> str:
    """SHA-256 (64 hexadecimal digits) of the canonical JSON of `value`."""
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()


@dataclass(frozen=True)
class Params:
    """Base of the parameter sets: to and from plain JSON, and a content hash.

    Values are checked against the annotations and limits (`param`) of their fields before the
    class's own checks.
    """

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        own = cls.__dict__.get("__post_init__", lambda self: None)

        def __post_init__(self: Any) -> None:
            check_fields(self)
            own(self)

        cls.__post_init__ = __post_init__  # type: ignore[attr-defined]

    def to_dict(self) -> dict[str, Any]:
        """The parameters as JSON-ready values (tuples become lists)."""
        return json.loads(json.dumps(dataclasses.asdict(self), allow_nan=False))

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """The parameter set that `to_dict` wrote; an unknown name is an error.

        Raises
        ------
        ParameterError
            If a name is unknown or a value out of its range.
        """
        known = {field.name for field in dataclasses.fields(cls)}
        if not isinstance(values, dict) or (unknown := set(values) - known):
            raise ParameterError(
                f"{cls.__name__} cannot be made from {short_repr(values)}.",
                expected=f"a mapping with names from {sorted(known)}",
                got=f"unknown {', '.join(sorted(map(short_repr, unknown))[:5])}"
                if isinstance(values, dict)
                else short_repr(values),
            )
        needed = [
            field.name
            for field in dataclasses.fields(cls)
            if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        ]
        if missing := [name for name in needed if name not in values]:
            raise ParameterError(
                f"{cls.__name__} cannot be made from {short_repr(values)}.",
                expected=f"a mapping with {', '.join(needed)}",
                got=f"no {', '.join(missing)}",
            )
        return cls(**values)

    def content_hash(self) -> str:
        """SHA-256 over the class name and the parameters (64 hexadecimal digits)."""
        return content_hash({"kind": type(self).__name__, "params": self.to_dict()})
