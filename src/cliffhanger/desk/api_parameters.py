"""What stands behind the question mark of an address of the API: what is misspelled is refused, and never left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError

from cliffhanger.desk.reader import DAY, DAY_TOO


def check(request: Request) -> None:
    """Refuse parameters that an address does not take, and those that are given twice.

    An address that takes none cannot be asked amiss.

    Raises:
        RequestValidationError: there are some; it names what the address takes, and what may have been meant.
    """
    known = [*_declared(request.scope["route"].dependant)]
    given = Counter(DAY if name == DAY_TOO else name for name, _ in request.query_params.multi_items())
    wrong = [_wrong(name, _not_taken(name, known)) for name in given if known and name not in known]
    wrong += [_wrong(name, "it is given more than once") for name in known if given[name] > 1]
    if wrong:
        raise RequestValidationError(wrong)


def _declared(dependant: Any) -> Iterator[str]:
    for below in dependant.dependencies:
        yield from _declared(below)
    yield from (one.alias for one in dependant.query_params)


def _wrong(name: str, why: str) -> dict[str, Any]:
    return {"loc": ("query", name), "msg": why}


def _not_taken(name: str, known: list[str]) -> str:
    from rapidfuzz import fuzz, process

    near = process.extractOne(name.lower(), known, scorer=fuzz.ratio, score_cutoff=65)
    meant = f"did you mean {near[0]!r}? " if near else ""
    return f"there is no such parameter here; {meant}This address takes {', '.join(known)}"
