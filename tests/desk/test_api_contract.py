"""Questions made up from the description of the API are answered as it says: no other status, no other shape."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from asking import desk
from cliffhanger.desk.api import described
from cliffhanger.desk.api_problems import PREFIX
from cliffhanger.desk.limits import Rate
from desks import TODAY, kept

bounded = settings(
    max_examples=14,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
SLUGS = "his-and-hers", "the-long-voyage", ""
"""Series that there are; an empty one leaves what was made up."""

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Any:
    ledger: Path = kept(tmp_path_factory.mktemp("contract"))
    app = desk(ledger, today=TODAY, hosts=("testserver",), rate=Rate(100_000, 100_000))
    return schemathesis.openapi.from_asgi(f"{PREFIX}/openapi.json", app)


@pytest.mark.parametrize("path", described()["paths"])
def test_made_up_questions_are_answered_as_described(schema: Any, path: str) -> None:
    """Each address keeps to what the description tells, whatever is asked."""
    asked = []

    @bounded
    @given(schema[path]["GET"].as_strategy(), st.sampled_from(SLUGS))
    def ask(case: Any, slug: str) -> None:
        if slug and "slug" in case.path_parameters:
            case.path_parameters["slug"] = slug
        asked.append(case.call_and_validate(checks=CHECKS).status_code)

    ask()
    assert asked
