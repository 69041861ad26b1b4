"""Gives what is known of another season as data, for JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cliffhanger.brief.odds_words import shown, told
from cliffhanger.brief.wording import verdict

if TYPE_CHECKING:
    from cliffhanger.brief.odds import Another, Counted
    from cliffhanger.renewal.asked import Chance
    from cliffhanger.renewal.odds import Odds
    from cliffhanger.renewal.outcomes import Outcome
    from cliffhanger.renewal.seasons import Season


def another_as_data(another: Another) -> dict[str, Any]:
    """Give it as mappings, lists, texts and numbers; chances are shares, log odds natural, what is not known None."""
    odds, outcome = another.odds, another.outcome
    told_chance = another.chance
    return {
        "title": another.title,
        "season": _season(outcome.season) if outcome else None,
        "observed_through": str(outcome.observed_through) if outcome else None,
        "reported_through": _day(outcome.reported_through) if outcome else None,
        "fate": _fate(another),
        "followed": _followed(outcome) if outcome and outcome.by else None,
        "verdict": verdict(told_chance) if told_chance is not None else None,
        "chance": told_chance,
        "horizon": _chance(odds.told) if odds else None,
        "horizons": [_chance(one) for one in shown(odds)] if odds else [],
        "refused": str(another.refused) if another.refused else None,
        **(_made_of(odds) if odds else {"age": None, "fitted": None, "base": None, "parts": [], "what_if": []}),
        "count": _count(another.counted) if another.counted else None,
        "relabels": [
            {"known_from": str(one.known_from.date()), "was": one.was_title, "now": one.now_title}
            for one in another.relabels
        ],
        "alike": [_alike(one) for one in another.alike],
        "came_back": [
            {"title": one.title, "relabelled": _day(one.relabelled), "charted": _day(one.charted)}
            for one in another.came_back
        ],
        "told": told(another),
    }


def _made_of(odds: Odds) -> dict[str, Any]:
    return {
        "age": odds.age,
        "fitted": str(odds.fitted),
        "base": odds.base,
        "parts": [{"reason": str(part.reason), "log_odds": float(part.log_odds)} for part in odds.parts],
        "what_if": [{"change": str(one.change), "chance": one.chance} for one in odds.what_if],
    }


def _season(season: Season) -> dict[str, Any]:
    return {
        "show": season.show_title,
        "title": season.title,
        "label": str(season.label),
        "label_now": str(season.now),
        "kind": season.kind,
        "premiere": str(season.premiere),
        "dated": season.dated,
        "known_from": str(season.known_from),
    }


def _fate(another: Another) -> dict[str, str] | None:
    row = another.fate
    return {"fate": row.fate, "announced": str(row.announced), "source": row.source} if row else None


def _followed(outcome: Outcome) -> dict[str, Any]:
    return {"by": outcome.by.title if outcome.by else None} | {
        "happened": _day(outcome.happened),
        "known_from": _day(outcome.known),
    }


def _alike(outcome: Outcome) -> dict[str, Any]:
    premiered = {"title": outcome.season.title, "premiere": str(outcome.season.premiere)}
    return premiered | {"relabelled": _day(outcome.relabelled)} | _followed(outcome)


def _chance(one: Chance) -> dict[str, Any]:
    told = {"months": one.months, "by": str(one.by), "chance": one.chance, "low": one.low, "high": one.high}
    return told | {"verdict": verdict(one.chance)}


def _count(counted: Counted) -> dict[str, Any]:
    count = counted.count
    return {
        "kind": count.kind,
        "of": count.of,
        "followed": count.followed,
        "relabelled": count.relabelled,
        "interval": [*count.interval],
        "observed_through": str(count.observed_through),
        "known_from": _day(counted.known_from),
    }


def _day(when: object) -> str | None:
    return str(when) if when else None
