"""Fitting the models of forecasts, and writing down what came of it."""

from __future__ import annotations

from typing import Annotated

import typer

from cliffhanger.cli.files import Output, write_out
from cliffhanger.cli.options import LedgerPath, open_ledger, vantage_of
from cliffhanger.cli.show import say


def fit(
    as_of: Annotated[
        str, typer.Option("--as-of", metavar="DATE", help="Fit on what was known on this UTC day, to its end.")
    ],
    output: Output = None,
    ledger: LedgerPath = None,
) -> None:
    """Fit all models of forecasts on what was known on a day, and write them as JSON.

    Forecasts do this by themselves at every eighth edition of the weekly lists, and keep what comes of it beside the
    ledger. Wants the extra `forecast`.

    Example: cliffhanger fit --as-of 2026-01-14 -o 2026-01-14.json
    """
    from cliffhanger.errors import MissingExtra, UnknownWeek

    try:
        from cliffhanger.forecast.fits import fit as make
        from cliffhanger.forecast.pasts import Past
        from cliffhanger.forecast.releases import Releases
    except ImportError as error:
        raise MissingExtra("fits", error.name or "a library", "forecast") from None
    with open_ledger(ledger).as_of(vantage_of(as_of)) as view:
        if view.newest is None:
            raise UnknownWeek(None, view.vantage.as_of, None, None)
        made = make(Past.of(view, Releases()))
    if write_out(output, made.text):
        say(f"fitted on what was known on {made.day}, charts {made.basis}")
