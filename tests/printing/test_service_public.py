"""A public version of a line of service names nobody whom the deputy met (4.7.2)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from lianluozhan import sheets
from lianluozhan.models import contacts, deputies
from lianluozhan.models.contacts import Contact
from lianluozhan.models.deputies import Deputy, Level, Mandate
from lianluozhan.models.service.record import ServiceRecord
from lianluozhan.models.session import Session
from lianluozhan.printing.document import texts
from lianluozhan.sheets.public import Guard
from tests.keeping import copied_home, enter


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = enter(copied_home(tmp_path / "home"), "zhou")
    yield made
    made.close()


@pytest.mark.clause("4.7.2")
@pytest.mark.parametrize("number", ["F04", "F44"])
def test_the_resident_of_a_contact_is_not_named_on_the_public_sheet_of_its_service(
    session: Session, number: str
) -> None:
    deputy = deputies.add(session, Deputy(name="赵明山"), [Mandate(level=Level.TOWNSHIP)])
    words = "欧阳小满说水渠堵了，打 13812342609 找她。"
    met = Contact(deputy_id=deputy.id, contacted_on=session.today, voter_name="欧阳小满", content=words)
    contacts.enter(session, met)
    (line,) = session.select(ServiceRecord)
    plain = "".join(texts(sheets.of_record(session, number, line.id)))
    assert "欧阳小满" in plain and "13812342609" in plain
    guard = Guard.of(session, ServiceRecord.TABLE, [line.id])
    public = "".join(texts(guard.finished(sheets.of_record(session, number, line.id, hidden=True))))
    assert "欧阳小满" not in public and "13812342609" not in public
    assert "水渠堵了" in public and "赵明山" in public
