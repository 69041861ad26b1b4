"""A ledger is the same on SQLite and on PostgreSQL: what it keeps, what it shows, and what it says when it cannot."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from sqlalchemy import create_engine, delete, select, text

from cliffhanger.charts import engines
from cliffhanger.charts.engines import parsed
from cliffhanger.charts.ledger import Ledger
from cliffhanger.charts.schema import METADATA, archives, editions, ledger
from cliffhanger.errors import LedgerDamaged, LedgerUnusable
from cliffhanger.vantage import Vantage
from editions import FILMS, SUNDAY, TV, Line, download, report, sundays, table, take, week_list
from feeds import Issue, arrivals, empty_ledger, histories, law, rivals, vantages
from postgresql import PASSWORD, USER, Server
from shell import ask

pytestmark = pytest.mark.xdist_group("postgresql")

ALWAYS = Vantage(date(2030, 1, 1))
EDITION = download(table(week_list(SUNDAY)), date(2026, 1, 6))
RELEASES = b"title,season,date,episodes,staggered,known\nShow 1,1,2026-01-01,6,no,2026-01-01\nAbsent,,2026-02-01,,,\n"
OUTCOMES = b"title,season,fate,date,source,known\nShow 1,1,renewed,2026-02-03,The Paper,\n"
DECIDES_NOTHING = {"id", "recorded_at"}
QUESTIONS: Sequence[Callable[[Any], Any]] = (
    lambda view: view.editions,
    lambda view: view.digest,
    lambda view: view.rows(),
    lambda view: view.rows(country="US"),
    lambda view: view.rows(titles=["Show 1"], weeks=[SUNDAY]),
    lambda view: view.history(),
    lambda view: view.history("", "TV"),
    lambda view: view.shows(),
    lambda view: view.seasons(),
    lambda view: view.countries(),
    lambda view: view.launches(),
    lambda view: [tuple(row) for row in view.popular()],
    lambda view: [tuple(row) for row in view.engagement()],
    lambda view: view.released(),
    lambda view: view.releases(),
    lambda view: view.outcomes(),
)


def kept(store: Ledger) -> list[Any]:
    """Read all that decides anything."""
    found = []
    with store._engine.connect() as connection:
        for source in METADATA.sorted_tables:
            columns = [column for column in source.columns if column.name not in DECIDES_NOTHING]
            found.append(sorted((tuple(row) for row in connection.execute(select(*columns))), key=repr))
    return found


def emptied(address: str) -> Ledger:
    """Open a ledger to be written, and take all out of it."""
    store = Ledger.open(address, create=True)
    with store._writing() as connection:
        for source in METADATA.sorted_tables:
            if source is not ledger:
                connection.execute(delete(source))
    return store


def answers(store: Ledger, vantage: Vantage = ALWAYS) -> list[Any]:
    """Ask a view all that can be asked."""
    with store.as_of(vantage) as view:
        return [ask(view) for ask in QUESTIONS]


@pytest.fixture(scope="module")
def database(server: Server) -> str:
    """Give the address of a database that the laws empty again and again."""
    return server.address()


def test_every_order_of_arrival_ends_as_on_sqlite(database: str) -> None:
    """Shuffled, in several runs, with repeats: on PostgreSQL every table ends as on SQLite from one run in order."""

    @law(25)
    @given(arrivals())
    def holds(case: tuple[list[Issue], list[list[Issue]]]) -> None:
        issues, runs = case
        straight = empty_ledger()
        take(straight, *(issue.download for issue in issues))
        with emptied(database) as there:
            for run in runs:
                take(there, *{issue.download.digest + str(issue.at): issue.download for issue in run}.values())
            assert kept(there) == kept(straight)

    holds()


def test_of_two_downloads_of_one_instant_the_same_one_stands_as_on_sqlite(database: str) -> None:
    """Editions of one feed and instant are told apart by their digests on PostgreSQL, too."""

    @law(15)
    @given(rivals())
    def holds(case: tuple[list[Issue], list[Issue]]) -> None:
        _, arriving = case
        other = empty_ledger()
        with emptied(database) as there:
            for issue in arriving:
                assert take(there, issue.download) == take(other, issue.download)
            assert kept(there) == kept(other)

    holds()


def test_a_view_tells_at_every_vantage_what_it_tells_on_sqlite(database: str) -> None:
    """Whatever is asked, in whatever order it is told: the same answers, and the same digest."""

    @law(15)
    @given(histories(), vantages())
    def holds(issues: list[Issue], vantage: Vantage) -> None:
        other = empty_ledger()
        with emptied(database) as there:
            for store in (there, other):
                take(store, *(issue.download for issue in issues))
            assert answers(there, vantage) == answers(other, vantage)

    holds()


def test_facts_and_reports_are_told_as_on_sqlite(server: Server) -> None:
    """Releases, outcomes and reports stand on PostgreSQL as they do on SQLite, taken in either order."""
    sheets = {"TV": [["Show 1", "Yes", "2026-01-01", 3_000_000_000, "10:00", 1]]}
    told = [
        EDITION,
        download(report(sheets), date(2026, 1, 20), "What_We_Watched.xlsx"),
        download(RELEASES, date(2026, 1, 7), "releases.csv"),
        download(OUTCOMES, date(2026, 2, 4), "outcomes.csv"),
    ]
    other = empty_ledger()
    take(other, *told)
    for order in (told, [told[0], *told[:0:-1]]):
        with Ledger.open(server.address(), create=True) as there:
            for one in order:
                take(there, one)
            assert answers(there) == answers(other)
    assert answers(other)[-2:] != [[], []]


@pytest.mark.parametrize(
    "words",
    [
        ("ingest",),
        ("chart", "--as-of", "2026-01-20"),
        ("run", "Show 2", "--as-of", "2026-01-20", "--format", "json"),
        ("revisions", "--as-of", "2026-01-20", "--format", "csv"),
        ("editions", "--as-of", "2026-01-20"),
        ("search", "show", "--as-of", "2026-01-20"),
    ],
    ids=lambda words: words[0],
)
def test_commands_say_the_same_of_either(words: tuple[str, ...], server: Server, tmp_path: Path) -> None:
    """A command that is given the address of a database says what it says of a file, byte for byte."""
    first, second = sundays(2)
    relabelled = week_list(first)[1]._replace(season="Show 2: Limited Series")
    files = {
        "2026-01-06 all-weeks-global.tsv": table(week_list(first)),
        "2026-01-13 all-weeks-global.tsv": table(
            [*week_list(second), *(relabelled if line.rank == 2 else line for line in week_list(first))]
        ),
        "2026-01-14 all-weeks-global.tsv": b"null",
    }
    folder = tmp_path / "files"
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    said = []
    for address in (str(tmp_path / "ledger.sqlite"), server.address()):
        taken = ask("ingest", folder, "--ledger", address)
        said.append(taken if words == ("ingest",) else ask(*words, "--ledger", address))
    assert said[0] == said[1]
    assert said[0].code == (1 if words == ("ingest",) else 0)
    assert said[0].out


def test_titles_are_ordered_by_their_letters_codes(address: str) -> None:
    """Capitals come before small letters and before accents, whatever the server thinks of languages."""
    names = ["ärger", "Zorn", "anna", "Anna", "a b", "a-b", "ab", "Ärger", "🎬", "zorn"]
    lines = [Line(SUNDAY, TV, rank, name, None if rank % 2 else name) for rank, name in enumerate(names, 1)]
    with Ledger.open(address, create=True) as store:
        take(store, download(table(lines), date(2026, 1, 6)))
        with store.as_of(ALWAYS) as view:
            assert view.shows() == sorted(names)
            assert [show for show, _, _ in view.seasons()] == sorted(names)


def test_a_season_without_a_title_comes_first(address: str) -> None:
    """Of seasons of one show, the one without a title of its own comes before the others."""
    lines = [Line(SUNDAY, TV, 1), Line(SUNDAY, FILMS, 1, season=None), Line(SUNDAY, FILMS, 2, season="")]
    data = table(lines).replace(b"N/A", b"")
    with Ledger.open(address, create=True) as store:
        take(store, download(data, date(2026, 1, 6)))
        with store.as_of(ALWAYS) as view:
            assert [season for _, season, _ in view.seasons()] == [None, "Some Show: Season 1"]


def test_the_largest_figures_are_kept(address: str) -> None:
    """More hours than four bytes can count are kept as they are."""
    line = Line(hours=2**63 - 1, views=2**40, weeks=2**35)
    with Ledger.open(address, create=True) as store:
        (outcome,) = take(store, download(table([line]), date(2026, 1, 6))).outcomes
        assert outcome.rejected is None
        with store.as_of(ALWAYS) as view:
            (row,) = view.rows()
    assert (row.hours, row.views, row.weeks_on_chart) == (2**63 - 1, 2**40, 2**35)


# Reading and writing at once.


def test_a_reader_does_not_wait_for_a_writer(address: str) -> None:
    """While a transaction is open that has changed every row, a reader gets the state before it."""
    with Ledger.open(address, create=True) as store:
        take(store, EDITION)
        with store._writing() as connection:
            connection.execute(delete(METADATA.tables["chart"]))
            with Ledger.open(address) as other, other.as_of(ALWAYS) as view:
                assert len(view.rows()) == 10


@pytest.mark.parametrize("create", [True, False])
def test_a_view_does_not_change_while_an_edition_is_taken(create: bool, address: str) -> None:
    """A view that is open when an edition comes in goes on showing what it showed."""
    with Ledger.open(address, create=True) as store:
        take(store, EDITION)
        with Ledger.open(address, create=create) as other:
            with other.as_of(ALWAYS) as view:
                before = len(view.editions)
                week = sundays(2)[1]
                take(store, download(table([*week_list(week), *week_list(SUNDAY)]), date(2026, 1, 13)))
                assert (len(view.editions), len(view.rows())) == (before, 10)
            with other.as_of(ALWAYS) as view:
                assert len(view.rows()) == 20


def test_ledgers_opened_at_once_are_made_once(address: str) -> None:
    """Several that open a new ledger at the same moment all get it, and it is made once."""
    complaints: list[BaseException] = []
    together = threading.Barrier(4)

    def make() -> None:
        try:
            together.wait()
            Ledger.open(address, create=True).close()
        except BaseException as error:
            complaints.append(error)

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert complaints == []
    with Ledger.open(address) as store, store._engine.connect() as connection:
        assert len(connection.execute(select(ledger)).all()) == 1


def test_reading_makes_nothing(address: str) -> None:
    """Where no ledger is, reading gives an empty one and leaves none."""
    with Ledger.open(address) as store, store.as_of(ALWAYS) as view:
        assert view.rows() == []
    with Ledger.open(address) as store:
        assert store._engine.url.render_as_string() == "sqlite://"


def test_more_views_than_connections_are_told(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that opens more views at once than there are connections is told, and goes on when some are closed."""
    with Ledger.open(address, create=True) as store, contextlib.ExitStack() as views:
        pool: Any = store._engine.pool
        monkeypatch.setattr(pool, "_timeout", 0.01)
        for _ in range(pool.size() + pool._max_overflow):
            views.enter_context(store.as_of(ALWAYS)).rows()
        with pytest.raises(LedgerUnusable, match="too many"):
            store.as_of(ALWAYS)
        views.close()
        with store.as_of(ALWAYS) as view:
            assert view.rows() == []


# What is said of one that is of no use.


def test_a_ledger_opened_to_be_read_cannot_be_written(address: str) -> None:
    """What was opened without `create` refuses to change."""
    with Ledger.open(address, create=True) as store:
        take(store, EDITION)
    with Ledger.open(address) as store, pytest.raises(LedgerUnusable, match="it may only be read"):
        store.keep_archive("x", EDITION.published)


def test_a_writer_that_waits_too_long_is_told(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another program writes for too long, a writer is told to try again, and can."""
    with Ledger.open(address, create=True) as one:
        with monkeypatch.context() as short, Ledger.open(address) as _:
            short.setattr(engines, "BUSY_MS", 10)
            with (
                Ledger.open(address, create=True) as other,
                one._writing(),
                pytest.raises(LedgerUnusable, match="another program is writing"),
            ):
                other.keep_archive("x", EDITION.published)
        with Ledger.open(address, create=True) as other:
            other.keep_archive("x", EDITION.published)


def test_a_ledger_of_another_version_is_refused(address: str) -> None:
    """A ledger that a later program made is not read."""
    with Ledger.open(address, create=True) as store, store._writing() as connection:
        connection.execute(ledger.update().values(version=99))
    for create in (True, False):
        with pytest.raises(LedgerDamaged, match="it is of version 99"):
            Ledger.open(address, create=create)


def test_a_ledger_gets_the_tables_that_it_lacks(address: str) -> None:
    """A ledger of an earlier program is given the tables that came later when it is next written."""
    with Ledger.open(address, create=True) as store:
        take(store, EDITION)
        with store._writing() as connection:
            archives.drop(connection)
    with Ledger.open(address, create=True) as store:
        store.keep_archive("x", EDITION.published)
        assert store.holds_archive("x")


def test_a_view_of_what_is_damaged_says_so(address: str) -> None:
    """A ledger that lost a table is told to be damaged when a view asks, not as a bug of ours."""
    with Ledger.open(address, create=True) as store:
        take(store, EDITION)
        with store._writing() as connection:
            editions.drop(connection)
    with Ledger.open(address) as store, store.as_of(ALWAYS) as view, pytest.raises(LedgerDamaged):
        _ = view.editions


def test_a_user_who_may_only_read_reads(server: Server) -> None:
    """A user of the database with no right but to read sees the ledger, and is told when writing."""
    name = server.database()
    with Ledger.open(server.address(name), create=True) as store:
        take(store, EDITION)
        with store._writing() as connection:
            connection.execute(text("CREATE ROLE guest LOGIN PASSWORD 'guest'"))
            connection.execute(text("GRANT SELECT ON ALL TABLES IN SCHEMA public TO guest"))
    address = server.address(name, "guest").replace(f"//{USER}:", "//guest:")
    with Ledger.open(address) as store, store.as_of(ALWAYS) as view:
        assert len(view.rows()) == 10
    with Ledger.open(address, create=True) as store, pytest.raises(LedgerUnusable, match="permission denied"):
        store.keep_archive("x", EDITION.published)


@pytest.mark.parametrize("create", [True, False])
def test_a_database_of_something_else_is_no_ledger(create: bool, server: Server) -> None:
    """A database with foreign tables is refused, and left alone."""
    address = server.address()
    other = create_engine(parsed(address))
    with other.begin() as connection:
        connection.execute(text("CREATE TABLE notes (text text)"))
    other.dispose()
    with pytest.raises(LedgerDamaged, match="a database of something else"):
        Ledger.open(address, create=create)


def test_a_database_that_cannot_hold_every_letter_is_refused(server: Server) -> None:
    """A database that is not kept in UTF-8 is of no use, and that is said."""
    name = server.database("--encoding=SQL_ASCII", "--locale=C", "--template=template0", "--locale-provider=libc")
    with pytest.raises(LedgerUnusable, match="kept in SQL_ASCII"):
        Ledger.open(server.address(name), create=True)


@pytest.mark.parametrize(
    ("name", "password", "why"),
    [("absent", PASSWORD, 'database "absent" does not exist'), ("postgres", "wr0ng", "password authentication failed")],
)
def test_a_server_that_refuses_is_told(name: str, password: str, why: str, server: Server) -> None:
    """A database that is not there and a password that is wrong are told, and the password is not."""
    with pytest.raises(LedgerUnusable, match=why) as unusable:
        Ledger.open(server.address(name, password))
    assert password not in str(unusable.value)


@pytest.mark.parametrize(
    "address", ["postgresql://me:s3cret@host:port/x", "postgresql://127.0.0.1:1/x?user=me&password=s3cret"]
)
def test_no_message_tells_a_password(address: str) -> None:
    """A password in an address is told by no message, wherever it stands and however odd the address is."""
    with pytest.raises(LedgerUnusable) as unusable:
        Ledger.open(address)
    assert "s3cret" not in str(unusable.value)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_is_reached_by_psycopg_whatever_it_is_called(scheme: str) -> None:
    """The common schemes of PostgreSQL mean the same."""
    assert parsed(f"{scheme}://host/x").drivername == "postgresql+psycopg"


def test_a_ledger_is_there_again_when_its_server_is(server: Server) -> None:
    """A server that went away is told, whether a view or a writer asks; when it is back, the same ledger goes on."""
    with Ledger.open(server.address(), create=True) as store:
        take(store, EDITION)
        with store.as_of(ALWAYS) as view:
            before = view.rows()
            server.stop()
            with pytest.raises(LedgerUnusable):
                view.rows()
        with pytest.raises(LedgerUnusable):
            store.as_of(ALWAYS)
        with pytest.raises(LedgerUnusable):
            store.keep_archive("x", datetime(2026, 1, 6))
        server.start()
        with store.as_of(ALWAYS) as view:
            assert view.rows() == before
        store.keep_archive("x", datetime(2026, 1, 6))
