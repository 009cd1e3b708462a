"""What is installed: the versions that a report of a problem needs."""

from __future__ import annotations

import re
from typing import Any

NAME = "element-mouseface"
#: extras of programs that work on this package, not of what a user runs
_FOR_DEVELOPERS = ("bench", "browser", "docs", "keypoints-oracle", "notebook", "test")


def installed() -> dict[str, Any]:
    """Versions of this package, of Python and of each dependency; None for what is absent.

    Returns
    -------
    dict
        `element_mouseface`, `python`, `system`, `n_processors`, and `packages`, by the names of
        distributions: those that the package needs, then those of its extras.
    """
    import os
    import platform

    from .. import __version__

    return {
        "element_mouseface": __version__,
        "python": f"{platform.python_version()} ({platform.python_implementation()})",
        "system": platform.platform(),
        "n_processors": os.cpu_count(),
        "packages": {name: _version(name) for name in _dependencies()},
    }


def as_lines(found: dict[str, Any]) -> list[str]:
    """The same for people."""
    packages = found["packages"]
    rows = [(name, str(value)) for name, value in found.items() if name != "packages"]
    rows += [(name, version) for name, version in packages.items() if version]
    absent = ", ".join(name for name, version in packages.items() if not version)
    rows += [("absent", absent)] if absent else []
    wide = max(len(name) for name, _ in rows)
    return [f"{name:<{wide}}  {text}" for name, text in rows]


def _dependencies() -> list[str]:
    """Distributions that the metadata names: of the package itself, then of its extras."""
    from importlib import metadata

    try:
        required = metadata.requires(NAME) or []
    except metadata.PackageNotFoundError:  # run from a folder that is not installed
        return []
    extras = {text: re.search(r"extra == ['\"]([\w.-]+)['\"]", text) for text in required}
    named = [text for text, extra in extras.items() if not extra]
    named += [text for text, e in extras.items() if e and e[1] not in _FOR_DEVELOPERS]
    found = (re.match(r"[A-Za-z0-9._-]+", text) for text in named)
    names = dict.fromkeys(match[0].lower() for match in found if match)
    return [name for name in names if name != NAME]


def _version(name: str) -> str | None:
    from importlib import metadata

    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None
