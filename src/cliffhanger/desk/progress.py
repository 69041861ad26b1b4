"""What a reader has watched: ticked on the page of a series, kept, shown, taken away, brought back and forgotten."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, File, Request, Response, UploadFile
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.datastructures import FormData

from cliffhanger.brief.almanac import Almanac
from cliffhanger.brief.asked import story_of
from cliffhanger.brief.parts import parts
from cliffhanger.desk import same_origin
from cliffhanger.desk.addresses import series_path, title_of
from cliffhanger.desk.reader import Reader, desk_of
from cliffhanger.desk.watched import COOKIE, Progress, Signed
from cliffhanger.desk.writing import page
from cliffhanger.errors import BadWatched, NoSuchEpisode, UploadRejected
from cliffhanger.story import StoryView
from cliffhanger.vantage import Episode, Vantage, Watched

router = APIRouter(include_in_schema=False)

KEPT_S: Final = 400 * 24 * 60 * 60
"""How long a browser keeps the cookie: as long as it may."""

KIND: Final = "cliffhanger watched"
"""How a file of progress names itself."""

TICKS: Final = "watched"
"""Where on the page of a series the toggles stand."""

Form = Annotated[FormData, Depends(same_origin.form)]


@dataclass(frozen=True)
class Series:
    """A series with a story, as known on a day: how many episodes its seasons have, and which of them are out."""

    title: str
    episodes: dict[int, int]
    out: tuple[Episode, ...]

    def ticked(self, before: Watched, chosen: Iterable[Episode]) -> Watched:
        """Give what is watched when some episodes are chosen of those that are out; the others stay as they were."""
        picked = Watched.only(chosen).among(self.out)
        return Watched.of([*before.without(self.out).spans, *Watched.only(picked).spans])


def series_of(title: str, almanac: Almanac, day: date) -> Series:
    """Find a series with a story.

    Raises:
        UnknownStory: none is known on that day.
    """
    public = story_of(title, almanac, Vantage(day))
    whole = almanac.story(title, Vantage(day, Watched.parse("all")))
    return Series(public.title, public.episodes, whole.watched_through if whole else ())


@router.post("/series/{slug}/watched")
def tick(request: Request, slug: str, form: Form) -> Response:
    """Keep what has been watched of a series: the episodes ticked, all up to one, all that are out, or none."""
    reader, desk = Reader.of(request), desk_of(request)
    series = series_of(title_of(slug), desk.almanac, reader.day)
    chosen = list(_chosen(form, series))
    watched = series.ticked(reader.progress.of(series.title), chosen)
    back = f"{reader.url(series_path(series.title))}#{TICKS}"
    return _kept(request, reader.progress.with_series(series.title, watched), back)


def _chosen(form: FormData, series: Series) -> Iterator[Episode]:
    """Read which episodes a form names.

    Raises:
        BadWatched: it names none in any way.
        NoSuchEpisode: it names one that the series does not have.
    """
    if "none" in form:
        return
    if "all" in form:
        yield from series.out
        return
    upto = form.get("upto")
    if upto is not None:
        yield from Watched.parse(str(_episode(upto, series))).among(series.out)
        return
    for told in form.getlist("episode"):
        yield _episode(told, series)


def _episode(told: Any, series: Series) -> Episode:
    episode = Episode.parse(told) if isinstance(told, str) else None
    if episode is None:
        raise BadWatched(str(told)[:40])
    if Watched.only([episode]).beyond(series.episodes):
        raise NoSuchEpisode(series.title, str(episode), series.episodes)
    return episode


@router.get("/watched")
def kept(request: Request) -> Response:
    """Show all that is kept."""
    reader, desk = Reader.of(request), desk_of(request)
    told = [
        _told(name, watched, desk.almanac.story(name, reader.vantage()))
        for name, watched in _newest_first(reader.progress)
    ]
    return page(request, "watched.html", here="/watched", kept=told)


def _newest_first(progress: Progress) -> list[tuple[str, Watched]]:
    return [*progress.by_series.items()][::-1]


def _told(name: str, watched: Watched, story: StoryView | None) -> tuple[str, str, str]:
    """Give the name under which a series is kept, its title if it is known, and in words what has been watched of it.

    Of a series that is not known, or not so far, that is what was kept.
    """
    if story is None:
        return name, "", str(watched)
    if watched.beyond(story.episodes):
        return name, story.title, str(watched)
    every = (Episode(season, place + 1) for season, count in story.episodes.items() for place in range(count))
    return name, story.title, parts(story, watched.among(every))


def _known(name: str, almanac: Almanac, day: date) -> Series | None:
    return series_of(name, almanac, day) if almanac.story(name, Vantage(day)) else None


@router.post("/watched/forget")
def forget(request: Request, form: Form) -> Response:
    """Forget a series, or everything."""
    reader = Reader.of(request)
    progress = reader.progress
    for told in form.getlist("series"):
        progress = progress.without_series(str(told))
    return _kept(request, Progress() if "everything" in form else progress, reader.url("/watched"))


@router.get("/watched/export")
def export(request: Request) -> Response:
    """Give all that is kept as a file."""
    told = {"kind": KIND, "watched": json.loads(Reader.of(request).progress.as_text())}
    name = {"Content-Disposition": 'attachment; filename="watched.json"'}
    return JSONResponse(told, headers=name)


@router.post("/watched/import", dependencies=[Depends(same_origin.check)])
def bring(request: Request, file: Annotated[UploadFile, File()]) -> Response:
    """Take in a file that was given by `export`: its series replace those kept, the others stay.

    Raises:
        UploadRejected: it is no such file.
    """
    reader, desk = Reader.of(request), desk_of(request)
    progress = reader.progress
    for name, watched in _read(file.file.read()).by_series.items():
        series = _known(name, desk.almanac, reader.day)
        if series:
            ticked = series.ticked(progress.of(series.title), watched.among(series.out))
            progress = progress.with_series(series.title, ticked)
    return _kept(request, progress, reader.url("/watched"))


def _read(data: bytes) -> Progress:
    try:
        told = json.loads(data)
        if not isinstance(told, dict) or told.get("kind") != KIND:
            raise UploadRejected("it is no file that this page gave you")
        return Progress.of_text(json.dumps(told.get("watched")))
    except (ValueError, RecursionError, BadWatched):
        raise UploadRejected("it cannot be read; perhaps it was changed") from None


def _kept(request: Request, progress: Progress, url: str) -> Response:
    """Have the browser keep progress, and go on to an address."""
    desk, signed = desk_of(request), request.app.state.signed
    return keep(RedirectResponse(url, 303), progress, signed, secure=desk.settings.secure)


def keep(response: Response, progress: Progress, signed: Signed, *, secure: bool) -> Response:
    """Have the browser keep progress; with nothing watched, it keeps nothing."""
    told, seconds = (signed.write(progress), KEPT_S) if progress.by_series else ("", 0)
    response.set_cookie(COOKIE, told, max_age=seconds, httponly=True, samesite="lax", secure=secure)
    return response
