"""Names that MATLAB and Octave take for variables and fields, and any disk for files."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

#: MATLAB's longest name
LONGEST = 63
_NOT = re.compile(r"[^A-Za-z0-9_]")
#: keywords, and names that a table of MATLAB has for itself
_TAKEN = frozenset(
    "break case catch classdef continue else elseif end for function global if otherwise parfor "
    "persistent return spmd switch try while properties row variables rownames "
    "do until unwind_protect end_try_catch endif endfor endwhile endfunction endswitch".split()
)


def valid_names(names: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """A valid name for each, all different.

    Letters keep their shape without accents, anything else becomes '_'; a name that does not
    begin with a letter, or that MATLAB has for itself, gets 'x' before it; of two that would be
    equal, whatever their case, the later one gets a number.

    Parameters
    ----------
    names : iterable of str
    taken : iterable of str
        Names that are used already.
    """
    used = {name.casefold() for name in taken}
    found = []
    for name in names:
        base = _valid(str(name))
        made, number = base, 1
        while made.casefold() in used:
            number += 1
            end = f"_{number}"
            made = base[: LONGEST - len(end)] + end
        used.add(made.casefold())
        found.append(made)
    return found


def _valid(name: str) -> str:
    apart = unicodedata.normalize("NFKD", name)
    plain = "".join(sign for sign in apart if not unicodedata.combining(sign))
    made = _NOT.sub("_", plain)
    if not made or not made[0].isalpha() or made.casefold() in _TAKEN:
        made = "x" + made
    return made[:LONGEST]
