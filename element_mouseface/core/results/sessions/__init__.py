"""Several recordings: the events of each movie, pooled prototypes, and the sessions' responses."""

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
