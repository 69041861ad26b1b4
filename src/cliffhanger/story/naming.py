"""Who is named in a sentence, as far as the visible names of visible persons tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from cliffhanger.story.people import Cast

_JOINTS = (", and ", " and ", ", ")
_ARTICLES = frozenset({"a", "an", "the"})
_RANKS = """
captain colonel doctor dr dr. inspector lady lord miss mr mr. mrs mrs. ms ms. professor saint sergeant sir st st.
superintendent
"""
_TITLES = frozenset(_RANKS.split())
"""Words of names that many share, and that name nobody alone."""


class Naming:
    """The persons of a cast by whole names, and by each word of a name that belongs to one person only."""

    def __init__(self, cast: Cast) -> None:
        self._first: dict[str, str] = {}
        words: dict[str, set[str]] = defaultdict(set)
        for first, person in cast.by_first.items():
            for name in (person.name, *person.aliases):
                self._first.setdefault(name, first)
                for word in name.split():
                    if not word.islower() and word.lower() not in _TITLES | _ARTICLES:
                        words[word].add(first)
        for word, firsts in words.items():
            if len(firsts) == 1:
                self._first.setdefault(word, *firsts)
        self._longest = sorted(self._first, key=lambda name: (-len(name), name))

    def beginning(self, sentence: str) -> Iterator[str]:
        """Give the persons with whom a sentence begins, one or several joined by commas and "and"."""
        rest = _untitled(sentence)
        while name := next((one for one in self._longest if _begins(rest, one)), None):
            yield self._first[name]
            rest = rest[len(name) :]
            joint = next((one for one in _JOINTS if rest.startswith(one)), None)
            if joint is None:
                return
            rest = _untitled(rest[len(joint) :])

    def foremost(self, sentence: str) -> str | None:
        """Give the person whom a sentence names first, be it in "Ben's brother"; None where it names nobody."""
        found = ((at, name) for name in self._longest if (at := _find(sentence, name)) >= 0)
        at, name = min(found, key=lambda one: (one[0], -len(one[1])), default=(-1, ""))
        return self._first[name] if at >= 0 else None


def _untitled(text: str) -> str:
    """Drop a title before a name, such as "Sir"; a name that has it as its own is found without it as well."""
    first, _, rest = text.partition(" ")
    return rest if rest and first.lower() in _TITLES else text


def _begins(text: str, name: str) -> bool:
    after = text[len(name) : len(name) + 1]
    return text.startswith(name) and not after.isalnum() and after not in ("'", "’", "-")


def _find(text: str, name: str) -> int:
    """Give the place of a name that stands in a text as words of its own, or -1."""
    at = text.find(name)
    while at >= 0:
        before, after = text[at - 1 : at] if at else "", text[at + len(name) : at + len(name) + 1]
        if not before.isalnum() and not after.isalnum():
            return at
        at = text.find(name, at + 1)
    return -1
