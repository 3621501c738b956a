"""Show: Flask pages over the live session and the store."""

import secrets

from flask import Flask

from web.config import Config
from web.launch import Launch
from web.logs import note_requests
from web.picture import picture_data
from web.security import secure
from web.services import DESK_EXTENSION, EXTENSION, LAUNCH_EXTENSION, Services, therapist_here
from web.signing import name_is_known


def create_app(config: Config, services: Services | None = None, launch: Launch | None = None) -> Flask:
    """The local app.

    Args:
        config: settings of this run; ``config.port`` must be the port it is served on.
        services: the parts to work with; made from ``config`` where not given.
        launch: who may talk to the app; new where not given (then read ``app.extensions["midline-launch"]``).
    """
    from web.desk_stations import Desk, OwnStation
    from web.laptop_pages import PAGES
    from web.whose import whose

    app = Flask(__name__)
    app.extensions[EXTENSION] = services or make_services(config)
    app.extensions[LAUNCH_EXTENSION] = launch = launch or Launch(secrets.token_bytes(32))
    note_requests(app)
    app.extensions[DESK_EXTENSION] = Desk(OwnStation(app.extensions[EXTENSION], launch))
    secure(app, launch, config.port)
    pages = {"made_up": config.made_up, "therapist_here": therapist_here, "whose": whose}
    app.context_processor(lambda: pages)
    app.jinja_env.filters["picture_data"] = picture_data
    app.jinja_env.globals["name_is_known"] = name_is_known
    for part in PAGES:
        app.register_blueprint(part.bp)
    return app


def make_services(config: Config) -> Services:
    """Opens the store, reads the library and makes the live loop for one run."""
    from coach.library import load_library
    from coach.store import open_store
    from web.carrying import make_rounds
    from web.live import Live
    from web.reviewing import Refresher

    store = open_store(config.data_dir)
    library = load_library()
    reviews = Refresher(store, library.alerts)
    live = Live(config, store, library)
    # Not after a session, nor while its page is away: only the camera needs the computer to itself.
    carries = make_rounds(store, library, lambda: bool(live.feed.state["camera"]["on"]))
    return Services(config, store, library, live, reviews, carries)
