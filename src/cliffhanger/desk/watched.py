"""What a reader has watched: kept in a signed cookie of the reader's own, by series."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from itsdangerous import BadData, URLSafeSerializer

from cliffhanger.charts.titles import plain
from cliffhanger.errors import BadForm, BadWatched
from cliffhanger.vantage import Watched

COOKIE: Final = "watched"
MOST: Final = 60
"""Series that a cookie holds: with more, those changed longest ago are forgotten."""

LONGEST: Final = 3800
"""Bytes that a browser keeps of a cookie for sure."""


@dataclass(frozen=True)
class Progress:
    """What has been watched, by the plain title of the series; the series changed last stands last."""

    by_series: Mapping[str, Watched] = field(default_factory=dict)

    def of(self, title: str) -> Watched:
        """Tell what has been watched of a series."""
        return self.by_series.get(plain(title), Watched())

    def with_series(self, title: str, watched: Watched) -> Progress:
        """Give the progress with another for one series; nothing watched forgets it."""
        kept = {name: told for name, told in self.by_series.items() if name != plain(title)}
        if watched != Watched():
            kept[plain(title)] = watched
        return Progress(dict(list(kept.items())[-MOST:]))

    def without_series(self, title: str) -> Progress:
        """Give the progress without a series."""
        return self.with_series(title, Watched())

    def as_text(self) -> str:
        """Write it down as JSON: series and episodes, as `--watched` takes them."""
        return json.dumps({name: str(told) for name, told in self.by_series.items()}, ensure_ascii=False)

    @classmethod
    def of_text(cls, text: str) -> Progress:
        """Read what `as_text` gives.

        Raises:
            ValueError, BadWatched: it is no such text.
        """
        told = json.loads(text)
        if not isinstance(told, dict) or not all(isinstance(one, str) for one in told.values()):
            raise ValueError("progress is a mapping of titles to episodes")
        named = {plain(str(name)): Watched.parse(one) for name, one in told.items()}
        return cls(dict(list(named.items())[-MOST:]))


class Signed:
    """Signs what readers keep with the newest key, and reads what any of the keys has signed."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        self._keys = [*reversed(keys)]
        self._serializer = self._of(COOKIE)

    def _of(self, salt: str) -> URLSafeSerializer:
        return URLSafeSerializer(self._keys, salt=salt)

    def write(self, progress: Progress) -> str:
        """Give the value of the cookie; series changed longest ago are left out while it is too long."""
        kept = progress
        while len(told := self._serializer.dumps(kept.as_text())) > LONGEST:
            kept = Progress(dict(list(kept.by_series.items())[1:]))
        return str(told)

    def read(self, told: str | None) -> Progress:
        """Read a cookie; one that nobody here signed is as good as none."""
        try:
            return Progress.of_text(self._serializer.loads(told)) if told else Progress()
        except (BadData, BadWatched, ValueError, TypeError):
            return Progress()

    def seal(self, form: str, told: Any) -> str:
        """Write down what a form carries from one page to the next."""
        return str(self._of(form).dumps(told))

    def unseal(self, form: str, sealed: str) -> Any:
        """Read what a form carries.

        Raises:
            BadForm: nobody here wrote it into such a form.
        """
        try:
            return self._of(form).loads(sealed)
        except BadData:
            raise BadForm from None
