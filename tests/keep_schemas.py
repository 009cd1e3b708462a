"""Keep the schemas of this version, with rows: `make keep-schemas`, once for each server.

    MOUSEFACE_TEST_BACKEND=mysql python -m tests.keep_schemas

writes tests/data/schemas/<version>/mysql.sql, which tests/schema/test_previous_version.py restores
and activates by later code.  It belongs to every release that has other tables than the last.
"""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path

from element_mouseface import __version__
from tests import servers
from tests.schema import kept, upstream
from tests.schema.faces import activated


def main() -> None:
    """Fill every schema on the server of this process, and write what it says of them."""
    with contextlib.contextmanager(servers.run_server)() as server:
        begin = server.name("kept")
        with tempfile.TemporaryDirectory(prefix="mouseface-kept-") as made:
            raw, processed = Path(made) / "raw", Path(made) / "processed"
            raw.mkdir()
            processed.mkdir()
            link = upstream.build(f"{begin}_up", raw, processed)
            with activated(server, link, "kept") as pipe:
                kept.fill(pipe)
                text = kept.dump(server, begin)
        path = kept.FOLDER / __version__ / f"{server.backend}.sql"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(f"{path.relative_to(servers.ROOT)}: {len(text) / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
