"""The animal, session and movie of each recording: what may not be on both sides of a split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...errors import InputError, check_choice
from ...params.fields import is_text, short_repr

#: What a fold leaves out, from the most to the least.
LEVELS = ("animal", "session", "movie", "trial", "block")


@dataclass(frozen=True)
class Groups:
    """Whom and when each recording shows: one entry a recording, None where it is unknown.

    Parameters
    ----------
    animal, session, movie : sequence of str or None
        A session belongs to its animal: session '1' of two animals is two sessions.  The
        same movie may come twice, with labels of two people; a movie without a name is
        different from all others.

    Raises
    ------
    InputError
        If the three differ in length, a movie is in two sessions or of two animals, or two
        names differ in capitals or spaces only: they are the same animal or not, and frames
        of one animal on both sides of a split make every figure too good.
    """

    animal: tuple[str | None, ...]
    session: tuple[str | None, ...]
    movie: tuple[str | None, ...]

    def __post_init__(self) -> None:
        for name in ("animal", "session", "movie"):
            object.__setattr__(self, name, _names(name, getattr(self, name)))
        sizes = (len(self.animal), len(self.session), len(self.movie))
        if len(set(sizes)) > 1 or not sizes[0]:
            raise InputError(
                "The groups of the recordings cannot be used.",
                expected="an animal, a session and a movie (or None) for each recording",
                got=f"{sizes[0]} animals, {sizes[1]} sessions, {sizes[2]} movies",
            )
        self._refuse_a_movie_in_two_places()

    def __len__(self) -> int:
        return len(self.animal)

    @classmethod
    def of(
        cls,
        n: int,
        animal: Sequence[str | None] | None = None,
        session: Sequence[str | None] | None = None,
        movie: Sequence[str | None] | None = None,
    ) -> Groups:
        """Groups of n recordings; what is not given is unknown."""
        unknown = (None,) * n
        given = (unknown if one is None else tuple(one) for one in (animal, session, movie))
        return cls(*given)

    def keys(self, level: str) -> tuple[str, ...]:
        """For each recording the name of its group at a level.

        Parameters
        ----------
        level : {'animal', 'session', 'movie', 'trial', 'block'}
            Trials and blocks are parts of a movie, so their groups are the movies.

        Raises
        ------
        InputError
            If some recordings have a name at this level and others none.
        """
        check_choice("There is no such level of groups.", level, LEVELS)
        if level == "animal":
            return self._complete("animal", self.animal)
        if level == "session":
            sessions = self._complete("session", self.session)
            pairs = zip(self.animal, sessions, strict=True)
            return tuple(s if a is None else f"{a}/{s}" for a, s in pairs)
        return tuple(m or f"recording {n + 1}" for n, m in enumerate(self.movie))

    def has(self, level: str) -> bool:
        """Whether any recording has a name at the level 'animal' or 'session'."""
        return level in ("movie", "trial", "block") or any(
            n is not None for n in getattr(self, level)
        )

    def _complete(self, level: str, names: tuple[str | None, ...]) -> tuple[str, ...]:
        unnamed = [number for number, name in enumerate(names) if name is None]
        if unnamed:
            raise InputError(
                f"Some recordings have no {level}.",
                expected=f"the {level} of every recording, or of none",
                got=f"none for {len(unnamed)} of {len(names)}, first for recording "
                f"{unnamed[0] + 1} ({self.movie[unnamed[0]] or 'without a name'})",
                do=f"name the {level} of each: of an unknown one nobody can say on which side "
                "of a split it belongs",
            )
        return tuple(name for name in names if name is not None)

    def _refuse_a_movie_in_two_places(self) -> None:
        places: dict[str, tuple[str | None, str | None]] = {}
        for movie, *place in zip(self.movie, self.animal, self.session, strict=True):
            if movie is None:
                continue
            before = places.setdefault(movie, (place[0], place[1]))
            if before != (place[0], place[1]):
                raise InputError(
                    f"The movie {movie} has two animals or two sessions.",
                    expected="one animal and one session for a movie",
                    got=f"{before} and {tuple(place)} (animal, session)",
                    do="correct the list of movies",
                )


def _names(what: str, names: Sequence[str | None]) -> tuple[str | None, ...]:
    """The names without spaces around them; '' is unknown."""
    found: list[str | None] = []
    for name in names:
        if name is not None and not is_text(name):
            raise InputError(
                f"The name of a {what} cannot be used.",
                expected="a text or None",
                got=short_repr(name),
            )
        found.append((name.strip() or None) if name is not None else None)
    spelled: dict[str, str] = {}
    for name in found if what != "movie" else ():  # of files, 'A.mp4' is not 'a.mp4'
        if name is None:
            continue
        before = spelled.setdefault(" ".join(name.casefold().split()), name)
        if before != name:
            raise InputError(
                f"One {what} seems to have two names.",
                expected="names that differ in more than capitals and spaces",
                got=f"{before!r} and {name!r}",
                do="spell it one way",
            )
    return tuple(found)
