"""The kinds of facts that can be taken in, in the order in which they are.

Releases: which season or film comes out when, in how many episodes, all at once or in parts.

Outcomes: what became of a season, when that was announced, and who says so.
"""

from __future__ import annotations

from cliffhanger.charts.edition import OUTCOMES, RELEASES
from cliffhanger.charts.facts import Kind
from cliffhanger.charts.fields import Column, count, fate, text, yes_or_no

_RELEASES = Kind(
    RELEASES,
    "released",
    (
        Column("episodes", "episodes", count, required=False),
        Column("staggered", "staggered", yes_or_no, required=False),
    ),
)

_OUTCOMES = Kind(
    OUTCOMES,
    "announced",
    (
        Column("fate", "fate", fate),
        Column("source", "source", text),
    ),
    foretold=False,
)

KINDS = _RELEASES, _OUTCOMES
