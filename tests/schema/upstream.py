"""A small, real upstream pipeline: lab, subject, session, equipment, trial.

Session is keyed by integers; `test_servers` has others.
"""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import datajoint as dj

SUBJECT = {"subject": "m01"}
SESSION = {"subject": "m01", "session_id": 1}
EQUIPMENT = {"equipment": "camera1"}


def build(schema_name: str, raw: Path, processed: Path) -> ModuleType:
    """Declare the upstream, fill it with one of each, and give its linking module."""
    schema = dj.Schema(schema_name)

    @schema
    class Lab(dj.Lookup):
        definition = """
        lab : varchar(24)
        ---
        lab_name = '' : varchar(255)
        """
        contents = [{"lab": "test_lab", "lab_name": "A lab for tests"}]

    @schema
    class Subject(dj.Manual):
        definition = """
        subject : varchar(8)
        ---
        -> Lab
        """

    @schema
    class Session(dj.Manual):
        definition = """
        -> Subject
        session_id : int32
        ---
        session_datetime = null : datetime
        """

    @schema
    class Equipment(dj.Manual):
        definition = """
        equipment : varchar(32)
        ---
        equipment_description = '' : varchar(255)
        """

    @schema
    class Trial(dj.Manual):
        definition = """
        -> Session
        trial_id : int32
        ---
        trial_type : varchar(32)
        trial_start_s : float64
        trial_stop_s : float64
        """

    Subject.insert1({**SUBJECT, "lab": "test_lab"}, skip_duplicates=True)
    Session.insert1(SESSION, skip_duplicates=True)
    Session.insert1({**SESSION, "session_id": 2}, skip_duplicates=True)
    Equipment.insert1(EQUIPMENT, skip_duplicates=True)
    Trial.insert(
        [
            {**SESSION, "trial_id": i, "trial_type": t, "trial_start_s": s, "trial_stop_s": s + 1}
            for i, (t, s) in enumerate([("sucrose", 1.0), ("quinine", 3.0)])
        ],
        skip_duplicates=True,
    )
    module = ModuleType(f"link_{schema_name}")
    module.__dict__.update(
        schema=schema,
        Lab=Lab,
        Subject=Subject,
        Session=Session,
        Equipment=Equipment,
        Trial=Trial,
        RAW=Path(raw),
        PROCESSED=Path(processed),
        get_mouseface_root_data_dir=lambda: [str(module.RAW)],
        get_mouseface_processed_data_dir=lambda: str(module.PROCESSED),
    )
    return module
