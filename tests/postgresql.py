"""A PostgreSQL server of the tests' own, in a folder and on a socket of its own, where its programs are installed."""

from __future__ import annotations

import contextlib
import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

USER, PASSWORD = "keeper", "s3cret"
PORT = 5432
CLUSTERS = (("--locale-provider=icu", "--icu-locale=en-US", "--locale=C.UTF-8"), ("--locale=C.UTF-8",), ("--locale=C",))
"""How a cluster is made: where it can be, such that the server sorts otherwise than the ledger must."""
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "shared_buffers": "32MB",
    "max_connections": "60",
    "log_destination": "stderr",
}


class NoServer(Exception):
    """There is no PostgreSQL here, or it does not start; the text says why."""


class Server:
    """A running server; `address` makes a new database and names it."""

    def __init__(self, programs: Path, folder: Path, owner: dict[str, Any]) -> None:
        """Use `running`."""
        self._programs, self._folder, self._owner = programs, folder, owner
        self._numbers = itertools.count(1)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and wait until it answers."""
        settings = [word for pair in SETTINGS.items() for word in ("-c", "=".join(pair))]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._programs / "postgres", "-D", self._folder / "data", "-k", self._folder, *settings],
                stdout=log,
                stderr=log,
                cwd=self._folder,
                **self._owner,
            )
        ready: list[str | Path] = [self._programs / "pg_isready", "-q", "-h", self._folder, "-p", str(PORT)]
        while subprocess.run(ready, check=False, capture_output=True).returncode:
            if self._process.poll() is not None:
                raise NoServer((self._folder / "log").read_text(errors="replace").strip().rpartition("\n")[2])

    def stop(self) -> None:
        """End at once, as if the power failed."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait()
            self._process = None

    def database(self, *options: str) -> str:
        """Make a new database and give its name."""
        name = f"ledger{next(self._numbers)}"
        made: list[str | Path] = [
            self._programs / "createdb",
            "-h",
            self._folder,
            "-p",
            str(PORT),
            "-U",
            USER,
            *options,
            name,
        ]
        subprocess.run(made, check=True, capture_output=True, env={**os.environ, "PGPASSWORD": PASSWORD})
        return name

    def address(self, name: str | None = None, password: str = PASSWORD) -> str:
        """Give the address of a database, of a new one if none is named."""
        return f"postgresql://{USER}:{password}@/{name or self.database()}?host={self._folder}&port={PORT}"


@contextlib.contextmanager
def running() -> Iterator[Server]:
    """Start a server, as another user where root would be refused.

    Raises:
        NoServer: it cannot be had.
    """
    programs = _programs()
    owner = _owner()
    with tempfile.TemporaryDirectory(prefix="cliffhanger-", ignore_cleanup_errors=True) as kept:
        folder = Path(kept)
        if owner:
            os.chown(folder, owner["user"], owner["group"])
        _make_cluster(programs, folder, owner)
        server = Server(programs, folder, owner)
        try:
            server.start()
            yield server
        finally:
            server.stop()


def _programs() -> Path:
    """Find the newest programs: where Debian keeps them, else on the path."""
    kept = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda one: int(one.parent.name), reverse=True)
    found = shutil.which("initdb")
    for folder in [*kept, *([Path(found).resolve().parent] if found else [])]:
        if all((folder / name).exists() for name in ("initdb", "postgres", "createdb", "pg_isready")):
            return folder
    raise NoServer("no PostgreSQL is installed; on Debian: apt-get install postgresql")


def _owner() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            found = pwd.getpwnam(name)
            return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}
    raise NoServer("PostgreSQL does not run as root, and there is neither a user postgres nor nobody")


def _make_cluster(programs: Path, folder: Path, owner: dict[str, Any]) -> None:
    secret = folder / "password"
    secret.write_text(PASSWORD)
    said = ""
    for ways in CLUSTERS:
        made = subprocess.run(
            [
                *(programs / "initdb", "-D", folder / "data", "--no-sync", "--encoding=UTF8", *ways),
                *(f"--username={USER}", f"--pwfile={secret}", "--auth=scram-sha-256"),
            ],
            check=False,
            capture_output=True,
            cwd=folder,
            **owner,
        )
        if made.returncode == 0:
            return
        said = made.stderr.decode(errors="replace").strip().rpartition("\n")[2]
    raise NoServer(f"initdb says: {said}")
