"""Several recordings together: which events belong to which movie, prototypes of several
days as one, and the table of how each session answered.
"""

from .pairing import MOVIE_SUFFIXES, Pair, movies_in, pair_events
from .table import SESSION_COLUMNS, SessionRow, read_sessions, session_rows, write_sessions

__all__ = [
    "MOVIE_SUFFIXES",
    "SESSION_COLUMNS",
    "Pair",
    "SessionRow",
    "movies_in",
    "pair_events",
    "read_sessions",
    "session_rows",
    "write_sessions",
]
