"""The kinds of facts that can be taken in.

Releases: which season or film comes out when, in how many episodes, all at once or in parts.
"""

from __future__ import annotations

from cliffhanger.charts.edition import RELEASES
from cliffhanger.charts.facts import Kind
from cliffhanger.charts.fields import Column, count, yes_or_no

_RELEASES = Kind(
    RELEASES,
    "releases",
    "released",
    (
        Column("episodes", "episodes", count, required=False),
        Column("staggered", "staggered", yes_or_no, required=False),
    ),
)

KINDS = (_RELEASES,)
