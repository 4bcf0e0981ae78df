"""对外公开版: whatever people and clerks wrote, nobody of the matter is named on what is posted."""

import random
import re
import zipfile
from dataclasses import replace
from datetime import date, datetime

import pytest
from pypdf import PdfReader

from lianluozhan import sheets
from lianluozhan.models import calls, official, opinions, places
from lianluozhan.models.calls import Call
from lianluozhan.models.categories import choices
from lianluozhan.models.errors import RuleError
from lianluozhan.models.official import Genre, OfficialDocument
from lianluozhan.models.opinions import Opinion
from lianluozhan.models.places import HandlingBody, Village
from lianluozhan.printing.document import Cell, Document, Grid, Para, Row, texts
from lianluozhan.sheets import public, volume
from lianluozhan.sheets.public import Guard
from lianluozhan.sheets.secrets import ADDRESS, NAME, PHONE, Secret, known_of, made_plain
from tests.keeping import copied_home, enter

OPEN = "0571-88886666"
BASIC = Opinion(
    received_on=date(2026, 11, 23),
    submitter_name="欧阳小满",
    phone="138 1234 2609",
    address="石桥村三组17号",
    title="石桥村路灯损坏",
    content="路灯坏了。",
    proposal="建议由村镇建设服务中心办理。",
)


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    home = copied_home(tmp_path_factory.mktemp("public") / "home")
    setting_up = enter(home)
    places.add(setting_up, Village(name="石桥村"))
    places.add(setting_up, HandlingBody(name="村镇建设服务中心", phone=OPEN))
    setting_up.close()
    made = enter(home, "zhou")
    yield made
    made.close()


def registered(session, **values):
    wanted = replace(BASIC, village_id=1, category_id=choices(session)[0][0], **values)
    return opinions.register_and_submit(session, wanted).id


def public_sheet(session, opinion_id, number="F10"):
    guard = Guard.of(session, "opinions", [opinion_id])
    return guard, guard.finished(sheets.of_record(session, number, opinion_id, hidden=True))


def words_of(document):
    return "".join(texts(document))


@pytest.mark.clause("4.7.2")
def test_every_field_of_a_public_sheet_is_masked(session):
    content = (
        "我叫欧阳小满，住石桥村三组17号，电话138-1234-2609，身份证330102198001011234，邮箱 ou.yang@qq.com。"
        "村里办电话0571-88886666没有人接，请打13900001111找我爱人。"
    )
    key = registered(session, content=content, title="欧阳小满反映路灯", request="请回电 13812342609")
    _, document = public_sheet(session, key)
    words = words_of(document)
    for secret in ("欧阳", "三组17号", "2342609", "330102", "qq.com", "13900001111"):
        assert secret not in words
    assert "群众" in words and "（略）" in words
    assert OPEN in words and document.code == ""


@pytest.mark.clause("4.7.2")
def test_submitters_of_joined_matters_are_hidden_too(session):
    main = registered(session, content="和诸葛大年一起反映的，他电话13777776666。")
    joined = registered(session, submitter_name="诸葛大年", phone="13777776666", address="石桥村五组3号")
    with session.action("opinion.merge"):
        session.change(session.get(Opinion, joined), merged_into=main)
    _, document = public_sheet(session, main)
    assert "诸葛" not in words_of(document) and "77776666" not in words_of(document)


NAMES = ("欧阳小满", "买买提·吐尔逊", "李䶮", "王 建国", "阿依古丽", "张𬀩", "司马相", "赵大娘")
PLAIN = ("路灯坏了四盏", "请尽快处理", "晚上老人出行不便", "水塘边上摔了一跤", "，", "。", "\n", "——")


def wild(dice, person):
    """A text with everything of a person strewn in, written in every way that clerks write it."""
    name, phone, address = person
    spread = [
        name,
        " ".join(name.replace(" ", "")),
        "\n".join(name.replace(" ", "").replace("·", "")),
        phone,
        f"{phone[:3]}-{phone[3:7]}-{phone[7:]}",
        f"{phone[:3]} {phone[3:7]} {phone[7:]}",
        "".join(chr(0xFF10 + int(figure)) for figure in phone),
        phone[-8:],
        address,
        f"{name}（{phone}）",
        f"a{phone}@163.com",
        "330102198001011234",
    ]
    return "".join(dice.choice(PLAIN) + dice.choice(spread) for _ in range(8)) + dice.choice(PLAIN)


@pytest.mark.clause("4.7.2")
@pytest.mark.parametrize("seed", range(12))
def test_no_name_number_or_address_strewn_anywhere_comes_out(session, tmp_path, seed):
    dice = random.Random(seed)
    name = dice.choice(NAMES)
    person = (
        name,
        f"1{dice.choice('3578')}{dice.randrange(10**9):09d}",
        f"石桥村{dice.randrange(2, 90)}组{seed + 11}号",
    )
    key = registered(
        session,
        submitter_name=name,
        phone=person[1],
        address=person[2],
        title=f"{name}反映"[:40],
        content=wild(dice, person),
        request=wild(dice, person),
        place=person[2],
        proposal=wild(dice, person),
    )
    for number in ("F10", "F17"):
        try:
            guard, document = public_sheet(session, key, number)
        except RuleError as refusal:
            assert "没有印公开版" in str(refusal)
            continue
        public.write(guard, [document], tmp_path / "表.pdf")
        public.write(guard, [document], tmp_path / "表.docx")
        written = "".join(page.extract_text() for page in PdfReader(tmp_path / "表.pdf").pages)
        with zipfile.ZipFile(tmp_path / "表.docx") as file:
            written += "".join(
                re.sub(r"<[^>]+>", "", file.read(part).decode()) for part in file.namelist() if part.endswith(".xml")
            )
        plain = made_plain(written)
        for secret in (name, person[1], person[1][-8:], person[2], "330102198001011234", "163.com"):
            assert made_plain(secret) not in plain


KNOWN = (
    Secret(NAME, "欧阳小满", "反映人"),
    Secret(PHONE, "13812342609", "反映人"),
    Secret(ADDRESS, "三组17号", "反映人"),
)


@pytest.mark.parametrize(
    ("words", "kind"),
    [("欧*阳*小*满", "姓名"), ("电话：138/1234/2609", "电话"), ("1234—2609", "电话"), ("三组、17号", "地址")],
)
def test_what_the_mask_did_not_understand_stops_the_print_and_says_where(words, kind):
    sheet = Document(title="表", blocks=[Grid([Row([Cell("反映内容", 3, "label"), Cell(words, 21, "text")])])])
    with pytest.raises(RuleError, match=f"“反映内容”里还看得出反映人的{kind}"):
        Guard(KNOWN).check(sheet)


def test_a_name_split_between_two_paragraphs_is_found_in_the_finished_pages():
    sheet = Document(title="表", blocks=[Para("来人叫欧阳"), Para("小满，住得不远")])
    with pytest.raises(RuleError, match="印出来的页面"):
        Guard(KNOWN).finished(sheet)


def test_a_leak_in_the_finished_word_file_leaves_the_file_that_was_there(tmp_path):
    path = tmp_path / "表.docx"
    path.write_bytes(b"yesterday")
    with pytest.raises(RuleError, match="Word 文件"):
        public.write(Guard(KNOWN), [Document(title="表", blocks=[Para("欧阳小满来过")])], path)
    assert path.read_bytes() == b"yesterday" and [file.name for file in tmp_path.iterdir()] == ["表.docx"]


def test_a_village_or_the_station_given_as_address_is_no_secret(session):
    key = registered(session, address="石桥村")
    assert "石桥村" not in [secret.value for secret in known_of(session, "opinions", [key])]


@pytest.mark.clause("4.7.2")
def test_a_ledger_for_posting_names_nobody(session):
    registered(session, title="欧阳小满反映水渠", submitter_name="欧阳小满")
    rows = list(sheets.all_rows(opinions.listing(session)))
    guard = Guard.of(session, "opinions", [row["id"] for row in rows])
    document = guard.finished(sheets.ledger(session, rows, name="未办结", hidden=True))
    assert "欧阳" not in words_of(document) and "群众反映水渠" in words_of(document)


@pytest.mark.clause("4.7.2")
def test_a_caller_is_hidden_on_the_public_record_of_his_call(session):
    call = calls.enter(
        session,
        Call(
            came_at=datetime(2026, 11, 24, 9, 5),
            caller_name="欧阳小满",
            caller_phone="13812342609",
            content="我是欧阳小满，回电13812342609，路灯坏了。",
        ),
    )
    guard = Guard.of(session, "calls", [call.id])
    words = words_of(guard.finished(sheets.of_record(session, "F23", call.id, hidden=True)))
    assert "欧阳" not in words and "2342609" not in words.replace("****2609", "") and "路灯坏了" in words


@pytest.mark.clause("4.7.2")
def test_a_circular_that_names_a_submitter_of_its_time_is_masked(session):
    registered(session, submitter_name="欧阳小满", phone="13812342609")
    draft = official.draft(
        session,
        OfficialDocument(
            genre=Genre.NOTICE,
            title="关于路灯的通知",
            body="欧阳小满（13812342609）反映的路灯已经修好，欢迎监督。",
            dated_on=date(2026, 11, 24),
        ),
    )
    guard = Guard.of(session, "official_documents", [draft.id])
    words = words_of(guard.finished(sheets.of_record(session, "F122", draft.id)))
    assert "群众（138****2609）反映的路灯已经修好" in words


@pytest.mark.clause("4.7.2")
def test_a_whole_volume_for_the_public_names_nobody_on_any_of_its_sheets(session):
    key = registered(session, submitter_name="欧阳小满", content="我叫欧阳小满，住石桥村三组17号。")
    guard = Guard.of(session, "opinions", [key])
    documents = volume.volume(session, key, hidden=True, coded=False, finish=guard.finished)
    every = "".join(words_of(document) for document in documents)
    assert "欧阳" not in every and "三组17号" not in every and "卷内目录" in every
