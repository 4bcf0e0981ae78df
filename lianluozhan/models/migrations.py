"""Every change of the database schema, oldest first. Append; never edit.

A step is written in the SQL of its day. It must not import a record class: the class will change, and the step
must still do what it did on the day it was written.
"""

from sqlite_utils import Database, Migrations

from . import schema_2026_11 as first
from . import schema_archive as archive
from . import schema_deeds as deeds
from . import schema_front_desk as front_desk
from . import schema_learned as learned
from . import schema_lists as lists
from . import schema_paper as paper
from . import schema_receptions as receptions
from . import schema_safekeeping as safekeeping
from . import schema_service as service
from . import schema_terms as terms
from . import search

migrations = Migrations("lianluozhan")


@migrations()
def m0001_the_first_schema(db: Database) -> None:
    for statement in (*first.TABLES, *first.INDEXES, *first.AUDIT_TRIGGERS):
        db.execute(statement)
    db.execute(
        "CREATE VIRTUAL TABLE opinions_words USING fts5(words, content='', contentless_delete=1,"
        " tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* Co So Sm'\")"
    )


@migrations()
def m0002_the_front_desk(db: Database) -> None:
    for statement in (*front_desk.TABLES, *front_desk.COLUMNS, *front_desk.INDEXES):
        db.execute(statement)


@migrations()
def m0003_initials_of_titles(db: Database) -> None:
    # not frozen: whatever was written in before, the index ends as this program's `search` wants it
    search.refill(
        db, "opinions", ("number", "title", "content", "request", "submitter_name", "phone", "address", "place")
    )


@migrations()
def m0004_what_was_learned(db: Database) -> None:
    for statement in learned.TABLES:
        db.execute(statement)


@migrations()
def m0005_the_lists(db: Database) -> None:
    for statement in lists.INDEXES:
        db.execute(statement)


@migrations()
def m0006_the_life_on_paper(db: Database) -> None:
    for statement in (*paper.TABLES, *paper.COLUMNS, *paper.INDEXES, paper.PROMISES):
        db.execute(statement)


@migrations()
def m0007_deputies_and_receptions(db: Database) -> None:
    for statement in (*service.TABLES, *receptions.TABLES, *service.COLUMNS, *service.INDEXES, *receptions.INDEXES):
        db.execute(statement)
    db.conn.executemany(service.INSERT_RULE, service.POINT_RULES)
    for statement in (*deeds.TABLES, *deeds.INDEXES):
        db.execute(statement)
    for statement in terms.TRIGGERS:
        db.execute(statement)
    db.execute(service.SUGGESTED)


@migrations()
def m0008_safekeeping(db: Database) -> None:
    for statement in (*safekeeping.TABLES, *safekeeping.COLUMNS, *safekeeping.INDEXES):
        db.execute(statement)


@migrations()
def m0009_the_archive(db: Database) -> None:
    for statement in (*archive.TABLES, *archive.INDEXES, *archive.TRIGGERS):
        db.execute(statement)
    db.conn.executemany(archive.INSERT_RULE, archive.RULES)
    db.execute(
        "CREATE VIRTUAL TABLE archive_items_words USING fts5(words, content='', contentless_delete=1,"
        " tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* Co So Sm'\")"
    )


def pending(db: Database) -> list[str]:
    """Names of the steps this file still needs, in order."""
    return [step.name for step in migrations.pending(db)]


def unknown(db: Database) -> list[str]:
    """Names of steps in the file that this program does not have: a newer version wrote it."""
    ours = {name for name in globals() if name.startswith("m0")}
    return sorted({step.name for step in migrations.applied(db)} - ours)
