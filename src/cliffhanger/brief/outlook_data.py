"""Gives a forecast as data, for JSON: each amount in hours, and in views where the runtime is known."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from cliffhanger.brief.outlook_words import alike, told
from cliffhanger.brief.wording import verdict
from cliffhanger.forecast.outlook import SHOWN, Outlook, Range


def outlook_as_data(outlook: Outlook) -> dict[str, Any]:
    """Give a forecast as mappings, lists, texts and numbers; hours and views are whole numbers, None if not known."""
    runtime = outlook.runtime
    return {
        "title": outlook.title,
        "category": outlook.category,
        "label": str(outlook.label),
        "observed_through": str(outlook.origin),
        "fitted": str(outlook.fitted),
        "released": str(outlook.released) if outlook.released else None,
        "runtime": runtime,
        "quantiles": dict(zip(_ENDS, SHOWN, strict=True)),
        "seen": [
            {"week": str(one.week), "number": one.number, "rank": one.rank, **_amount(one.hours, runtime)}
            | {"runtime": one.runtime}
            for one in outlook.seen
        ],
        "ahead": [{"week": str(one.week), "number": one.number, **_range(one.hours, runtime)} for one in outlook.ahead],
        "totals": [{"through": one.through, **_range(one.hours, runtime)} for one in outlook.totals],
        "stays": _chance(outlook.stays),
        "rank": outlook.rank,
        "all_time": {**asdict(outlook.all_time), **_verdict(outlook.all_time.chance)} if outlook.all_time else None,
        "alike": [{"title": one.title, "hours": [*map(_whole, one.hours)]} for one in outlook.alike],
        "told": [*told(outlook), *alike(outlook)],
    }


_ENDS = "least", "low", "median", "high", "most"


def _amount(hours: float | None, runtime: float | None) -> dict[str, int | None]:
    return {"hours": _whole(hours), "views": _whole(hours / runtime if hours is not None and runtime else None)}


def _range(hours: Range, runtime: float | None) -> dict[str, dict[str, int | None] | None]:
    in_views = hours.times(1 / runtime) if runtime else None
    return {"hours": _ends(hours), "views": _ends(in_views) if in_views else None}


def _ends(one: Range) -> dict[str, int | None]:
    return {name: _whole(getattr(one, name)) for name in _ENDS}


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)


def _chance(share: float | None) -> dict[str, Any] | None:
    return None if share is None else {"chance": share, **_verdict(share)}


def _verdict(share: float) -> dict[str, str]:
    return {"verdict": verdict(share)}
