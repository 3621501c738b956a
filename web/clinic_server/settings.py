"""The settings of a clinic's server, from the environment; anything that would be unsafe stops it."""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from coach.errors import StoreError
from coach.store.database import place_of, with_password
from coach.store.postgresql import SCHEMES
from web.errors import SettingsError

#: A secret shorter than this can be guessed: 32 letters of `secrets.token_urlsafe` are 192 bits.
SHORTEST_SECRET = 32
#: And one with fewer different letters was typed by hand.
FEWEST_LETTERS = 12
#: Words of a secret that somebody meant to replace.
PLACEHOLDERS = ("change", "secret", "default", "example", "password", "midline", "placeholder")
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
ON = ("1", "true", "yes", "on")
OURS, IN_A_FILE = "MIDLINE_", "_FILE"


@dataclass(frozen=True)
class Settings:
    """One clinic's server.

    Attributes:
        database_url: a PostgreSQL database.
        secret: seals second factors and codes; another one makes them void.
        public_address: scheme and host under which people come, such as ``https://midline.example.org``.
        listen: address and port for the proxy that speaks TLS.
        proxies: so many proxies in front, each of which adds the address that it was asked from.
        workers, threads: processes, and requests at once in each.
    """

    database_url: str
    secret: str
    public_address: str
    listen: str = "127.0.0.1:8080"
    proxies: int = 1
    workers: int = 2
    threads: int = 8

    @property
    def host(self) -> str:
        """The Host header that means us."""
        return urlsplit(self.public_address).netloc

    @property
    def secure(self) -> bool:
        """Whether people come over TLS; without it only on this very machine."""
        return self.public_address.startswith("https:")


def settings_from(environ: Mapping[str, str]) -> Settings:
    """The settings in ``MIDLINE_…`` variables; ``MIDLINE_X_FILE`` names a file that holds the value of X.

    Raises:
        SettingsError: some of it is missing or unsafe; all of that at once.
    """
    given = dict(_given(environ))
    troubles = list(_troubles(given, environ))
    if troubles:
        raise SettingsError("The clinic's server does not start:\n- " + "\n- ".join(troubles))
    return Settings(
        database_url=database_url(environ),
        secret=given["SECRET"],
        public_address=given["PUBLIC_ADDRESS"].rstrip("/"),
        listen=given.get("LISTEN", Settings.listen),
        **{name: int(given.get(name.upper(), getattr(Settings, name))) for name in NUMBERS},
    )


#: Each a whole number from its first to its last.
NUMBERS = {"proxies": (0, 4), "workers": (1, 32), "threads": (1, 64)}


def database_url(environ: Mapping[str, str]) -> str:
    """The address of the database; its password may be apart, as ``MIDLINE_DATABASE_PASSWORD``.

    Raises:
        SettingsError: there is none, or it is not one of PostgreSQL.
    """
    given = dict(_given(environ))
    url = given.get("DATABASE_URL", "")
    if troubles := list(_database_troubles(url)):
        raise SettingsError("\n".join(troubles))
    return with_password(url, given["DATABASE_PASSWORD"]) if "DATABASE_PASSWORD" in given else url


def _given(environ: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, value in environ.items():
        if name.startswith(OURS) and name.endswith(IN_A_FILE):
            yield name.removeprefix(OURS).removesuffix(IN_A_FILE), _in_file(name, value)
        elif name.startswith(OURS):
            yield name.removeprefix(OURS), _letters(name, value.strip())


def _letters(name: str, value: str) -> str:
    if not value.isprintable():
        raise SettingsError(f"{name}: wanted letters that can be seen, got {value!r:.60}.")
    return value


def _in_file(name: str, file: str) -> str:
    try:
        return _letters(name, Path(file).read_text(encoding="utf-8").strip())
    except OSError as error:
        raise SettingsError(f"{name}: {file} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise SettingsError(
            f"{name}: wanted the path of a file with letters in UTF-8, got another."
        ) from error


def _troubles(given: Mapping[str, str], environ: Mapping[str, str]) -> Iterator[str]:
    yield from _database_troubles(given.get("DATABASE_URL", ""))
    yield from _secret_troubles(given.get("SECRET", ""))
    yield from _address_troubles(given.get("PUBLIC_ADDRESS", ""))
    for name in ("FLASK_DEBUG", "MIDLINE_DEBUG"):
        if environ.get(name, "").lower() in ON:
            yield f"{name} is on: it shows the program's inside to everybody. Please take it away."
    for name, (first, last) in NUMBERS.items():
        value = given.get(name.upper(), str(first))
        if not _is_number(value, first, last):
            yield f"MIDLINE_{name.upper()}: wanted a whole number from {first} to {last}, got {value!r:.60}."
    port = given.get("LISTEN", Settings.listen).rpartition(":")[2]
    if not _is_number(port, 0, 65535):
        got = f"{given['LISTEN']!r:.60}"
        yield f"MIDLINE_LISTEN: wanted an address and a port such as 127.0.0.1:8080, got {got}."


def _is_number(text: str, first: int, last: int) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 9 and first <= int(text) <= last


def _database_troubles(url: str) -> Iterator[str]:
    """What is the matter with the address of the database."""
    if not url.startswith(SCHEMES):
        yield "MIDLINE_DATABASE_URL: wanted postgresql+psycopg://user:password@host:port/database."
        return
    try:
        place_of(url)
    except StoreError as error:
        yield f"MIDLINE_DATABASE_URL: {error}"


def _secret_troubles(secret: str) -> Iterator[str]:
    good = secrets.token_urlsafe(SHORTEST_SECRET)
    if not secret:
        yield f"MIDLINE_SECRET is missing. One that was just made up for you: {good}"
    elif len(secret) < SHORTEST_SECRET or len(set(secret)) < FEWEST_LETTERS:
        yield f"MIDLINE_SECRET can be guessed. One that was just made up for you: {good}"
    elif any(word in secret.lower() for word in PLACEHOLDERS):
        yield f"MIDLINE_SECRET is a placeholder. One that was just made up for you: {good}"


def _address_troubles(address: str) -> Iterator[str]:
    try:
        parts = urlsplit(address)
    except ValueError:  # brackets that are no IPv6 address
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.rstrip("/"):
        yield f"MIDLINE_PUBLIC_ADDRESS: wanted one such as https://midline.example.org, got {address!r}."
    elif parts.scheme == "http" and parts.netloc.rpartition(":")[0] not in LOOPBACK:
        yield (
            f"MIDLINE_PUBLIC_ADDRESS: {address} would send health data for everybody on the way to read; "
            "wanted https."
        )
