"""What the complaints of SQLite and PostgreSQL mean for a ledger: it is damaged, or something keeps us from it."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator

from sqlalchemy.exc import DatabaseError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as TooMany

from cliffhanger.errors import CliffhangerError, LedgerDamaged, LedgerUnusable

_IN_USE = "another program is writing to it; try again when that is done"
_FULL = "the disk is full"
_READ_ONLY = "it may only be read"
_RIGHTS = "it cannot be opened; look at the rights of the file and of its folder"
_DAMAGED = frozenset(
    {
        *("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_FORMAT", "SQLITE_ERROR", "SQLITE_MISMATCH"),
        *("XX001", "XX002", "42P01", "42703", "42804"),  # damaged data or index; no such table or column; another type
    }
)
_UNUSABLE = {
    "SQLITE_BUSY": _IN_USE,
    "SQLITE_LOCKED": _IN_USE,
    "SQLITE_FULL": _FULL,
    "SQLITE_IOERR": "the disk cannot be read or written; perhaps it is full",
    "SQLITE_READONLY": _READ_ONLY,
    "SQLITE_CANTOPEN": _RIGHTS,
    "SQLITE_PERM": _RIGHTS,
    "55P03": _IN_USE,
    "53100": _FULL,
    "25006": _READ_ONLY,
}
_OUR_BUGS = frozenset({"22", "23"})
"""Classes of PostgreSQL's errors: a figure that does not fit, a rule of a table that is broken."""


@contextlib.contextmanager
def complaints(name: str) -> Iterator[None]:
    """Tell what is wrong with a ledger from what only keeps us from it.

    Raises:
        LedgerDamaged: it cannot be read.
        LedgerUnusable: there is no way to it, or it is in use.
    """
    try:
        yield
    except NoSuchModuleError:
        raise LedgerUnusable(name, "no kind of database has such an address") from None
    except ImportError as error:
        driver = error.name or "psycopg"
        extra = "; install cliffhanger[postgresql]" if driver == "psycopg" else ""
        raise LedgerUnusable(name, f"the driver {driver} is not installed{extra}") from None
    except OSError as error:
        raise LedgerUnusable(name, str(error.strerror or error)) from error
    except TooMany:
        raise LedgerUnusable(name, "too many look into it at once; try again") from None
    except DatabaseError as error:
        if (meant := meant_by(name, error.orig)) is not None:
            raise meant from error
        raise


def meant_by(name: str, error: BaseException | None) -> CliffhangerError | None:
    """Give the error that a complaint of a database means; None where it is a bug of ours."""
    said = str(error).partition("\n")[0].removeprefix("connection failed: ").removeprefix("connection is bad: ")
    if isinstance(error, sqlite3.Error):
        code = "_".join(getattr(error, "sqlite_errorname", "").split("_")[:2])
        may_be_ours = True
    else:
        code = getattr(error, "sqlstate", None) or ""
        may_be_ours = code[:2] in _OUR_BUGS
    if code in _DAMAGED:
        return LedgerDamaged(name, said)
    if code in _UNUSABLE or not may_be_ours:
        return LedgerUnusable(name, _UNUSABLE.get(code, said))
    return None
