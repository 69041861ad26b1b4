"""Asks a desk in this process: a browser's cookies and forms, without a browser and without a network."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

import httpx
from fastapi import FastAPI

from cliffhanger.brief.almanac import Almanac
from cliffhanger.charts.view import ChartView
from cliffhanger.desk.app import create_app
from cliffhanger.desk.records import Lack, Records
from cliffhanger.desk.settings import Settings
from cliffhanger.desk.watched import COOKIE, Progress
from cliffhanger.vantage import Watched

KEYS: Final = ("a key of the tests",)
TODAY: Final = date(2026, 6, 1)
HERE: Final = {"Sec-Fetch-Site": "same-origin"}
"""What a browser says of a form of the desk itself."""


class Given(NamedTuple):
    """A response: status, all headers, bytes."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8")

    def header(self, name: str) -> str:
        """Give a header, or nothing."""
        return next((value for key, value in self.headers if key == name.lower()), "")

    def cookie(self) -> str:
        """Give the cookie that it sets, if any."""
        return httpx.Cookies(_cookies(self)).get(COOKIE, "") or ""


def _cookies(given: Given) -> dict[str, str]:
    told = given.header("set-cookie").partition(";")[0]
    name, _, value = told.partition("=")
    return {name: value.strip('"')} if name else {}


class Asker:
    """Asks a desk as one client."""

    def __init__(self, app: FastAPI, address: str = "127.0.0.1") -> None:
        self.app = app
        self._client = address, 50_000

    def ask(
        self,
        path: str,
        method: str = "GET",
        *,
        cookie: str = "",
        headers: Mapping[str, str] | None = None,
        form: Sequence[tuple[str, str]] | None = None,
        **more: Any,
    ) -> Given:
        """Ask for an address, and give what comes, redirects as they are."""
        told = {**(headers or {}), **({"Cookie": f"{COOKIE}={cookie}"} if cookie else {})}
        if form is not None:
            more["content"] = str(httpx.QueryParams([*form])).encode()
            told["Content-Type"] = "application/x-www-form-urlencoded"
        return asyncio.run(self._ask(method, path, told, more))

    def ask_all(self, asked: Iterable[tuple[str, str, Mapping[str, Any]]]) -> list[Given]:
        """Ask for many addresses, one after the other: method, path, and what else the client takes."""

        async def ask() -> list[Given]:
            return [await self._ask(method, path, more.get("headers", {}), _rest(more)) for method, path, more in asked]

        return asyncio.run(ask())

    def send(self, path: str, *form: tuple[str, str], cookie: str = "") -> Given:
        """Send a form as a page of the desk does."""
        return self.ask(path, "POST", cookie=cookie, headers=HERE, form=form)

    async def _ask(self, method: str, path: str, headers: Mapping[str, str], more: Mapping[str, Any]) -> Given:
        transport = httpx.ASGITransport(self.app, client=self._client)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            got = await client.request(method, path, headers=dict(headers), **more)
        return Given(got.status_code, tuple(sorted(got.headers.multi_items())), got.content)


def desk(ledger: Path | str, almanac: Almanac | None = None, today: date = TODAY, **settings: Any) -> FastAPI:
    """Make a desk."""
    told = {"keys": KEYS, "fits": Path(ledger).with_suffix(".fits"), **settings}
    app = create_app(Settings(str(ledger), today=lambda: today, **told))
    app.state.records.close()
    app.state.records = _Unmade()
    if almanac is not None:
        app.state.desk.almanac = almanac
    return app


def _rest(more: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in more.items() if name != "headers"}


class _Unmade:
    """Records that are always being made: when they are done is no matter of the laws."""

    def of(self, view: ChartView) -> Lack:
        """Give none."""
        return Lack.MAKING

    def close(self) -> None:
        """Do nothing."""


class Made(Records):
    """Records that are made while one waits."""

    def of(self, view: ChartView) -> str | Lack:
        """Give the record of a view."""
        super().of(view)
        self.wait()
        return super().of(view)


def cookie_of(app: FastAPI, **watched: str) -> str:
    """Give the cookie of a reader: series, in plain words joined by underscores, and what was watched of them."""
    told = {name.replace("_", " "): Watched.parse(episodes) for name, episodes in watched.items()}
    return str(app.state.signed.write(Progress(told)))
