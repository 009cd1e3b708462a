"""An option's value that begins with a path: the path may have colons, and so may the rest."""

from __future__ import annotations

from pathlib import Path


def path_and_rest(option: str, text: str, form: str) -> tuple[Path, str]:
    """The shortest part before a colon that is there, and what follows; names may have colons.

    Parameters
    ----------
    option : str
        '--failed', for the message.
    text : str
    form : str
        How the value is written.

    Raises
    ------
    ParameterError
        If no such file is there.
    """
    from ..errors import ParameterError

    cuts = [k for k, sign in enumerate(text) if sign == ":"] + [len(text)]
    for cut in cuts:
        if text[:cut] and Path(text[:cut]).exists():
            return Path(text[:cut]), text[cut + 1 :]
    raise ParameterError(
        f"{option} names a file that is not there: {text!r}.",
        expected=form,
        got=text or "nothing",
        do="check the path",
    )
