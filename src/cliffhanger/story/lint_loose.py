"""Reviews what in a story file leads nowhere: episodes without claims or days, moments and sources without use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cliffhanger.story.claims import BEFORE
from cliffhanger.story.findings import Found, note, warning
from cliffhanger.story.outline import Outline
from cliffhanger.story.plaintext import Mapping, shown
from cliffhanger.story.tree import asides, claims, keys, texts, ties

_NAMED: Final = 10


def moments(outline: Outline) -> Iterator[Found]:
    """Find moments at which nothing happens."""
    bounds = {
        named.name
        for claim in claims(outline.root)
        if "relation" in claim
        for tie in ties(claim)
        for named in texts(tie, "from", "until")
    }
    for moment, line in outline.moments:
        if moment in outline.happens:
            continue
        if moment in bounds:
            what = f"a tie lasts from or until {shown(moment)}, which is never shown, since nothing happens then"
            yield warning(line, what, f"add `when: {moment}` to a claim")
        else:
            remedy = f"add `when: {moment}` to a claim, or remove it"
            yield note(line, f"nothing happens at the moment {shown(moment)}", remedy)


def sources(outline: Outline) -> Iterator[Found]:
    """Find sources that nothing cites."""
    citing = (*claims(outline.root), *asides(outline.root))
    cited = {named.name for one in citing if "sources" in one for named in texts(one, "sources")}
    for source, line in keys(outline.root, "sources"):
        if source not in cited:
            yield note(line, f"the source {shown(source)} is never cited", "cite it in `sources`, or remove it")


def episodes(outline: Outline) -> Iterator[Found]:
    """Find episodes that tell nothing, and claims of episodes that are never out."""
    seasons = outline.root["episodes"]
    names = [f"S{season}E{number}" for season, count in seasons.items() for number in range(1, int(count) + 1)]
    reveals = outline.root.get("reveals") or {}
    empty = [name for name in names if not reveals.get(name)]
    if empty and reveals:
        more = f" and {len(empty) - _NAMED} more" if len(empty) > _NAMED else ""
        what = f"no claim is revealed in {', '.join(empty[:_NAMED])}{more}"
        yield note(outline.root.key_lines["reveals"], what, "add what they tell, or leave it if they tell nothing new")
    released = outline.root.get("released")
    if released is None and reveals:
        what = "without `released` no episode is ever out, and only the premise is shown"
        yield warning(outline.root.key_lines["episodes"], what, "add the day of release, or one for each episode")
    elif isinstance(released, Mapping):
        for name, line in keys(outline.root, "reveals"):
            if name not in released and reveals[name]:
                what = f"{name} has no day of release, so its claims are never shown"
                yield warning(line, what, f"add `{name}:` and its day to `released`, once it is known")


def announcements(outline: Outline) -> Iterator[Found]:
    """Find a day of announcement that is later than the first release."""
    announced, released = outline.root["announced"], outline.root.get("released")
    first = announced if isinstance(announced, str) else min(announced.values())
    out = [released] if isinstance(released, str) else [*(released or {}).values()]
    if out and min(out) < first:
        line = outline.root.key_lines["announced"]
        what = f"the series is announced on {first}, and an episode is out on {min(out)}, before that"
        yield warning(line, what, "correct one of the days")


def disputes(outline: Outline) -> Iterator[Found]:
    """Find what is called disputed without a rival statement, or has one and is called otherwise."""
    for one in (*claims(outline.root), *asides(outline.root)):
        if one.get("confidence") == "disputed" and "disputed" not in one:
            line = one.key_lines["confidence"]
            yield note(line, "what others state is not told", "add `disputed: ...` with the rival statement")
        elif "disputed" in one and one.get("confidence") not in ("disputed", None):
            line = one.key_lines["confidence"]
            what = f"others state something else, and `confidence` is {one['confidence']}"
            yield note(line, what, "write `confidence: disputed`, or take the rival statement out")


def premise(outline: Outline) -> Iterator[Found]:
    """Find a story that introduces nobody before the first episode."""
    if outline.told and all(told.episode != BEFORE for told in outline.told):
        line = outline.root.line
        yield note(line, "there is no `premise`", "tell what trailers and blurbs tell: the set-up, the cast, the place")
