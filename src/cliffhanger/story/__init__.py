"""The story half: from a story file to what may be known of it at a vantage."""

from cliffhanger.story.gate import Story
from cliffhanger.story.view import StoryView

__all__ = ["Story", "StoryView"]
