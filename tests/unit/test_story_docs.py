"""What the documents tell of story files is so."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from cliffhanger.story import Story, kept
from cliffhanger.vantage import Vantage, Watched

DOCS = Path(__file__).parents[2] / "docs"


def example() -> Story:
    """Give the story that the format's document tells."""
    text = (DOCS / "story-format.md").read_text(encoding="utf-8")
    return Story.parse(re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)[0], "story-format.md")


def test_the_example_is_a_story_with_a_twist() -> None:
    """The story in the document loads, and shows what the text around it says."""
    view = example().at(Vantage(date(2026, 2, 1), Watched.parse("S1E1")))
    assert view is not None
    assert [thread.answer for thread in view.threads] == ["An accident"]
    view = example().at(Vantage(date(2026, 2, 1), Watched.parse("all")))
    assert view is not None
    assert [twist.believed.says for twist in view.twists] == ["Uncle Tom slips and falls from the roof"]
    assert view.ending is not None
    assert [(one.asks, one.answer) for one in view.ending.truth] == [("Who killed Uncle Tom?", "Cleo")]


def test_the_document_has_every_key() -> None:
    """No key of the schema goes without a word."""
    text = (DOCS / "story-format.md").read_text(encoding="utf-8")
    schema = Story.schema()
    models = [schema, *schema["$defs"].values()]
    keys = {key for model in models for key in model.get("properties", {})}
    assert [key for key in sorted(keys) if not re.search(rf"`{key}`|\b{key}:", text)] == []


def test_the_documents_name_where_stories_are_kept() -> None:
    """The folder and the variable that the page on spoilers names are those that are used."""
    text = (DOCS / "concepts" / "spoilers.md").read_text(encoding="utf-8")
    assert f"`{kept.CACHE}=none`" in text
    assert f"`{kept.CACHE}`" in text
    assert kept.MOST_KEPT == 50
    assert "At most fifty stories" in text
