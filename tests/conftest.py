"""What all tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import Phase, settings

from postgresql import NoServer, Server, running

settings.register_profile("unshrunk", phases=[Phase.explicit, Phase.generate])
"""For a first look at a failure: `pytest --hypothesis-profile=unshrunk`."""


@pytest.fixture(scope="session", autouse=True)
def _nothing_of_this_user(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what commands read and write by themselves out of this user's folders, and let no ingest fit models."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
            patch.setenv(name, str(tmp_path_factory.mktemp(name.lower())))
        patch.delenv("CLIFFHANGER_LEDGER", raising=False)
        patch.setenv("CLIFFHANGER_FIT", "0")
        yield


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """Give a PostgreSQL server; the tests that ask for it are of the group `postgresql`, so that one is enough."""
    try:
        with running() as server:
            yield server
    except NoServer as why:
        pytest.skip(f"no PostgreSQL: {why}")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.xdist_group("postgresql"))])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the address of a ledger that is not there yet, on each kind of database."""
    if request.param == "sqlite":
        return str(tmp_path / "ledger.sqlite")
    server: Server = request.getfixturevalue("server")
    return server.address()
