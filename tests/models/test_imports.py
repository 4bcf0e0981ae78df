"""A ledger is tried first, taken in whole as one action, and can be taken back while nothing hangs on it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from lianluozhan.models import audit, imports, numbering
from lianluozhan.models.errors import Cancelled, RuleError
from lianluozhan.models.imports import Plan, carry_out, plan, read_table, take_back, write_report
from lianluozhan.models.opinions.handling import Evaluation, OpinionStep, Reply, Satisfaction, Source
from lianluozhan.models.opinions.record import Channel, Opinion, ResultClass, Status
from lianluozhan.models.permissions import Role
from lianluozhan.models.places import Category, HandlingBody, Village
from lianluozhan.models.rows import digest_of, to_values
from lianluozhan.models.search import phrase
from lianluozhan.models.session import Session
from tests.keeping import NOON, copied_home, enter
from tests.ledgers import ANSWERED, DRAFT, HEADINGS, MESSAGES, with_messages, xlsx


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = enter(copied_home(tmp_path / "home"), "zhou")
    yield session
    session.close()


def tried(session: Session, folder: Path, *rows: tuple[object, ...], headings: tuple[str, ...] = HEADINGS) -> Plan:
    return plan(session, read_table(xlsx(folder / "台账.xlsx", headings, *rows)))


def reasons(result: Plan) -> list[str]:
    return [" ".join(row.reasons) for row in result.bad]


def remarks(result: Plan) -> list[str]:
    return [remark.sentence for remark in result.remarks]


def everything(session: Session) -> list[tuple[object, ...]]:
    tables = ("opinions", "opinions_words", "replies", "opinion_steps", "import_batches", "number_series", "audit_log")
    return [session.db.conn.execute(f"SELECT count(*) FROM {table}").fetchone() for table in tables]


@pytest.mark.clause("5.1.1")
def test_an_answered_row_becomes_an_answered_opinion_with_a_number_of_the_year_it_was_received(
    session: Session, tmp_path: Path
) -> None:
    outcome = carry_out(session, tried(session, tmp_path, ANSWERED, DRAFT))
    assert (outcome.imported, outcome.replied) == (2, 1)
    answered, draft = session.select(Opinion)
    assert (answered.status, answered.number) == (Status.REPLIED, "社情民意〔2026〕0001号")
    assert (answered.source_number, answered.replied_on) == ("A-1", date(2026, 3, 20))
    assert (draft.status, draft.number, draft.title) == (Status.DRAFT, "", "水渠堵塞")
    (reply,) = session.select(Reply)
    assert (reply.opinion_id, reply.content, reply.replied_on) == (answered.id, "已更换四盏路灯。", date(2026, 3, 20))
    steps = session.select(OpinionStep)
    assert [(step.opinion_id, step.source, step.acted_on) for step in steps] == [
        (answered.id, Source.IMPORT, NOON.date()),
        (draft.id, Source.IMPORT, NOON.date()),
    ]


def test_a_dry_run_stores_nothing(session: Session, tmp_path: Path) -> None:
    before = everything(session)
    result = tried(session, tmp_path, ANSWERED, DRAFT)
    assert len(result.good) == 2
    assert everything(session) == before


def test_imported_opinions_are_found_by_their_words(session: Session, tmp_path: Path) -> None:
    carry_out(session, tried(session, tmp_path, ANSWERED, DRAFT))
    found = session.db.conn.execute("SELECT rowid FROM opinions_words WHERE words MATCH ?", (phrase("水渠"),))
    assert [row[0] for row in found] == [2]


def test_the_audit_log_proves_what_was_imported(session: Session, tmp_path: Path) -> None:
    carry_out(session, tried(session, tmp_path, ANSWERED, DRAFT))
    assert audit.first_broken(session.db, session.keys) is None
    for record_class in (Opinion, Reply, OpinionStep):
        rows = [to_values(record) for record in session.select(record_class)]
        told = session.value(
            "SELECT changes FROM audit_log WHERE action = 'opinion.import' AND table_name = ?", (record_class.TABLE,)
        )
        assert told == f'{{"ids":[1,{len(rows)}],"digest":"{digest_of(rows)}"}}'
        altered = [(*rows[0][:-1], "x"), *rows[1:]]
        assert digest_of(altered) not in told


def test_numbers_follow_the_order_of_receipt_within_each_year(session: Session, tmp_path: Path) -> None:
    days = ["2025-06-01", "2026-02-01", "2025-01-01"]
    rows = [(str(n), "甲", f"事{n}", day, "内容", "答复", "2026-03-01") for n, day in enumerate(days)]
    carry_out(session, tried(session, tmp_path, *rows))
    assert [(o.number, o.title) for o in session.select(Opinion)] == [
        ("社情民意〔2025〕0001号", "事2"),
        ("社情民意〔2025〕0002号", "事0"),
        ("社情民意〔2026〕0001号", "事1"),
    ]


def test_a_long_title_is_shortened_and_stands_in_full_before_the_content(session: Session, tmp_path: Path) -> None:
    title = "关于" + "石桥村三组" * 10
    result = tried(session, tmp_path, (*DRAFT[:2], title, *DRAFT[3:]))
    opinion = result.good[0].opinion
    assert opinion.title == title[:39] + "…"
    assert opinion.content == f"{title}\n{DRAFT[4]}"
    assert "已缩短" in remarks(result)[0]


def test_tabs_blank_lines_and_control_characters_go_and_the_words_stay(session: Session, tmp_path: Path) -> None:
    content = "\n\t\t\t\n\t\t　第一段\t话 \r\n\n\n第二段<b>&\u202e倒过来\n"
    result = plan(session, _csv(tmp_path, f'路灯,2026-1-2,"{content}"'))
    assert result.good[0].opinion.content == "第一段 话\n第二段<b>&倒过来"
    assert remarks(result) == ["“反映内容”里看不见的控制符号已去掉。"]


def _csv(folder: Path, *lines: str) -> imports.Table:
    (folder / "a.csv").write_bytes("\n".join(["事由,收到日期,反映内容", *lines]).encode())
    return read_table(folder / "a.csv")


@pytest.mark.clause("4.7.2")
def test_a_row_with_a_classified_marking_is_refused(session: Session, tmp_path: Path) -> None:
    result = tried(session, tmp_path, (*DRAFT[:4], "机密★1年\n内容", "", ""), ANSWERED)
    assert "涉密标志" in reasons(result)[0]
    assert len(result.good) == 1


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (("1", "甲", "事由", "", "内容", "", ""), "请填写“收到日期”"),
        (("1", "甲", "事由", "2026-02-30", "内容", "", ""), "看不出是哪一天"),
        (("1", "甲", "事由", "2026-12-30", "内容", "", ""), "晚于今天"),
        (("1", "甲", "事由", "1948-12-30", "内容", "", ""), "请检查年份"),
        (("1", "甲", "事由", "2026-1-2", "长" * 32_000, "", ""), "最多 30000 个字"),
        (("1", "甲" * 51, "事由", "2026-1-2", "内容", "", ""), "“反映人”有 51 个字"),
        (("1", "\ue000", "事由", "2026-1-2", "内容", "", ""), "造字"),
        (("1", "甲", "事由", "2026-1-2", "内容", "答复", ""), "没有答复日期"),
        (("1", "甲", "", "2026-1-2", "", "", ""), "请填写“事由”。 请填写“反映内容”。"),
    ],
)
def test_a_bad_row_is_named_with_its_reason_and_the_good_ones_go_in(
    session: Session, tmp_path: Path, row: tuple[str, ...], sentence: str
) -> None:
    result = tried(session, tmp_path, ANSWERED, row)
    assert sentence in reasons(result)[0]
    assert len(result.bad[0].reasons) == len(set(result.bad[0].reasons))
    assert result.bad[0].number == 3
    assert carry_out(session, result).batch.refused_count == 1
    assert len(session.select(Opinion)) == 1


def test_a_cell_of_forty_thousand_characters_is_refused_and_given_back_whole(session: Session, tmp_path: Path) -> None:
    result = plan(session, _csv(tmp_path, f"路灯,2026-1-2,{'长' * 40_000}", "水渠,2026-1-2,堵了"))
    assert "40000 个字" in reasons(result)[0]
    write_report(result, tmp_path / "back.xlsx")
    row = CalamineWorkbook.from_path(tmp_path / "back.xlsx").get_sheet_by_index(0).to_python()[1]
    assert str(row[2]) + str(row[4]) == "长" * 40_000


def test_a_source_number_comes_in_once(session: Session, tmp_path: Path) -> None:
    again = ("A-1", "乙", "另一件事", "2026-03-08", "内容", "", "")
    first = tried(session, tmp_path, ANSWERED, again)
    assert reasons(first) == ["原编号“A-1”和第 2 行相同。请核对后改正其中一行。"]
    carry_out(session, first)
    assert "已经登记过（社情民意〔2026〕0001号）" in reasons(tried(session, tmp_path, again))[0]


def test_rows_that_look_alike_are_named_and_taken(session: Session, tmp_path: Path) -> None:
    twin = ("A-9", *ANSWERED[1:])
    result = tried(session, tmp_path, ANSWERED, twin)
    assert remarks(result) == ["可能重复：与第 2 行事由、反映人、收到日期都相同。"]
    carry_out(session, result)
    third = tried(session, tmp_path, ("A-10", *ANSWERED[1:]))
    assert "可能重复：与已登记的社情民意〔2026〕000" in remarks(third)[0]
    assert len(third.good) == 1


def test_a_plan_that_has_grown_old_is_refused_whole(session: Session, tmp_path: Path) -> None:
    old = tried(session, tmp_path, ANSWERED, DRAFT)
    carry_out(session, tried(session, tmp_path, DRAFT))
    before = everything(session)
    with pytest.raises(RuleError, match="重新预检"):
        carry_out(session, old)
    assert everything(session) == before


def test_a_row_that_cannot_be_written_leaves_nothing(session: Session, tmp_path: Path) -> None:
    result = tried(session, tmp_path, ANSWERED, DRAFT)
    session.db.execute(
        "CREATE TEMP TRIGGER no BEFORE INSERT ON replies BEGIN SELECT RAISE(ABORT, 'broken on purpose'); END"
    )
    before = everything(session)
    with pytest.raises(Exception, match="broken on purpose"):
        carry_out(session, result)
    assert everything(session) == before


def test_an_import_can_be_stopped_and_leaves_nothing(session: Session, tmp_path: Path) -> None:
    result = tried(session, tmp_path, *[(str(n), *DRAFT[1:]) for n in range(300)])
    seen: list[tuple[int, int]] = []
    before = everything(session)
    with pytest.raises(Cancelled):
        carry_out(session, result, lambda *at: seen.append(at), lambda: len(seen) == 2)
    assert seen == [(0, 300), (100, 300)]
    assert everything(session) == before


def test_only_the_liaison_officer_imports(session: Session, tmp_path: Path) -> None:
    result = tried(session, tmp_path, ANSWERED)
    session.roles = frozenset()
    with pytest.raises(RuleError, match="联络员"):
        carry_out(session, result)


def test_names_the_station_knows_are_found_and_others_are_kept_in_words(session: Session, tmp_path: Path) -> None:
    session.roles |= {Role.ADMINISTRATOR}
    with session.action("category.edit"):
        city = session.add(Category(name="城乡建设"))
        lamps = session.add(Category(name="路灯", parent_id=city.id))
        session.add(Category(name="路灯", parent_id=session.add(Category(name="农业")).id))
        village = session.add(Village(name="石桥村"))
        body = session.add(HandlingBody(name="石桥镇城建办公室", short_name="城建办"))
    headings = (*HEADINGS, "分类", "村（社区）", "承办单位", "满意度", "结果类别", "渠道")
    known = (*ANSWERED, "城乡建设/路灯", "石桥村", "城建办", "非常满意", "A类", "热线电话")
    unknown = ("B", *ANSWERED[1:], "路灯", "王庄", "水务局", "还行", "好", "托人带话")
    result = tried(session, tmp_path, known, unknown, headings=headings)
    carry_out(session, result)
    first, second = session.select(Opinion)
    assert (first.category_id, first.village_id, first.lead_body_id) == (lamps.id, village.id, body.id)
    assert (first.result_class, first.satisfaction, first.channel) == (ResultClass.A, "satisfied", Channel.HOTLINE)
    (evaluation,) = session.select(Evaluation)
    assert (evaluation.opinion_id, evaluation.result) == (first.id, Satisfaction.SATISFIED)
    assert (second.category_id, second.village_id, second.lead_body_id, second.satisfaction) == (None, None, None, "")
    words = session.select(OpinionStep, "opinion_id = ?", (second.id,))[0].words
    for kept in (
        "分类：路灯",
        "村（社区）：王庄",
        "承办单位：水务局",
        "满意度：还行",
        "结果类别：好",
        "渠道：托人带话",
    ):
        assert kept in words


def test_missing_columns_are_asked_for_and_defaults_fill_them(session: Session, tmp_path: Path) -> None:
    table = read_table(xlsx(tmp_path / "a.xlsx", ["主题", "详情"], ["路灯", "坏了"]))
    with pytest.raises(RuleError, match="没有一列对应“收到日期”"):
        plan(session, table)
    result = plan(session, table, defaults={"received_on": "2026-1-2", "channel": "来信"})
    opinion = result.good[0].opinion
    assert (opinion.received_on, opinion.channel, opinion.is_anonymous) == (date(2026, 1, 2), Channel.LETTER, True)


def test_the_person_may_choose_other_columns(session: Session, tmp_path: Path) -> None:
    table = read_table(xlsx(tmp_path / "a.xlsx", HEADINGS, ANSWERED))
    chosen = {"事由": "content", "收到日期": "received_on"}
    result = plan(session, table, chosen)
    assert (result.good[0].opinion.content, result.good[0].reply) == ("三组路灯坏了", None)
    assert result.left_out == ["编号", "反映人", "反映内容", "答复意见", "答复日期"]
    with pytest.raises(RuleError, match="请只留一列"):
        plan(session, table, {**chosen, "反映内容": "content"})
    with pytest.raises(RuleError, match="没有“没有的列”这一列"):
        plan(session, table, {**chosen, "没有的列": "title"})


def test_formulas_and_html_are_text_going_in_and_coming_back(session: Session, tmp_path: Path) -> None:
    evil = ("=1+1", "<img src=x>", "=cmd|'/c calc'!A1", "2026-13-01", "@SUM(A1)", "", "")
    (tmp_path / "a.csv").write_text("\n".join(",".join(row) for row in (HEADINGS, evil)), "utf-8-sig")
    result = plan(session, read_table(tmp_path / "a.csv"))
    write_report(result, tmp_path / "back.xlsx")
    sheet = load_workbook(tmp_path / "back.xlsx")["未导入的行"]
    assert [cell.value for cell in sheet[1]] == [*HEADINGS, "未导入原因"]
    assert [cell.value or "" for cell in sheet[2]][:7] == list(evil)
    assert {cell.data_type for cell in sheet[2] if cell.value} == {"s"}
    assert [cell.quotePrefix for cell in sheet[2]][:5] == [True, False, True, False, True]
    assert "第 2 行" in str(sheet["H2"].value)


def test_a_report_that_is_mended_can_be_imported_again(session: Session, tmp_path: Path) -> None:
    result = tried(session, tmp_path, ANSWERED, ("A-3", "甲", "事由", "昨天", "内容", "", ""))
    outcome = carry_out(session, result)
    write_report(outcome, tmp_path / "back.xlsx")
    book = load_workbook(tmp_path / "back.xlsx")
    book["未导入的行"]["D2"] = "2026-03-09"
    book.save(tmp_path / "back.xlsx")
    again = plan(session, read_table(tmp_path / "back.xlsx"))
    assert (len(again.good), again.bad) == (1, [])
    assert again.left_out == ["未导入原因"]


def test_a_batch_is_taken_back_while_nothing_hangs_on_it(session: Session, tmp_path: Path) -> None:
    batch = carry_out(session, tried(session, tmp_path, ANSWERED, DRAFT)).batch
    assert take_back(session, batch.id).taken_back_on == NOON.date()
    opinions = session.select(Opinion)
    assert {(o.voided_on, o.void_reason) for o in opinions} == {(NOON.date(), "撤回导入")}
    assert numbering.last_given(session, numbering.OPINION, 2026) == 1
    with pytest.raises(RuleError, match="不用再撤回"):
        take_back(session, batch.id)
    again = carry_out(session, tried(session, tmp_path, ANSWERED, DRAFT))
    assert session.get(Opinion, 3).number == "社情民意〔2026〕0002号"
    rows = imports.batches(session).page(10)
    assert [(row["id"], row["taken_back_on"]) for row in rows] == [(again.batch.id, None), (batch.id, "2026-11-24")]


def _edited(session: Session) -> None:
    with session.action("opinion.edit"):
        session.change(session.get(Opinion, 2), place="村口")


def _replied(session: Session) -> None:
    with session.action("opinion.reply"):
        session.add(Reply(opinion_id=2, content="已办", replied_on=date(2026, 4, 1)))
        session.add(Reply(opinion_id=2, content="又办", replied_on=date(2026, 4, 1)))


def _reply_changed(session: Session) -> None:
    with session.action("opinion.edit"):
        session.change(session.get(Reply, 1), handler="李")


def _stepped(session: Session) -> None:
    with session.action("opinion.submit"):
        session.add(
            OpinionStep(opinion_id=2, name="submit", label="提交", acted_on=session.today, recorded_at=session.now())
        )


@pytest.mark.parametrize("use", [_edited, _replied, _reply_changed, _stepped])
def test_a_batch_with_which_something_was_done_is_not_taken_back(session: Session, tmp_path: Path, use) -> None:  # type: ignore[no-untyped-def]
    batch = carry_out(session, tried(session, tmp_path, ANSWERED, DRAFT)).batch
    use(session)
    with pytest.raises(RuleError, match="导入以后又办理或改动过"):
        take_back(session, batch.id)
    assert session.value("SELECT count(*) FROM opinions WHERE voided_on IS NOT NULL") == 0


def test_looking_at_an_opinion_does_not_hinder_taking_back(session: Session, tmp_path: Path) -> None:
    batch = carry_out(session, tried(session, tmp_path, ANSWERED)).batch
    with session.action("opinion.unmask"):
        session.note("opinions", 1, {"phone": "seen"})
    assert take_back(session, batch.id).taken_back_on


def characters(*texts: object) -> str:
    return re.sub(r"\s+", "", "".join(map(str, texts)))


@with_messages
@pytest.mark.clause("5.1.1")
def test_2816_messages_of_citizens_are_imported_whole_with_their_replies(session: Session) -> None:
    outcome = carry_out(session, plan(session, read_table(MESSAGES)))
    assert (outcome.imported, outcome.replied, outcome.plan.bad) == (2816, 2816, [])
    assert session.value("SELECT count(*) FROM replies") == 2816
    assert session.value("SELECT count(*) FROM opinions_words") == 2816
    opinions = {opinion.source_number: opinion for opinion in session.select(Opinion)}
    replies = {reply.opinion_id: reply for reply in session.select(Reply)}
    steps = {step.opinion_id: step for step in session.select(OpinionStep)}
    assert {opinion.status for opinion in opinions.values()} == {Status.REPLIED}
    assert len({opinion.number for opinion in opinions.values()}) == 2816
    for number, user, title, asked, content, answer, answered in _messages():
        opinion = opinions[f"{number:.0f}"]
        assert (characters(opinion.title), opinion.submitter_name) == (characters(title), user)
        assert characters(opinion.content) == characters(content)
        assert "\t" not in opinion.content and "\n\n" not in opinion.content
        assert characters(replies[opinion.id].content) == characters(answer)
        words = characters(steps[opinion.id].words)
        assert characters(asked).removesuffix("00:00:00") in words or ":" not in str(asked)
        assert characters(answered) in words or ":" not in str(answered)


def _messages() -> list[list[object]]:
    return CalamineWorkbook.from_path(MESSAGES).get_sheet_by_index(0).to_python()[1:]  # type: ignore[return-value]
