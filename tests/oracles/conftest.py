"""What the oracles on the real archive share."""

from __future__ import annotations

from pathlib import Path

import pytest

from real import ingested


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Take the archive and the five reports in, once; who asks skips where the archive is absent."""
    return ingested(tmp_path_factory.mktemp("real") / "ledger.sqlite")
