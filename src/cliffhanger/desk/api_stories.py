"""Questions to a story, for programs: the recap, suspects, twists, threads, timeline, who knows what, the ending."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Response

from cliffhanger.answer import Answer
from cliffhanger.brief import explain as ending
from cliffhanger.brief import knows as knowledge
from cliffhanger.brief import previously as recap
from cliffhanger.brief import suspects as suspicion
from cliffhanger.brief import threads as questions
from cliffhanger.brief import timeline as order_of
from cliffhanger.brief import twists as turns
from cliffhanger.brief.values import answer_as_data
from cliffhanger.desk.addresses import title_of
from cliffhanger.desk.api import Slug
from cliffhanger.desk.api_parameters import check
from cliffhanger.desk.api_problems import PREFIX, RESPONSES
from cliffhanger.desk.shapes import answer_of
from cliffhanger.desk.standpoint import HavingWatched, Standpoint

router = APIRouter(
    prefix=f"{PREFIX}/series/{{slug}}", responses=RESPONSES, tags=["stories"], dependencies=[Depends(check)]
)

Order = Annotated[
    Literal["fabula", "syuzhet"], Query(description="As it happens (`fabula`), or as it is told (`syuzhet`).")
]
Person = Annotated[str, Query(description="Somebody in the story, by any name or a part of one.")]


@router.get("/previously", response_model=answer_of(recap.Previously))
def previously(here: HavingWatched, slug: Slug) -> Response:
    """Recap what has been watched: in short and in full, who is who, what is open."""
    return _told(here, recap.previously(title_of(slug), here.desk.almanac, here.vantage))


@router.get("/suspects", response_model=answer_of(suspicion.Suspects))
def suspects(here: HavingWatched, slug: Slug) -> Response:
    """Tell who is suspected, after each episode, and what moved it."""
    return _told(here, suspicion.suspects(title_of(slug), here.desk.almanac, here.vantage))


@router.get("/twists", response_model=answer_of(turns.Twists))
def twists(here: HavingWatched, slug: Slug) -> Response:
    """Tell what was believed and was not so."""
    return _told(here, turns.twists(title_of(slug), here.desk.almanac, here.vantage))


@router.get("/threads", response_model=answer_of(questions.Threads))
def threads(here: HavingWatched, slug: Slug) -> Response:
    """Tell which questions are open, and which are answered."""
    return _told(here, questions.threads(title_of(slug), here.desk.almanac, here.vantage))


@router.get("/timeline", response_model=answer_of(order_of.Timeline))
def timeline(here: HavingWatched, slug: Slug, order: Order = "fabula") -> Response:
    """Put in order what has been told."""
    return _told(here, order_of.timeline(title_of(slug), here.desk.almanac, here.vantage, order))


@router.get("/knows", response_model=answer_of(knowledge.Knows))
def knows(here: HavingWatched, slug: Slug, person: Person) -> Response:
    """Tell what somebody knows or believes, and since when."""
    return _told(here, knowledge.knows(title_of(slug), person, here.desk.almanac, here.vantage))


@router.get("/explain", response_model=answer_of(ending.Explained))
def explain(here: HavingWatched, slug: Slug) -> Response:
    """Explain the ending, or what is known so far."""
    return _told(here, ending.explain(title_of(slug), here.desk.almanac, here.vantage))


def _told(here: Standpoint, answer: Answer[Any]) -> Response:
    return here.give(answer_as_data(answer))
