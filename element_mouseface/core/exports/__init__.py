"""Any result of the package as a file of another program."""

from . import nwb as nwb
