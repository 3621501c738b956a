"""The desk's certificate, the station's key, and whom each of them knows; kept in the data folder.

A desk is known by its certificate and a station by its Ed25519 key, each pinned when the two were paired;
whatever else the network offers is not asked.
"""

from __future__ import annotations

import json
import secrets
import ssl
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256, Hash
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from web.errors import AskedError

if TYPE_CHECKING:
    from pathlib import Path

    from coach.store import Store

#: The certificate is known by its bytes and not by its days.
FROM, UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2120, 1, 1, tzinfo=UTC)
DAMAGED = "{path} is damaged. Please take it away; a new one is made, and the stations are paired anew."
STATIONS, JOINED = "desk_stations", "joined_desk"


@dataclass(frozen=True)
class Known:
    """A station that a desk knows: its public key, hexadecimal, what it is called, and since when."""

    key: str
    name: str
    paired_at: str

    @property
    def id(self) -> str:
        """As its pages are named."""
        return self.key[:12]


@dataclass(frozen=True)
class Joined:
    """The desk that this station belongs to.

    Attributes:
        address: ``host:port`` in the clinic's network.
        certificate: the desk's, DER, hexadecimal.
        private_key: the station's own, 32 bytes, hexadecimal.
        name: what the station is called there.
    """

    address: str
    certificate: str
    private_key: str
    name: str

    @property
    def key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(self.private_key))


def new_key() -> str:
    """A new private key of a station, hexadecimal."""
    return Ed25519PrivateKey.generate().private_bytes_raw().hex()


def certificate_file(folder: Path) -> Path:
    """The desk's certificate with its key, made the first time; readable by its owner only."""
    path = folder / "desk.pem"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_bytes(_certificate())
    return path


def _certificate() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Midline desk")])
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), FROM, UNTIL)
    plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return plain + builder.sign(key, SHA256()).public_bytes(Encoding.PEM)


def certificate_of(path: Path) -> bytes:
    """The certificate in a file of `certificate_file`, DER.

    Raises:
        AskedError: there is none in it.
    """
    try:
        return x509.load_pem_x509_certificate(path.read_bytes()).public_bytes(Encoding.DER)
    except ValueError as error:
        raise AskedError(DAMAGED.format(path=path)) from error


def desk_tls(path: Path) -> ssl.SSLContext:
    """TLS 1.3 as the desk speaks it.

    Raises:
        AskedError: the file does not hold a certificate and its key.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.num_tickets = 0  # nothing comes over the wire but messages, so whoever can read finds one
    try:
        context.load_cert_chain(path)
    except ssl.SSLError as error:
        raise AskedError(DAMAGED.format(path=path)) from error
    return context


def station_tls() -> ssl.SSLContext:
    """TLS 1.3 as the station speaks it; a certificate is known by its bytes and by nobody's word."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def new_nonce() -> str:
    """32 random bytes, hexadecimal."""
    return secrets.token_hex(32)


def _to_sign(nonce: str, certificate: bytes) -> bytes:
    """For this desk only: a desk in between cannot pass it on."""
    digest = Hash(SHA256())
    digest.update(b"midline station" + bytes.fromhex(nonce) + certificate)
    return digest.finalize()


def signed(nonce: str, certificate: bytes, key: Ed25519PrivateKey) -> str:
    """The desk's nonce, signed by a station, hexadecimal."""
    return key.sign(_to_sign(nonce, certificate)).hex()


def is_signed(signature: str, nonce: str, certificate: bytes, public_key: str) -> bool:
    """Whether the holder of a key has signed the nonce for this desk."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        key.verify(bytes.fromhex(signature), _to_sign(nonce, certificate))
    except (InvalidSignature, ValueError):
        return False
    return True


def same(one: str, other: str) -> bool:
    """Whether two codes are the same, in the same time whatever they are."""
    return secrets.compare_digest(one.encode(), other.encode())


def known_stations(store: Store) -> tuple[Known, ...]:
    """The stations that this desk knows, oldest first."""
    return tuple(Known(**one) for one in json.loads(store.setting(STATIONS) or "[]"))


def know(store: Store, station: Known) -> None:
    """One more, or the same by another name."""
    kept = [one for one in known_stations(store) if one.key != station.key]
    store.set_setting(STATIONS, json.dumps([asdict(one) for one in (*kept, station)]))


def forget(store: Store, station_id: str) -> None:
    """It is not let in any more."""
    kept = [asdict(one) for one in known_stations(store) if one.id != station_id]
    store.set_setting(STATIONS, json.dumps(kept))


def joined_desk(store: Store) -> Joined | None:
    """The desk that this station belongs to, if any."""
    kept = store.setting(JOINED)
    return Joined(**json.loads(kept)) if kept else None


def join(store: Store, desk: Joined | None) -> None:
    """It belongs to this desk from now on, or to none."""
    store.set_setting(JOINED, json.dumps(asdict(desk)) if desk else "")
