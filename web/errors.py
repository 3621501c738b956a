"""What can go wrong while starting and serving.

WebError
├── RunningError       this data folder is already served; carries a link to its page
├── StartingError      this data folder is about to be served by another process
├── PortTakenError     another program has the port
├── SettingsError      a clinic's server was given settings that are missing or unsafe
├── RequestError       a laptop's request is none of ours; carries its status and what is wrong
└── AskedError         a person asks for something that cannot be done just now
"""

from coach.errors import Fault


class WebError(Exception):
    """Anything `web` refuses; the text is a sentence for a person."""


class RunningError(WebError):
    """This data folder is already served."""

    def __init__(self, link: str) -> None:
        super().__init__("Midline is already running with these data.")
        self.link = link


class StartingError(WebError):
    """This data folder is about to be served by another process."""


class PortTakenError(WebError):
    """Another program has the port."""


class SettingsError(WebError):
    """A clinic's server was given settings that are missing or unsafe; it does not start with them."""


class RequestError(WebError):
    """A laptop's request is none of ours."""

    def __init__(self, status: int, field: str, wanted: str, got: str) -> None:
        self.status, self.fault = status, Fault("the request", field, wanted, got[:60] or "nothing")
        super().__init__(str(self.fault))


class AskedError(WebError):
    """A person asks for something that cannot be done just now."""
