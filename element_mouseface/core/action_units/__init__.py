"""Action units of the mouse's face: how far eye, ear, mouth and whiskers are from rest.

params       what is measured, from which points
units        the result: a table of frames, standard errors, values at rest
measuring    all of it
points, head, measured    tracked points, the head's own frame, values at rest
eye, ear, mouth, whisker_points    units that come from points
places, region_pictures, whisker_cells, motion_removed, of_pictures    from pictures and cells
learned      nose and cheek bulge, from ratings or other targets
folder       the units in a folder
"""

from .folder import read_action_units, write_action_units
from .measured import ReferenceValue
from .measuring import TARGETS, action_units
from .params import ActionUnitParams
from .units import KINDS, NAMES, ActionUnits, UnitSummary

__all__ = [
    "KINDS",
    "NAMES",
    "TARGETS",
    "ActionUnitParams",
    "ActionUnits",
    "ReferenceValue",
    "UnitSummary",
    "action_units",
    "read_action_units",
    "write_action_units",
]
