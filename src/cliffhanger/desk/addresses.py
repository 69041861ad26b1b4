"""Addresses of series: the title in plain words, joined by hyphens."""

from __future__ import annotations

from urllib.parse import quote

from cliffhanger.charts.titles import plain


def slug_of(title: str) -> str:
    """Write a title as a part of an address; empty where it has no letter and no figure."""
    return plain(title).replace(" ", "-")


def title_of(slug: str) -> str:
    """Read words of a title from a part of an address."""
    return slug.replace("-", " ")


def series_path(title: str) -> str:
    """Give the path of a series."""
    return f"/series/{quote(slug_of(title), safe='')}"
