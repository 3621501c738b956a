"""Runs a command where there is no network but loopback, and tells every address it talks to."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
#: ``connect(4, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("192.0.2.1")}, 16)`` and the like.
_FAMILY = re.compile(r"\b(connect|bind|sendto|sendmsg|sendmmsg)\(.*?sa_family=(AF_\w+)(.*)")
_ADDRESS = re.compile(r'inet_(?:addr\(|pton\(AF_INET6, )"([^"]+)"')
#: Not the network: processes of this machine, and questions to its kernel.
_INSIDE = {"AF_UNIX", "AF_LOCAL", "AF_NETLINK", "AF_UNSPEC"}
_LOOPBACK_UP = """
import fcntl, os, socket, struct, sys
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
    fcntl.ioctl(s, 0x8914, struct.pack("16sh14x", b"lo", 0x1 | 0x40))  # SIOCSIFFLAGS: IFF_UP | IFF_RUNNING
os.execvp(sys.argv[1], sys.argv[1:])
"""


def missing() -> str:
    """Why there can be no sandbox here; empty where there can."""
    for tool in ("unshare", "strace"):
        if shutil.which(tool) is None:
            return f"{tool} is not installed"
    words = ["unshare", "-rn", "strace", "-o", "/dev/null", "true"]
    tried = subprocess.run(words, capture_output=True, check=False)
    return tried.stderr.decode().strip() if tried.returncode else ""


def outside_addresses(trace: str) -> set[str]:
    """Every address beyond this machine in a system call trace. A name server counts, wherever it listens."""
    found = set()
    for line in trace.splitlines():
        if (call := _FAMILY.search(line)) and call[2] not in _INSIDE and not _at_home(call[3]):
            address = _ADDRESS.search(call[3])
            found.add(f"{call[1]} {address[1] if address else call[2]}")
    return found


def _at_home(call: str) -> bool:
    address = _ADDRESS.search(call)
    loopback = address is not None and (address[1].startswith("127.") or address[1] == "::1")
    return loopback and "htons(53)" not in call


def run_without_network(words: list[str], trace: Path) -> tuple[subprocess.CompletedProcess[str], set[str]]:
    """Runs a command; gives how it ended and the outside addresses it tried."""
    watched = ["strace", "-f", "-qq", "-e", "trace=network", "-o", str(trace), *words]
    ended = subprocess.run(
        ["unshare", "-rn", sys.executable, "-c", _LOOPBACK_UP, *watched],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        cwd=ROOT,
    )
    return ended, outside_addresses(trace.read_text(encoding="utf-8"))
