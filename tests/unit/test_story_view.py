"""What a view of a story answers: who is who, the recap, threads, twists and the ending, at several vantages."""

from __future__ import annotations

import time
from datetime import date
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cliffhanger.story import Story, StoryView
from cliffhanger.story.standing import not_standing
from cliffhanger.vantage import Episode, Vantage, Watched

HOUSE = """\
format_version: 1
title: The House on the Hill
also_known_as: Hill House
platform: Somewhere
format: limited series
announced: {1: 2026-01-01, 2: 2026-03-01}
released: {S1E1: 2026-01-08, S1E2: 2026-01-08, S1E3: 2026-01-15, S2E1: 2026-04-01}
episodes: {1: 3, 2: 1}
based_on: {title: Hill House, author: A. Writer, form: novel, sequel: none}
watch: https://example.org/hill
people: {ada: {}, ben: {}, cleo: {}, stranger: {}, mother: {}}
sources:
  PAGE: {name: A page}
  LATE: {name: A later page, day: 2026-01-20}
moments: [[boat, fire], feast, morning]
threads:
  killer: {asks: Who killed Uncle Tom?}
  letter: {asks: Who wrote the letter?}
  key: {asks: What does the key open?}
premise:
  - introduces: {ada: {name: Ada Hill, role: heir to the house, played_by: A. Actor}}
  - says: Ada comes home to bury her uncle
    about: ada
  - {says: A second trailer shows a stranger, known: 2026-01-05}
reveals:
  S1E1:
    - introduces: {ben: {name: Ben, role: the gardener}}
    - id: accident
      says: Uncle Tom falls from the roof
      place_in_episode: late
      about: [ben, ada]
      opens: killer
      answers: {killer: An accident}
      when: morning
      believed_by: [ben, cleo, the village]
    - says: Ben says no, 12:30 was too late for a walk
      told_by: ben
      weighs: {killer: {ben: 4, An accident: -2}}
      sources: [PAGE, LATE, a free text]
      confidence: disputed
      disputed: Ben says 13:30
  S1E2:
    - introduces: {cleo: {name: Cleo, played_by: B. Actor}}
      opens: letter
    - introduces: {stranger: {name: The stranger, role: a guest}}
    - id: ben-did-it
      says: Ben pushed him
      overturns: accident
      answers: {killer: ben}
      rewords: {killer: Why did Ben kill Uncle Tom?}
      relation: {of: ben, to: ada, is: half-brother}
      planted_by: cleo
    - says: There is a key
      opens: key
      when: boat
  S1E3:
    - says: Cleo pushed him, not Ben
      overturns: ben-did-it
      answers: {killer: cleo}
      rewords: {killer: Who killed Uncle Tom and the cat?}
      because: she wanted the house
      how: she loosened a tile
      deceives: Cleo fools the village
      planted_by: cleo
      alias: {cleo: Mrs Brown}
    - introduces: {mother: {name: Mary Hill, role: Ada's mother, played_by: C. Actor}}
      says: The stranger is Ada's mother
      same_person: [stranger, mother]
      relation: {of: ada, to: mother, is: daughter}
    - says: Ada closes the door
      about: [mother, ada]
      when: feast
  S2E1:
    - says: The house has burned down
facts:
  - {says: A later fact, known: 2026-01-14}
  - {says: An early fact, known: 2025-06-01, told_by: The maker, sources: PAGE}
  - {says: The maker explains the tile, known: 2026-01-10, reveals: S1E3}
adaptation:
  - {says: The novel has a dog, compares: differs, reveals: premise}
  - {says: 'In the novel it is Cleo, too', compares: same, reveals: S1E3}
"""

ONE, TWO, THREE = (Episode(1, number) for number in (1, 2, 3))


def view(watched: str, as_of: str = "2026-02-01", story: str = HOUSE) -> StoryView:
    """Look at a story."""
    found = Story.parse(story).at(Vantage(date.fromisoformat(as_of), Watched.parse(watched)))
    assert found is not None
    return found


def says(seen: StoryView) -> list[str]:
    """Give all sentences of the recap."""
    return [claim.says for told in seen.recap() for claim in told.claims]


def test_a_series_does_not_exist_before_its_announcement() -> None:
    """Whatever has been watched, there is no view."""
    assert Story.parse(HOUSE).at(Vantage(date(2025, 12, 31), Watched.parse("all"))) is None


def test_what_is_public_from_the_announcement() -> None:
    """The frame of the series is there before any episode, its release included though it lies ahead."""
    seen = view("none", "2026-01-01")
    assert (seen.title, seen.slug, seen.platform) == ("The House on the Hill", "the-house-on-the-hill", "Somewhere")
    assert (seen.format, seen.also_known_as) == ("limited series", ("Hill House",))
    assert (seen.announced, seen.released, seen.episodes) == (date(2026, 1, 1), date(2026, 1, 8), {1: 3})
    assert seen.based_on is not None
    assert seen.based_on.author == "A. Writer"
    assert seen.watch == "https://example.org/hill"
    assert [claim.says for claim in seen.premise] == ["Ada comes home to bury her uncle"]


def test_where_to_watch_is_known_from_its_day() -> None:
    """A place that came later than the series is not named before its day."""
    story = HOUSE.replace("watch: https://example.org/hill", "watch: {name: The Archive, day: 2026-01-20}")
    assert view("all", "2026-01-19", story).watch == ""
    assert view("all", "2026-01-20", story).watch == "The Archive"


@pytest.mark.parametrize(("watched", "finished"), [("S2E1-S2E1", False), ("S1E1,S1E3,S2E1", False), ("all", True)])
def test_only_who_has_seen_all_seasons_has_finished(watched: str, finished: bool) -> None:
    """Who has seen the last season alone is told of no ending, and of no closure."""
    seen = view(watched, "2026-05-01")
    assert (seen.finished, seen.ending is not None, seen.closure is not None) == (finished,) * 3


def test_a_view_of_nothing_watched_shows_no_gaps() -> None:
    """Nothing is there that could tell of what is hidden."""
    seen = view("none")
    empty = [seen.recap(), seen.threads, seen.twists, seen.moments, seen.relations, seen.watched_through]
    assert empty == [()] * 6
    assert seen.ending is None
    assert [person.name for person in seen.people] == ["Ada Hill"]
    assert [note.says for note in seen.adaptation] == ["The novel has a dog"]


def test_a_later_season_does_not_exist_before_its_day() -> None:
    """Seasons have days of their own, and the last one known decides what is finished."""
    assert view("all", "2026-02-28").finished
    seen = view("all", "2026-03-01")
    assert (seen.episodes, seen.finished) == ({1: 3, 2: 1}, False)
    assert view("all", "2026-04-01").finished


@pytest.mark.parametrize(
    ("as_of", "out", "complete"),
    [
        ("2026-01-01", 0, date(2026, 1, 15)),
        ("2026-01-08", 2, date(2026, 1, 15)),
        ("2026-03-01", 3, date(2026, 4, 1)),
        ("2026-04-01", 4, date(2026, 4, 1)),
    ],
)
@pytest.mark.parametrize("watched", ["none", "all"])
def test_how_much_is_out_is_public(watched: str, as_of: str, out: int, complete: date) -> None:
    """How many episodes are out, and when the last of the announced seasons will be, is told whatever was watched."""
    seen = view(watched, as_of)
    assert (seen.out, seen.complete) == (out, complete)


def test_a_season_with_a_day_missing_is_not_known_to_be_complete() -> None:
    """Where one episode has no day of release, nobody knows when all are out."""
    seen = view("all", story=HOUSE.replace(", S1E3: 2026-01-15", ""))
    assert (seen.out, seen.complete) == (2, None)


def test_an_episode_counts_once_watched_and_released() -> None:
    """An episode that is not out counts as not watched; one that does not exist never does."""
    assert view("all", "2026-01-14").watched_through == (ONE, TWO)
    assert view("S1E2-S1E9").watched_through == (TWO, THREE)


def test_a_story_without_days_of_release_shows_its_premise_only() -> None:
    """Who knows no release knows of no episode that is out."""
    bare = "\n".join(line for line in HOUSE.splitlines() if not line.startswith("released"))
    assert view("all", story=bare).recap() == ()
    assert view("all", story=bare).released is None


def test_the_recap_follows_the_telling() -> None:
    """Claims come by episode, in the order written; those that say nothing have no number."""
    seen = view("S1E2")
    assert [told.episode for told in seen.recap()] == [ONE, TWO]
    assert [(c.says, c.number) for c in seen.recap()[1].claims] == [("Ben pushed him", 1), ("There is a key", 2)]


def test_a_claim_has_everything_that_is_tied_to_it() -> None:
    """Names are those of visible people; of a source that is not out yet, nothing is told."""
    accident, walk = view("S1E1", "2026-01-19").recap()[0].claims
    assert accident.about == ("Ada Hill", "Ben")
    assert accident.believed_by == ("Ben", "the village")
    assert (accident.when, accident.place_in_episode, accident.known_from) == ("morning", "late", date(2026, 1, 8))
    assert (walk.told_by, walk.confidence, walk.disputed) == ("Ben", "disputed", ("Ben says 13:30",))
    assert walk.says == "Ben says no, 12:30 was too late for a walk"
    assert walk.sources == ("A page", "a free text")
    assert "A later page" in view("S1E1", "2026-01-20").recap()[0].claims[1].sources


def test_a_source_without_a_day_is_not_named_with_a_note_before_the_release() -> None:
    """Who compares the series with its book has seen it; claims and facts cite such pages from their own days."""
    note = "{says: The novel has a dog, compares: differs, reveals: premise"
    story = HOUSE.replace(note, f"{note}, sources: [PAGE, LATE, a review]")
    assert [view("none", day, story).adaptation[0].sources for day in ("2026-01-07", "2026-01-08", "2026-01-20")] == [
        (),
        ("A page", "a review"),
        ("A page", "a review", "A later page"),
    ]
    assert view("none", "2026-01-01").facts[0].sources == ("A page",)


def test_hearsay_stays_hearsay_where_the_teller_is_hidden() -> None:
    """The word of somebody whom the reader has not met is still not the story's own."""
    story = HOUSE.replace("told_by: ben", "told_by: cleo")
    assert view("S1E1", story=story).recap()[0].claims[1].told_by == "someone"
    assert view("S1E2", story=story).recap()[0].claims[1].told_by == "Cleo"


def test_people_come_in_order_of_introduction() -> None:
    """Somebody is there once a visible claim introduces them, with the names and ties that are visible."""
    ada, ben, cleo, _ = view("S1E2").people
    assert (ada.key, ada.name, ada.role, ada.known_since) == ("ada-hill", "Ada Hill", "heir to the house", None)
    assert (ben.name, ben.known_since, cleo.aliases) == ("Ben", ONE, ())
    assert [str(tie) for tie in ben.relations] == ["Ben is half-brother of Ada Hill"]
    assert view("S1E3").people[2].aliases == ("Mrs Brown",)


def test_two_who_are_one_are_joined() -> None:
    """The name revealed later comes first; ties and mentions follow."""
    seen = view("S1E3")
    mother = seen.people[3]
    assert (mother.name, mother.aliases, mother.known_since) == ("Mary Hill", ("The stranger",), TWO)
    assert (mother.role, mother.played_by) == ("Ada's mother; a guest", "C. Actor")
    assert [str(tie) for tie in mother.relations] == ["Ada Hill is daughter of Mary Hill"]
    assert seen.recap()[2].claims[2].about == ("Ada Hill", "Mary Hill")
    assert "Mary Hill" not in repr(view("S1E2").people)


def test_who_sees_only_the_later_end_is_told_the_truth_plainly() -> None:
    """A gap in what was watched leaves no twist behind, and no half of a tie."""
    seen = view("S1E3-S1E3")
    assert seen.twists == ()
    assert says(seen) == ["Cleo pushed him, not Ben", "The stranger is Ada's mother", "Ada closes the door"]
    assert all(claim.stands for claim in seen.recap()[0].claims)
    assert seen.threads == ()
    assert [person.name for person in seen.people] == ["Ada Hill", "Mary Hill"]


@pytest.mark.parametrize(
    ("watched", "asks", "answer"),
    [
        ("S1E1", "Who killed Uncle Tom?", "An accident"),
        ("S1E2", "Why did Ben kill Uncle Tom?", "Ben"),
        ("S1E3", "Who killed Uncle Tom and the cat?", "Cleo"),
        ("S1E1,S1E3", "Who killed Uncle Tom and the cat?", "An accident"),
    ],
)
def test_a_thread_has_the_wording_and_the_answer_that_stand(watched: str, asks: str, answer: str) -> None:
    """Only standing claims answer and reword; an answer whose person is hidden is not given."""
    thread = view(watched).threads[0]
    state = "told" if answer == "An accident" else "answered"
    assert (thread.asks, thread.opened, thread.state, thread.answer) == (asks, ONE, state, answer)


def test_threads_are_open_until_answered() -> None:
    """Threads come in order of opening, each with the weights of its visible answers."""
    killer, letter, key = view("S1E3").threads
    assert (killer.answered_in, letter.state, letter.answer, key.opened) == (THREE, "open", None, TWO)
    assert [(weight.answer, weight.decibans) for weight in killer.weights] == [("Ben", 4), ("An accident", -2)]


def test_twists_come_in_order_of_reveal_and_only_if_they_hold() -> None:
    """A truth that was overturned itself makes no twist."""
    assert [twist.truth.says for twist in view("S1E2").twists] == ["Ben pushed him"]
    (twist,) = view("S1E3").twists
    assert (twist.believed.says, twist.truth.says) == ("Ben pushed him", "Cleo pushed him, not Ben")


def test_the_ending_is_explained_to_who_has_seen_it() -> None:
    """What seemed, what was true, why, how, what was planted, what stays open, and how it closes."""
    assert view("S1E2").ending is None
    ending = view("S1E3").ending
    assert ending is not None
    assert [(one.answer, one.claim.planted_by) for one in ending.seemed] == [("Ben", "Cleo")]
    (truth,) = ending.truth
    assert (truth.asks, truth.answer) == ("Who killed Uncle Tom and the cat?", "Cleo")
    assert (truth.claim.because, truth.claim.how) == ("she wanted the house", "she loosened a tile")
    assert (ending.because, ending.hidden) == ((), ())
    assert [thread.asks for thread in ending.left_open] == ["Who wrote the letter?", "What does the key open?"]
    assert [note.says for note in ending.adaptation] == ["The novel has a dog", "In the novel it is Cleo, too"]
    assert [claim.says for claim in ending.closing] == ["The stranger is Ada's mother", "Ada closes the door"]
    assert ending.twists == view("S1E3").twists


def test_facts_come_by_their_day() -> None:
    """A fact that spoils an episode waits for it."""
    facts = view("S1E2", "2026-01-14").facts
    assert [fact.says for fact in facts] == ["An early fact", "A later fact"]
    assert (facts[0].told_by, facts[0].sources, facts[0].known) == ("The maker", ("A page",), date(2025, 6, 1))
    assert [fact.says for fact in view("all", "2026-01-20").facts][1] == "The maker explains the tile"


def crowded(lines: int) -> str:
    """Give a story with somebody who enters in 24 episodes, a question opened in 24 others, and lines that tie both."""
    told = [f"  S1E{n}: [{{introduces: {{ada: {{name: Ada}}}}}}]" for n in range(1, 25)]
    told += [f"  S1E{n}: [{{says: It is asked again, opens: killer}}]" for n in range(25, 49)]
    told += [f"  S1E{49 + n}: [{{says: Ada was there, weighs: {{killer: {{ada: 1}}}}}}]" for n in range(lines)]
    head = HOUSE.partition("announced")[0] + "announced: 2026-01-01\nreleased: 2026-01-01\nepisodes: {1: 9000}\n"
    return "\n".join([head, "people: {ada: {}}", "threads: {killer: {asks: Who?}}", "reveals:", *told]) + "\n"


def test_any_of_many_entries_brings_a_tie_into_view() -> None:
    """A tie needs one introduction and one opening, whichever was watched; a file full of such ties loads at once."""
    before = time.process_time()
    story = Story.parse(crowded(40))
    assert time.process_time() - before < 2
    for watched, weights in (("S1E7,S1E31,S1E60", [1]), ("S1E24,S1E48-S1E50", [1, 1]), ("S1E31,S1E60", [])):
        seen = story.at(Vantage(date(2026, 2, 1), Watched.parse(watched)))
        assert seen is not None
        assert [weight.decibans for weight in seen.threads[0].weights] == weights


def test_moments_are_those_that_claims_name_in_story_order() -> None:
    """Hidden moments leave no place empty."""
    assert view("S1E1").moments == (("morning",),)
    assert view("S1E3").moments == (("boat",), ("feast",), ("morning",))


def test_premises_have_days_of_their_own() -> None:
    """A second trailer is public from its day."""
    assert [claim.number for claim in view("none", "2026-01-05").premise] == [1, 2]


def test_the_digest_follows_what_is_shown() -> None:
    """Ids and hidden things have no part in it; visible words have."""
    for watched in ("none", "S1E1", "S1E2"):
        assert view(watched).digest == view(watched, story=HOUSE.replace("ben-did-it", "x")).digest
        assert view(watched).digest == view(watched, story=HOUSE.replace("Cleo pushed", "Ada pushed")).digest
    assert view("S1E3").digest != view("S1E3", story=HOUSE.replace("Cleo pushed", "Ada pushed")).digest
    assert len({view(watched).digest for watched in ("none", "S1E1", "S1E2", "S1E3")}) == 4


def test_views_are_values() -> None:
    """Equal views are equal, and neither a story nor a view tells more when printed."""
    assert view("S1E1") == view("S1E1")
    assert repr(Story.parse(HOUSE)) == "Story()"
    assert repr(view("all")) == "StoryView('The House on the Hill', as of 2026-02-01, watched all)"


@pytest.mark.parametrize(
    ("overturns", "fallen"),
    [
        ([], ""),
        (["ba"], "a"),
        (["ba", "cb"], "b"),
        (["ba", "cb", "dc"], "ac"),
        (["ab", "ba"], "ab"),
        (["ab", "bc", "ca"], "abc"),
        (["ab", "ba", "bc"], "abc"),
        (["ab", "ba", "ca"], "a"),
        (["ba", "ca", "dc"], "ac"),
        (["aa"], "a"),
        (["ba", "cb", "db", "ec"], "bc"),
    ],
)
def test_a_claim_stands_unless_one_that_stands_overturns_it(overturns: list[str], fallen: str) -> None:
    """Chains reinstate, cycles hold each other down, and so does what hangs on a cycle, unless settled from outside."""
    for order in permutations(overturns):
        assert not_standing((pair[0], pair[1]) for pair in order) == set(fallen)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=12))
def test_standing_is_the_least_fixed_point(overturns: list[tuple[int, int]]) -> None:
    """The claims that stand are those that the defining function gives, from nothing upwards."""
    claims = set(range(7))
    stands: set[int] = set()
    while True:
        beaten = {believed for truth, believed in overturns if truth in stands}
        defended = {one for one in claims if all(t in beaten for t, believed in overturns if believed == one)}
        if defended == stands:
            break
        stands = defended
    assert claims - stands == not_standing(overturns)
