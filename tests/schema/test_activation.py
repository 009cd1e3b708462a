"""Stored tables are compared with the code before anything is declared or inserted."""

from __future__ import annotations

import sys
import uuid
from types import ModuleType

import datajoint as dj
import pytest

from element_mouseface._schema.activation import PipelineTable, activate
from element_mouseface.errors import ActivationError, SchemaMismatchError

pytestmark = pytest.mark.server

EVERY_TYPE = """
    # every portable type, with and without defaults
    -> Session
    small   : int16
    label   : varchar(40)  # a name: with a colon
    ---
    -> [nullable] Equipment
    tiny = 3 : int8
    middle = -1 : int32
    large = null : int64
    single = 0.5 : float32
    double : float64
    yes = 0 : bool
    no = 1 : bool
    fixed : char(64)
    note = '' : varchar(255)
    quoted = "it's" : varchar(20)
    born = null : date
    seen = null : datetime
    stamped = CURRENT_TIMESTAMP : datetime
    kind : enum('load','trigger')
    settings : json
    array : <blob>
    maybe = null : <blob>
    price = null : decimal(8,2)
    whole = null : decimal(8,0)
    unique index(fixed, small)
    index(double)
"""


def table_module(server, definitions: dict[str, str], parts: dict[str, str] | None = None):
    """A schema module with the given Manual tables, as element modules are written."""
    module = ModuleType(f"tables_{uuid.uuid4().hex[:8]}")
    sys.modules[module.__name__] = module
    module.schema = dj.Schema()
    tables = []
    for name, definition in definitions.items():
        body = {"definition": definition, "__module__": module.__name__}
        for part in [p for p in parts or {} if p.startswith(name + ".")]:
            short = part.partition(".")[2]
            base = {"definition": parts[part], "__module__": module.__name__}
            body[short] = type(short, (PipelineTable, dj.Part), base)
            body[short].__qualname__ = part
        table = type(name, (PipelineTable, dj.Manual), body)
        setattr(module, name, table)
        module.schema(table, context=vars(module))
        tables.append(table)
    module.tables = tables
    return module


def turn_on(module, name, linking, **options):
    context = {"Session": linking.Session, "Equipment": linking.Equipment}
    activate(module.schema, name, context=context, tables=module.tables, **options)


def mismatch(server, linking, old, new, *, old_parts=None, new_parts=None):
    """The message when the server has `old` and the code is `new`."""
    name = server.name(uuid.uuid4().hex[:6])
    turn_on(table_module(server, old, old_parts), name, linking)
    with pytest.raises(SchemaMismatchError) as caught:
        turn_on(table_module(server, new, new_parts), name, linking)
    return str(caught.value)


def test_every_portable_type_agrees_with_itself(server, linking):
    name = server.name("types")
    definitions = {
        "EveryType": EVERY_TYPE,
        "Child": "-> EveryType\n---\nn = 0 : int32",
        "Renamed": "-> EveryType\n-> Child.proj(other_small='small', other_label='label')",
        "Known": "-> [unique] Child\nn : int32\n---\n-> Session.proj(own_session='session_id')",
    }
    parts = {
        "Child.Item": "-> master\nitem_id : int32\n---\n-> EveryType",
        "EveryType.Of": "-> master",
    }
    first = table_module(server, definitions, parts)
    turn_on(first, name, linking)
    again = table_module(server, definitions, parts)
    turn_on(again, name, linking)  # compared with unbound classes
    # and once more against classes that are bound
    from element_mouseface._schema.headings import compare

    context = {"Session": linking.Session, "Equipment": linking.Equipment}
    assert compare(dj.conn(), name, again.tables, context, missing_ok=False) == {}


BASE = "-> Session\nx : int32\n---\ny : float64\nz = 1 : int16"


Y_Z = "y : float64\nz = 1 : int16"


@pytest.mark.parametrize(
    ("new", "told"),
    [
        (f"{BASE}\nw : bool", "column w is missing"),
        ("-> Session\nx : int32\n---\ny : float64", "column z is not in the code"),
        (BASE.replace("float64", "float32"), "y is float64, the code has float32"),
        (BASE.replace("x : int32", "x : int64"), "x is int32, the code has int64"),
        (BASE.replace("y :", "y = null :"), "y does not take NULL"),
        (BASE.replace("z = 1", "z = 2"), "z has default '1.0', the code has '2.0'"),
        (BASE.replace("z = 1", "z"), "z has default '1.0', the code has None"),
        (f"-> Session\n---\nx : int32\n{Y_Z}", "x is in the primary key"),
        (f"{BASE}\n-> Equipment", "the foreign key to"),
        (f"subject : varchar(8)\nsession_id : int32\nx : int32\n---\n{Y_Z}", "is not in the code"),
        (f"{BASE}\nunique index(y)", "the unique index on (y) is missing"),
    ],
)
def test_each_difference_is_told(server, linking, new, told):
    message = mismatch(server, linking, {"Thing": BASE}, {"Thing": new})
    assert told in message
    assert "Thing: " in message
    assert "What to do" in message


def test_every_difference_of_every_table_is_told_at_once(server, linking):
    old = {"Thing": BASE, "Other": "o : int32\n---\nkind : enum('a','b')\nb : <blob>"}
    new = {
        "Thing": BASE.replace("int16", "int8"),
        "Other": "o : int32\n---\nkind : enum('a','b','c')\nb : bytes",
    }
    part = {"Thing.Part": "-> master\np : int32\n---\nq : json"}
    other = {"Thing.Part": "-> master\np : int32\n---\nq : varchar(9)"}
    message = mismatch(server, linking, old, new, old_parts=part, new_parts=other)
    for told in (
        "Thing: column z is int16, the code has int8",
        "Other: column kind is enum('a','b'), the code has enum('a','b','c')",
        "Other: column b is <blob>, the code has bytes",
        "Thing.Part: column q is json, the code has varchar(9)",
    ):
        assert told in message


def test_nothing_is_created_beside_tables_that_differ(server, linking):
    name = server.name("untouched")
    turn_on(table_module(server, {"Thing": BASE}), name, linking)
    before = set(dj.Schema(name).list_tables())
    changed = table_module(server, {"New": "n : int32", "Thing": BASE.replace("int16", "int8")})
    with pytest.raises(SchemaMismatchError):
        turn_on(changed, name, linking)
    assert set(dj.Schema(name).list_tables()) == before
    # and the module can be activated elsewhere afterwards
    turn_on(changed, server.name("untouched2"), linking)
    assert len(changed.New()) == 0


def test_missing_tables_are_named_when_they_may_not_be_made(server, linking):
    name = server.name("missing")
    turn_on(table_module(server, {"Thing": BASE}), name, linking)
    wanted = table_module(server, {"Thing": BASE, "Later": "n : int32"}, {"Later.Bit": "-> master"})
    with pytest.raises(SchemaMismatchError) as caught:
        turn_on(wanted, name, linking, create_tables=False)
    assert "Later: the table (later) is missing" in str(caught.value)
    assert "Later.Bit: the table (later__bit) is missing" in str(caught.value)
    turn_on(wanted, name, linking)
    assert len(wanted.Later()) == 0


def test_the_production_setting_is_respected(server, linking):
    name = server.name("production")
    turn_on(table_module(server, {"Thing": BASE}), name, linking)
    wanted = table_module(server, {"Thing": BASE, "Later": "n : int32"})
    with dj.config.override(database__create_tables=False), pytest.raises(SchemaMismatchError):
        turn_on(wanted, name, linking)


def test_a_schema_that_is_not_there_is_not_made_unasked(server, linking):
    with pytest.raises(ActivationError, match="There is no schema"):
        turn_on(
            table_module(server, {"Thing": BASE}), server.name("no"), linking, create_schema=False
        )


def test_twice_is_once_and_another_name_is_refused(server, linking):
    module = table_module(server, {"Thing": BASE})
    turn_on(module, server.name("twice"), linking)
    turn_on(module, server.name("twice"), linking)
    with pytest.raises(ActivationError, match="already activated as schema"):
        turn_on(module, server.name("twice2"), linking)


def test_a_table_used_too_early_says_so(server, linking):
    module = table_module(server, {"Thing": BASE})
    for use in (lambda: module.Thing.insert1({"x": 1}), lambda: len(module.Thing()),
                lambda: module.Thing & "x=1", lambda: module.Thing.to_dicts()):  # fmt: skip
        with pytest.raises(ActivationError, match="before its schema is activated"):
            use()
