"""Writes pages from templates; every text is escaped."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from fastapi import Request, Response
from fastapi.templating import Jinja2Templates
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from cliffhanger.brief.wording import day, figure, percent, verdict
from cliffhanger.desk.reader import Reader
from cliffhanger.errors import BadDay

FOLDER: Final = Path(__file__).parent / "templates"

_environment = Environment(
    loader=FileSystemLoader(FOLDER),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.filters.update({"day": day, "figure": figure, "percent": percent, "verdict": verdict})
_templates = Jinja2Templates(env=_environment)


def page(request: Request, name: str, status_code: int = 200, **told: Any) -> Response:
    """Write a page for the reader who asks for it."""
    try:
        reader = Reader.of(request)
    except BadDay:
        desk = request.app.state.desk
        reader = Reader(desk.settings.today(), asked=False, progress=request.app.state.signed.read(None))
    context = {"reader": reader, **told}
    return _templates.TemplateResponse(request, name, context, status_code=status_code)
