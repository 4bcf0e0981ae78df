"""Each step of the schema, applied to a file of the version before it with data in it."""

from __future__ import annotations

from sqlite_utils import Database

from lianluozhan.models import migrations, schema_lists
from lianluozhan.models.database import open_database
from lianluozhan.models.search import phrase


def at_step(count: int) -> Database:
    """A database as the first `count` steps leave it."""
    db = open_database(":memory:", None, exclusive=False)
    for step in migrations.migrations._migrations[:count]:
        step.fn(db)
    return db


def add_opinion(db: Database, **facts: object) -> None:
    """A row as a station of that version wrote it: nothing in what may be empty."""
    columns = [row for row in db.conn.execute("PRAGMA table_info(opinions)") if row[3] and row[1] != "id"]
    values = {row[1]: 0 if row[2] == "INTEGER" else "" for row in columns} | facts
    marks = ", ".join(f":{name}" for name in values)
    db.conn.execute(f"INSERT INTO opinions ({', '.join(values)}) VALUES ({marks})", values)


def test_the_second_step_keeps_what_a_station_of_the_first_version_has() -> None:
    db = at_step(1)
    add_opinion(db, title="路灯坏了", status="in_review", received_on="2026-03-02")
    migrations.m0002_the_front_desk(db)
    assert db.conn.execute("SELECT title, merged_into FROM opinions").fetchall() == [("路灯坏了", None)]
    assert db.conn.execute("SELECT count(*) FROM drafts").fetchone() == (0,)


def test_the_third_step_finds_older_opinions_by_their_initials_and_still_by_their_words() -> None:
    db = at_step(2)
    add_opinion(db, title="石桥村路灯坏了", content="快两个月了", submitter_name="单雪梅", received_on="2026-03-02")
    db.conn.execute("INSERT INTO opinions_words (rowid, words) VALUES (1, '路 灯')")
    migrations.m0003_initials_of_titles(db)

    def found(words: str) -> list[tuple[int]]:
        return db.conn.execute("SELECT rowid FROM opinions_words WHERE words MATCH ?", (phrase(words),)).fetchall()

    assert found("sqc") == found("sxm") == found("两个月") == found("灯坏 ld") == [(1,)]
    assert found("sqx") == []
    assert db.conn.execute("SELECT count(*) FROM opinions_words").fetchone() == (1,)


def test_the_fifth_step_lists_older_opinions_along_its_new_indexes() -> None:
    db = at_step(2)
    add_opinion(db, title="路灯坏了", status="in_review", received_on="2026-03-02")
    add_opinion(db, title="下水道堵塞", status="closed", received_on="2026-02-02", closed_on="2026-03-03")
    migrations.m0005_the_lists(db)
    stage = schema_lists._STAGE
    sql = f"SELECT title FROM opinions WHERE {stage} = 'd' ORDER BY received_on, id"
    assert db.conn.execute(sql).fetchall() == [("下水道堵塞",)]
    assert [row[3] for row in db.conn.execute(f"EXPLAIN QUERY PLAN {sql}")] == [
        "SEARCH opinions USING INDEX opinions_received (<expr>=?)"
    ]


def test_the_fourth_step_has_room_for_what_is_learned_and_leaves_the_records_alone() -> None:
    db = at_step(2)
    add_opinion(db, title="路灯坏了", status="closed", received_on="2026-03-02")
    migrations.m0004_what_was_learned(db)
    assert db.conn.execute("SELECT count(*) FROM learned").fetchone() == (0,)
    assert db.conn.execute("SELECT title FROM opinions").fetchall() == [("路灯坏了",)]


def test_the_sixth_step_follows_promises_that_were_made_before_it_and_keeps_the_print_log() -> None:
    db = at_step(5)
    add_opinion(db, title="路灯坏了", status="closed", received_on="2026-03-02")
    add_opinion(db, title="井盖坏了", status="closed", received_on="2026-03-02")
    for opinion_id, result, promise in ((1, "B", "四月底前更换灯杆"), (2, "A", "")):
        db.conn.execute(
            "INSERT INTO replies (opinion_id, document_number, content, result_class, promise, promised_on, signed_by,"
            " handler, handler_phone, replied_on) VALUES (?, '', '已派人查看', ?, ?, '2026-04-30', '', '', '',"
            " '2026-03-18')",
            (opinion_id, result, promise),
        )
    db.conn.execute(
        "INSERT INTO prints (form, owner_table, owner_id, way, copies, printed_at)"
        " VALUES ('F10', 'opinions', 1, 'pdf', 1, '2026-03-05T15:00:00')"
    )
    migrations.m0006_the_life_on_paper(db)
    promised = "SELECT opinion_id, words, due_on, state FROM promises"
    assert db.conn.execute(promised).fetchall() == [(1, "四月底前更换灯杆", "2026-04-30", "open")]
    assert db.conn.execute("SELECT form, paper_code, voided_on FROM prints").fetchall() == [("F10", "", None)]


def test_the_eighth_step_takes_the_second_look_at_a_backup_out_of_its_remark() -> None:
    db = at_step(7)
    for number, note in ((1, "有 1 个附件的文件找不到，没有备份到；2026-11-24 再次核验通过"), (2, "")):
        db.conn.execute(
            "INSERT INTO backups (id, made_at, medium, file_name, database_size, attachment_count, digest, is_verified,"
            " audit_head, place, note) VALUES (?, '2026-11-23T17:00:00', '', 'a', 1, 1, '', 1, '', '', ?)",
            (number, note),
        )
    migrations.m0008_safekeeping(db)
    found = db.conn.execute("SELECT kind, stick_id, proven_again_at FROM backups ORDER BY id").fetchall()
    assert found == [("set", None, "2026-11-24T00:00:00"), ("set", None, None)]
