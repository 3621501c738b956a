"""What can go wrong while measuring.

PoseError
├── CameraError          a camera or recording gives no pictures
├── RecordingError       a recording is missing, unreadable or empty
├── NeutralError         no straight position can be taken from what was seen
├── ModelFileError       a model file is missing or is not the one that was checked
└── LibraryVersionError  an installed library is one that must not be used
"""


class PoseError(Exception):
    """Anything `pose` refuses; the text is a sentence for a person."""


class CameraError(PoseError):
    """A camera cannot be opened, has vanished or gives no pictures."""


class RecordingError(PoseError):
    """A recording is missing, unreadable or holds no pictures."""


class NeutralError(PoseError):
    """No straight position can be taken from the frames given."""


class ModelFileError(PoseError):
    """A model file is missing, or its SHA-256 is not the pinned one."""


class LibraryVersionError(PoseError):
    """An installed library has a version that must not be used."""
