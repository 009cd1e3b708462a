"""The README's pipeline, run as it is written, beside a linking module of the name it uses."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from element_mouseface import delete_with_dependents
from tests.schema.faces import EVENTS, film_events
from tests.servers import fresh_modules

pytestmark = pytest.mark.server

README = Path(__file__).resolve().parents[2] / "README.md"
N_PROTOTYPES = 2


def code() -> str:
    """The Python block below the remark that a test runs it."""
    text = README.read_text(encoding="utf-8")
    # a further remark may stand between: how the pages' own runner takes the block
    remark = r"<!-- a test runs this -->\n(?:<!--[^\n]*-->\n)*"
    return re.search(remark + r"```python\n(.*?)```", text, re.S)[1]


def test_the_pipeline_of_the_readme_runs(server, linking, monkeypatch, capsys):
    folder = linking.RAW / "m01"
    folder.mkdir()
    film_events(folder / "face.mp4", size=(640, 480))
    lines = ["event,onset_s,offset_s", *(f"{name},{a},{b}" for name, a, b in EVENTS)]
    (folder / "events.csv").write_text("\n".join(lines) + "\n")
    monkeypatch.setitem(sys.modules, "my_linking", linking)
    names: dict = {}
    with fresh_modules():
        # the names of its schemas are the only thing that is changed
        exec(code().replace('"lab_mouseface_', f'"{server.name("readme_")}'), names)
        shown = names["responses"] & {"event_window": "first_second", "measure": "similarity"}
        rows = shown.to_dicts()
        own = [r["response_mean"] for r in rows if r["stimulus"] == r["prototype"]]
        other = [r["response_mean"] for r in rows if r["stimulus"] != r["prototype"]]
        # as docs/how-to/troubleshooting.md says: with its prototypes, and all that was made
        gone = delete_with_dependents(linking.Session & {"session_id": 1}, prompt=False)
        assert gone[names["expression"].PrototypeSet.full_table_name] == 1
        assert gone[names["expression"].EventResponse.full_table_name] == 5
        assert not names["expression"].FacialExpression() and not linking.Session & {
            "session_id": 1
        }
    assert len(rows) == len(EVENTS) * N_PROTOTYPES
    assert min(own) > max(other)
    assert "response_mean" in capsys.readouterr().out
