from ._request import request as request
from ._schema.deleting import delete_with_dependents as delete_with_dependents
from ._schema.populating import populate_all as populate_all
from ._schema.populating import tables_to_populate as tables_to_populate
from .core.confounds.explained import motion_explained as motion_explained
from .core.events import Events as Events
from .core.events import read_events as read_events
from .core.extraction import extract as extract
from .core.extraction.descriptors import open_descriptors as open_descriptors
from .core.facial_signals.facemap_file import load_facemap as load_facemap
from .core.facial_signals.native import compute_signals as compute_signals
from .core.facial_signals.regions import Region as Region
from .core.facial_signals.regions import Regions as Regions
from .core.facial_signals.regions_file import load_regions as load_regions
from .core.facial_signals.regions_file import save_regions as save_regions
from .core.keypoints import load_keypoints as load_keypoints
from .core.results.read_folder import read_folder as read_folder
from .core.results.scored import ScoredRecording as ScoredRecording
from .core.results.scoring import load_prototypes as load_prototypes
from .core.results.scoring import score as score
from .core.store import open_result as open_result
from .core.video import open_video as open_video
from .params import Crop as Crop
from .params import HOGParams as HOGParams
from .params import Mask as Mask
from .synthetic import film as film

__version__: str
