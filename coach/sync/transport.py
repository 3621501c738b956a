"""How bytes get to a clinic's server: over TLS, to the host that was paired and no other, within a time."""

from io import BytesIO

import urllib3
from urllib3.exceptions import HTTPError, MaxRetryError, SSLError

from coach.errors import ClinicError
from coach.sync.client import Request, Response, Send
from coach.wire.limits import LONGEST_RECORD

#: Seconds for a connection and for every piece of what is sent, and for every piece of an answer.
TIMEOUT = urllib3.Timeout(connect=10.0, read=30.0)
#: A server hangs up on a connection that was idle; everything that is asked may be asked twice.
ONCE_MORE = urllib3.Retry(1, connect=0, redirect=0, status=0, allowed_methods=None, raise_on_status=False)
#: An answer holds at most what goes down at once, in JSON within JSON.
LONGEST_ANSWER = 3 * LONGEST_RECORD  # bytes
ITSELF = ("127.0.0.1", "::1", "localhost")


def checked_address(address: str) -> str:
    """The address of a clinic's server as it is kept: with ``https://``, or of this computer itself.

    Raises:
        ClinicError: it is none, or what is sent there could be read on the way.
    """
    try:
        url = urllib3.util.parse_url(address.strip())
    except HTTPError:
        url = urllib3.util.Url()
    host = (url.host or "").strip("[]")
    if not host or url.auth or url.query or url.fragment or url.path not in {None, "", "/"}:
        raise ClinicError(f"Wanted the address of a clinic, such as https://clinic.example, got {address}.")
    if url.scheme != "https" and not (url.scheme == "http" and host in ITSELF):
        raise ClinicError(f"What is shared goes over https:// only, so that nobody reads it; got {address}.")
    return f"{url.scheme}://{url.netloc}"


def https(address: str) -> Send:
    """Sends requests to one server, for which somebody must vouch whom the system trusts.

    Raises:
        ClinicError: see `checked_address`.
    """
    start = checked_address(address)
    pool = urllib3.PoolManager(cert_reqs="CERT_REQUIRED", maxsize=1)

    def send(request: Request) -> Response:
        try:
            answer = pool.request(
                request.method,
                start + request.path,
                headers={**request.headers, "Content-Length": str(len(request.body))},
                body=BytesIO(request.body),  # goes in pieces: all at once it would have to go in `TIMEOUT`
                redirect=False,
                retries=ONCE_MORE,
                timeout=TIMEOUT,
                preload_content=False,
            )
            with answer:
                body = answer.read(LONGEST_ANSWER + 1)
        except HTTPError as error:
            raise _told(error) from error
        if len(body) > LONGEST_ANSWER:
            raise ClinicError("The clinic's answer was too long.")
        return Response(answer.status, body)

    return send


def _told(error: HTTPError) -> ClinicError:
    cause = error.reason if isinstance(error, MaxRetryError) else error
    if isinstance(cause, SSLError):
        return ClinicError(
            "The clinic's server could not show that it is the clinic's, so nothing was sent. Please compare "
            "its address, and see whether this computer's date is right."
        )
    return ClinicError(
        "The clinic's server could not be reached. Is this computer on a network, and is the address right?"
    )
