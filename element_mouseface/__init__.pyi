from . import plots as plots
from ._request import request as request
from ._schema.deleting import delete_with_dependents as delete_with_dependents
from ._schema.populating import populate_all as populate_all
from ._schema.populating import tables_to_populate as tables_to_populate
from .core.behavior.agreement import agreement as agreement
from .core.behavior.classifier import load_classifier as load_classifier
from .core.behavior.curating import Correction as Correction
from .core.behavior.curating import curate as curate
from .core.behavior.ethogram import Ethogram as Ethogram
from .core.behavior.features import BehaviorFeatureParams as BehaviorFeatureParams
from .core.behavior.features import open_frames as open_frames
from .core.behavior.formats import read_labels as read_labels
from .core.behavior.formats import write_labels as write_labels
from .core.behavior.labels import Labels as Labels
from .core.behavior.queue import next_segments as next_segments
from .core.behavior.training import train_classifier as train_classifier
from .core.confounds.explained import motion_explained as motion_explained
from .core.events import Events as Events
from .core.events import read_events as read_events
from .core.extraction import extract as extract
from .core.extraction.colors import open_colors as open_colors
from .core.extraction.descriptors import open_descriptors as open_descriptors
from .core.facial_signals.facemap_file import load_facemap as load_facemap
from .core.facial_signals.native import compute_signals as compute_signals
from .core.facial_signals.regions import Region as Region
from .core.facial_signals.regions import Regions as Regions
from .core.facial_signals.regions_file import load_regions as load_regions
from .core.facial_signals.regions_file import save_regions as save_regions
from .core.frame_features.motion_basis import MotionBasis as MotionBasis
from .core.frame_features.motion_basis import fit_motion_basis as fit_motion_basis
from .core.frame_features.params import FeatureParams as FeatureParams
from .core.frame_features.params import GeometryParams as GeometryParams
from .core.frame_features.pictures.features import picture_features as picture_features
from .core.frame_features.pictures.features import (
    write_picture_features as write_picture_features,
)
from .core.frame_features.pictures.report import duplicate_pictures as duplicate_pictures
from .core.frame_features.reading import read_table as read_table
from .core.frame_features.recording import result_features as result_features
from .core.frame_features.recording import write_features as write_features
from .core.frame_features.table import FrameTable as FrameTable
from .core.keypoints import load_keypoints as load_keypoints
from .core.learning import Groups as Groups
from .core.learning import LearningParams as LearningParams
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
