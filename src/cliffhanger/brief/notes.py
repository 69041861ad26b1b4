"""Numbers footnotes: statements with the same sources share one, in the order in which they are first called for."""

from __future__ import annotations

from cliffhanger.answer import Source
from cliffhanger.brief.wording import day


class Notes:
    """The footnotes of one part of a page, which go on from those of an earlier part; what that has is not given again.

    So the numbers of a part depend on that part and on the one before it, never on one after it. Ask for none of the
    later part's before the earlier one is written.
    """

    def __init__(self, prefix: str = "", earlier: Notes | None = None) -> None:
        self._prefix, self._earlier = prefix, earlier
        self._labels: dict[str, str] = {}
        self._calls: dict[str, int] = {}

    def label(self, sources: tuple[Source, ...]) -> str:
        """Give the label of the note that names some sources, such as `3`."""
        told = written(sources)
        if found := self._earlier and self._earlier.find(told):
            return found
        before = len(self._earlier.all) if self._earlier else 0
        return self._labels.setdefault(told, f"{self._prefix}{before + len(self._labels) + 1}")

    @property
    def is_first(self) -> bool:
        """Tell whether no part comes before this one."""
        return self._earlier is None

    def find(self, told: str) -> str | None:
        """Give the label of a note with these words, if there is one."""
        return self._labels.get(told)

    def is_own(self, label: str) -> bool:
        """Tell whether a label is of this part."""
        return label in self._labels.values()

    def call(self, label: str) -> int:
        """Count the calls for a note: 1 for the first."""
        self._calls[label] = self._calls.get(label, 0) + 1
        return self._calls[label]

    @property
    def all(self) -> list[tuple[str, str]]:
        """List label and words of each note."""
        return [(label, told) for told, label in self._labels.items()]


def written(sources: tuple[Source, ...]) -> str:
    """Write sources as the words of a note: each once, with what it tells and the days from which it was known."""
    days: dict[str, list[str]] = {}
    for source in sources:
        told = f"{source.name}{', ' if source.tells else ''}{source.tells}"
        days.setdefault(told, []).extend([day(source.known_from)] if source.known_from else [])
    note = "; ".join(f"{told} ({', '.join(known)})" if known else told for told, known in days.items())
    return f"{_begun(note)}." if note else ""


def _begun(text: str) -> str:
    """Begin with a capital, unless the first word is an address."""
    return text if "." in text.split()[0].rstrip(".,;") else text[0].upper() + text[1:]
