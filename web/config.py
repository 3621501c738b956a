"""Settings as data: what one run of the local app was asked to do."""

from dataclasses import dataclass
from pathlib import Path

#: Assumed where a camera's field of view is not known: between the 40 to 60 degrees (vertical) usual in
#: laptop webcams; a focal length guessed too long costs less than one too short (our own measurement).
ASSUMED_VERTICAL_FOV_DEG = 45.0
#: The camera's name in which the demo clip plays.
DEMO_CAMERA = "demo"


@dataclass(frozen=True)
class Config:
    """One run of the local app.

    Attributes:
        data_dir: folder of the database and logs; made with mode 0700.
        camera: ``auto``, a number, a name, a file or folder of images, ``browser`` or ``demo``.
        mirrored: the camera or recording gives mirrored pictures.
        vertical_fov_deg: the camera's vertical field of view as the user gave it, or ``None``; then it is
            that of the camera's name (`web.lenses`), else an assumption.
        port: TCP port on 127.0.0.1; 0 picks a free one.
        models_dir: folder with the user's own copies of the model files, or ``None`` for the package's.
        desk_port: TCP port in the clinic's network on which paired stations are let in; ``None`` for none.
        made_up: the data are a made-up clinic; every page says so.
    """

    data_dir: Path
    camera: str = "auto"
    mirrored: bool = False
    vertical_fov_deg: float | None = None
    port: int = 0
    models_dir: Path | None = None
    made_up: bool = False
    desk_port: int | None = None

    @property
    def fov_deg(self) -> float:
        """The field of view to measure with where the camera is not known by its name, degrees."""
        return self.vertical_fov_deg or ASSUMED_VERTICAL_FOV_DEG
