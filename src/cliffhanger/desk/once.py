"""What pages, feeds and the API ask alike, made once for all of them."""

from __future__ import annotations

from collections.abc import Mapping

from cliffhanger.answer import Answer
from cliffhanger.brief.label_watch import watch
from cliffhanger.brief.next_list import upcoming
from cliffhanger.charts.titles import plain
from cliffhanger.charts.view import ChartView
from cliffhanger.desk.desk import Desk
from cliffhanger.forecast.next_list import NextList
from cliffhanger.renewal.watch import LabelWatch


def titles_in(view: ChartView, desk: Desk) -> Mapping[str, str]:
    """Give all titles known at the vantage of a view by their plain words, as the almanac spells them, or the charts.

    Each of them has a page on that day, and no other title has.
    """
    return desk.answer(
        view,
        "titles",
        lambda: {plain(title): title for title in [*view.shows(), *desk.almanac.titles(view.vantage)]},
    )


def labels_in(view: ChartView, desk: Desk, *, every: bool = False) -> Answer[LabelWatch]:
    """Watch the labels on a view; with `every`, changes that only reword them, too."""
    return desk.answer(view, ("labels", every), lambda: watch(view, desk.settings.fits, every=every))


def upcoming_in(view: ChartView, desk: Desk, category: str | None = None) -> Answer[tuple[NextList, ...]]:
    """Forecast next week's lists: all, or those whose names begin with `category`.

    Raises:
        UnknownWeek, BadChoice, TooFewWeeks: as for `upcoming`.
    """
    return desk.answer(view, ("next", category), lambda: upcoming(view, category, desk.settings.fits))
