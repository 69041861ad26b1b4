"""Fitting the models of forecasts and of odds, and writing down what came of it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from cliffhanger.cli.files import Output, write_out
from cliffhanger.cli.options import LedgerPath, open_view, vantage_of
from cliffhanger.cli.show import say

if TYPE_CHECKING:
    from cliffhanger.charts.view import ChartView
    from cliffhanger.forecast.fits import Fit
    from cliffhanger.renewal.fits import OddsFit


class Models(StrEnum):
    """Which models are fitted."""

    FORECASTS = "forecasts"
    ODDS = "odds"


def fit(
    as_of: Annotated[
        str, typer.Option("--as-of", metavar="DATE", help="Fit on what was known on this UTC day, to its end.")
    ],
    of: Annotated[Models, typer.Option("--of", help="The models of which answers.")] = Models.FORECASTS,
    output: Output = None,
    ledger: LedgerPath = None,
) -> None:
    """Fit all models of forecasts, or of odds, on what was known on a day, and write them as JSON.

    Answers do this by themselves at every eighth edition of the weekly lists, and keep what comes of it beside the
    ledger. Forecasts want the extra `forecast` for it.

    Example: cliffhanger fit --as-of 2026-01-14 -o 2026-01-14.json

    Example: cliffhanger fit --as-of 2026-01-14 --of odds -o odds-2026-01-14.json
    """
    from cliffhanger.errors import UnknownWeek

    with open_view(ledger, vantage_of(as_of)) as view:
        if view.newest is None:
            raise UnknownWeek(None, view.vantage.as_of, None, None)
        made = _odds(view) if of is Models.ODDS else _forecasts(view)
    if write_out(output, made.text):
        say(f"fitted on what was known on {made.day}, charts {made.basis}")


def _forecasts(view: ChartView) -> Fit:
    from cliffhanger.errors import MissingExtra

    try:
        from cliffhanger.forecast.fits import fit as make
        from cliffhanger.forecast.pasts import Past
        from cliffhanger.forecast.releases import Releases
    except ImportError as error:
        raise MissingExtra("fits", error.name or "a library", "forecast") from None
    return make(Past.of(view, Releases()))


def _odds(view: ChartView) -> OddsFit:
    from cliffhanger.errors import NoOdds
    from cliffhanger.renewal.fits import fit_odds

    made = fit_odds(view)
    if made is None:
        raise NoOdds("any series", f"by {view.vantage.as_of} none was observed for half a year")
    return made
