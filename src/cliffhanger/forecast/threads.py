"""One thread: sums of a matrix product come out the same to the last bit, whatever else the machine does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def one_thread() -> Iterator[None]:
    """Keep the libraries of linear algebra to one thread, for a fit or a forecast."""
    import scipy.optimize  # noqa: F401 - brings a library of its own, which has to be there to be held back
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        yield
