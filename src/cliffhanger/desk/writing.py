"""Writes pages from templates; every text is escaped."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from fastapi import Request, Response
from fastapi.templating import Jinja2Templates
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from cliffhanger.brief.label_watch import called
from cliffhanger.brief.outlook_words import nearly
from cliffhanger.brief.text import harmless
from cliffhanger.brief.wording import day, figure, percent, rung, verdict
from cliffhanger.charts.titles import plain
from cliffhanger.desk.addresses import series_path
from cliffhanger.desk.assets import asset
from cliffhanger.desk.days import Days
from cliffhanger.desk.reader import Reader
from cliffhanger.errors import BadDay

FOLDER: Final = Path(__file__).parent / "templates"


def _harmless(told: Any) -> Any:
    """Replace what would turn the direction of a line, in all that is put into a template; escaping comes after."""
    return harmless(told) if isinstance(told, str) and not isinstance(told, Markup) else told


_environment = Environment(
    loader=FileSystemLoader(FOLDER),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    finalize=_harmless,
)
_environment.filters.update(
    {
        "called": called,
        "day": day,
        "figure": figure,
        "nearly": nearly,
        "percent": percent,
        "plain": plain,
        "rung": rung,
        "verdict": verdict,
        "series_path": series_path,
    }
)
_environment.globals.update({"asset": asset})
_templates = Jinja2Templates(env=_environment)


def page(request: Request, name: str, status_code: int = 200, **told: Any) -> Response:
    """Write a page for the reader who asks for it.

    `here` is the path to which its date control leads, and `days` are those to which it may step.
    """
    try:
        reader = Reader.of(request)
    except BadDay:
        reader = Reader.of_today(request)
    context = {"reader": reader, "today": reader.today, "here": "/", "days": Days(), **told}
    return _templates.TemplateResponse(request, name, context, status_code=status_code)
