"""Tables of descriptors: crops, HOG parameters, tasks, and result folders.

The descriptors themselves are in a result folder under the processed folder, whose name is a hash
of its inputs; tables hold its relative path and digest. Folders are written outside any
transaction, an interrupted run resumes, and nothing here deletes a folder: deleting a row leaves
it, and populating again finds it.

    tasks        FaceCrop HOGParamSet HOGTask
    processing   HOGProcessing
"""

from __future__ import annotations

from .._schema.module import SchemaModule
from ..recording import schema as recording_schema
from ._schema import schema
from .processing import HOGProcessing
from .tasks import FaceCrop, HOGParamSet, HOGTask

__all__ = [
    "FaceCrop",
    "HOGParamSet",
    "HOGProcessing",
    "HOGTask",
    "activate",
    "schema",
]

TABLES = (FaceCrop, HOGParamSet, HOGTask, HOGProcessing)
activate = SchemaModule(
    "descriptors", schema, TABLES, after={"recording": recording_schema}
).activate
