"""Where forecasts stand: the editions from which they look ahead, and those at which models are fitted.

Fits stand at fixed editions, every eighth of the weekly lists: the same in a replay and in an answer, so that what is
scored is what is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cliffhanger.charts.view import ChartView, EditionNote

EVERY = 8


@dataclass(frozen=True)
class Origin:
    """A week from which a forecast looks ahead: known in full from `day` on, with the model fitted as of `fitted`.

    `seen_on` is the day on which the week after was published; None while it is not.
    """

    week: date
    day: date
    fitted: date
    seen_on: date | None


def fitted_on(view: ChartView) -> EditionNote | None:
    """Give the edition at which the models that serve a view are fitted; None before the first such edition."""
    editions = view.of_feed()
    place = (len(editions) - 1) // EVERY * EVERY
    return editions[place] if place > 0 else None


def fitted_then(view: ChartView) -> ChartView | None:
    """View the charts from the edition at which the models that serve a view are fitted."""
    edition = fitted_on(view)
    return None if edition is None else view.back_to(edition.known_from.date())


def origins(view: ChartView) -> list[Origin]:
    """Give the weeks first published by an edition after the first fit, oldest first."""
    first_seen: dict[date, date] = {}
    fits: list[date] = []
    fit_before: dict[date, date] = {}
    for place, edition in enumerate(view.of_feed()):
        day, week = edition.known_from.date(), edition.last_week
        if place and place % EVERY == 0:
            fits.append(day)
        if week is not None and week not in first_seen and fits:
            first_seen[week], fit_before[week] = day, fits[-1]
    seen = sorted(first_seen.items())
    following = (day for _, day in seen[1:])
    return [Origin(week, day, fit_before[week], next(following, None)) for week, day in seen]
