"""What each kind of form is printed of: how the record is read, masked, and called in few words."""

from __future__ import annotations

from lianluozhan.models import contacts, handovers, opinions, raising, voter_reports
from lianluozhan.models.activities import Activity, activity_file
from lianluozhan.models.backups import BackupEntry
from lianluozhan.models.boxes import BoxOpening
from lianluozhan.models.calls import Call
from lianluozhan.models.contacts import Contact
from lianluozhan.models.deputies import Deputy
from lianluozhan.models.deputy_files import deputy_file, masked_deputy
from lianluozhan.models.drills import Drill
from lianluozhan.models.handovers import HandOver
from lianluozhan.models.official import OfficialDocument, form_number
from lianluozhan.models.opinions import Opinion, OpinionFile
from lianluozhan.models.opinions.applying import Application
from lianluozhan.models.opinions.press_file import (
    PressFile,
    application_file,
    masked_application,
    masked_press,
    press_file,
)
from lianluozhan.models.opinions.supervising import Level, Supervision
from lianluozhan.models.people_files import masked_staff, staff_file, station_file
from lianluozhan.models.receptions.notice_text import notice_file
from lianluozhan.models.receptions.plan_file import plan_file
from lianluozhan.models.receptions.reception_file import (
    masked_reception,
    masked_visit,
    reception_file,
    visit_file,
)
from lianluozhan.models.receptions.record import Reception, ReceptionNotice, ReceptionPlan, Visit
from lianluozhan.models.register_files import (
    backup_file,
    call_file,
    drill_file,
    emergency_file,
    masked_call,
    opening_file,
)
from lianluozhan.models.service import file_sheets
from lianluozhan.models.service.entering import service_file
from lianluozhan.models.service.record import ServiceRecord
from lianluozhan.models.session import Session
from lianluozhan.models.staff import Staff
from lianluozhan.models.stations import Station, station
from lianluozhan.models.suggestions import Suggestion

from .archive_end_sources import ARCHIVE_END
from .archive_sources import ARCHIVE
from .source import Source as Source


def _opinion_name(session: Session, opinion_id: int) -> str:
    number = session.get(Opinion, opinion_id).number
    return f"{number.rpartition('〕')[2].removesuffix('号')}号" if number else "草稿"


def _not_declined(file: OpinionFile) -> str:
    if file.opinion.decline_ground:
        return ""
    return "这件不是“不予受理”，不用打印告知单。请先在登记表上选不予受理的情形。"


def _not_dispatched(file: OpinionFile) -> str:
    return "" if file.dispatches else "这件还没有交办，打印不出交办单。请先办理交办。"


def _not_again(file: OpinionFile) -> str:
    if any(step.name in ("redo", "again") for step in file.steps):
        return ""
    return "这件没有二次办理，打印不出通知单。反映人不满意、站长决定二次办理以后再打印。"


def _not_answered(file: OpinionFile) -> str:
    return "" if file.replies else "这件还没有答复，打印不出办结销号审批表。请先登记答复。"


def _suggestion_name(session: Session, suggestion_id: int) -> str:
    found = session.get(Suggestion, suggestion_id)
    return found.number or "".join(found.title.split())[:24]


def _press_name(session: Session, press_id: int) -> str:
    return session.get(Supervision, press_id).number or "提醒"


def _not_reminded(found: PressFile) -> str:
    if found.press.level is Level.REMINDER:
        return ""
    return f"这是一份{found.press.level.label}，不是催办，打印不出催办单。请打印记录表。"


def _not_supervised(found: PressFile) -> str:
    return "" if found.press.level is Level.SUPERVISION else "这不是督办，打印不出督办通知书。请先登记督办。"


def _application_name(session: Session, application_id: int) -> str:
    made = session.get(Application, application_id)
    return f"{_opinion_name(session, made.opinion_id or 0)}{made.wish.label}申请"


def _document_name(session: Session, document_id: int) -> str:
    document = session.get(OfficialDocument, document_id)
    return document.number or "".join(document.title.split())[:24]


def _with_f21(document: OfficialDocument) -> str:
    if form_number(document.genre) == "F122":
        return ""
    return f"{document.genre.label}有自己的版式，不按通用公文打印。请选“社情民意分析报告、办理情况通报”。"


def _without_f21(document: OfficialDocument) -> str:
    return "" if form_number(document.genre) == "F21" else "这份公文不是分析报告或通报。请按通用公文打印。"


def _opening_name(session: Session, opening_id: int) -> str:
    opening = session.get(BoxOpening, opening_id)
    return f"{opening.opened_on or ''} {opening.box}"


def _reception_name(session: Session, reception_id: int) -> str:
    reception = session.get(Reception, reception_id)
    return reception.number or f"{reception.held_on or ''} 接待"


def _visit_name(session: Session, visit_id: int) -> str:
    visit = session.get(Visit, visit_id)
    return visit.number or f"{visit.position or ''}号选民"


def _service_name(session: Session, record_id: int) -> str:
    record = session.get(ServiceRecord, record_id)
    return f"{record.starts_on or ''} {''.join(record.title.split())[:24]}"


def _activity_name(session: Session, activity_id: int) -> str:
    activity = session.get(Activity, activity_id)
    return f"{activity.starts_at:%Y-%m-%d} {activity.title}" if activity.starts_at else activity.title


def _backup_name(session: Session, entry_id: int) -> str:
    made_at = session.get(BackupEntry, entry_id).made_at
    return f"{made_at:%Y-%m-%d}" if made_at else ""


def _drill_name(session: Session, drill_id: int) -> str:
    return f"{session.get(Drill, drill_id).held_on or ''}"


def _deputy_name(session: Session, deputy_id: int) -> str:
    return session.get(Deputy, deputy_id).name


def _contact_name(session: Session, contact_id: int) -> str:
    contact = session.get(Contact, contact_id)
    return f"{session.get(Deputy, contact.deputy_id or 0).name} {contact.contacted_on or ''}"


def _handover_name(session: Session, handover_id: int) -> str:
    made = session.get(HandOver, handover_id)
    return f"{made.from_name}交{made.to_name}"


def _report_name(session: Session, report_id: int) -> str:
    report = session.get(voter_reports.VoterReport, report_id)
    return f"{session.get(Deputy, report.deputy_id or 0).name}{report.year}年述职"


def _in_writing(found: voter_reports.VoterReportFile) -> str:
    if found.report.way is voter_reports.ReportWay.ORAL:
        return ""
    return "这是书面述职，没有现场测评，打印不出测评票。要打印空白的票，请用“打印空表”。"


SOURCES: dict[str, Source] = {
    **ARCHIVE,
    **ARCHIVE_END,
    "backups": Source(read=backup_file, name=_backup_name, unit="次"),
    "deputies": Source(
        read=deputy_file,
        name=_deputy_name,
        masked=masked_deputy,
        keeps_secret=lambda found: True,
        unit="位",
    ),
    "drills": Source(read=drill_file, name=_drill_name, unit="次"),
    "emergencies": Source(
        read=emergency_file,
        name=lambda session, station_id: session.get(Station, station_id).name,
        every=lambda session: [station(session).id],
    ),
    "stations": Source(read=station_file, name=lambda session, station_id: session.get(Station, station_id).name),
    "staff": Source(
        read=staff_file,
        name=lambda session, staff_id: session.get(Staff, staff_id).name,
        masked=masked_staff,
        unit="位",
    ),
    "handovers": Source(read=handovers.file_of, name=_handover_name, unit="份"),
    "contacts": Source(
        read=contacts.file_of,
        name=_contact_name,
        masked=contacts.masked_contact,
        keeps_secret=lambda file: file.keeps_secret,
        unit="条",
    ),
    "voter_reports": Source(read=voter_reports.file_of, name=_report_name, refusals={"F07B": _in_writing}, unit="次"),
    "official_documents": Source(
        read=lambda session, document_id: session.get(OfficialDocument, document_id),
        name=_document_name,
        refusals={"F122": _with_f21, "F21": _without_f21},
        unit="份",
    ),
    "opinions": Source(
        read=opinions.file_of,
        name=_opinion_name,
        masked=opinions.masked,
        keeps_secret=lambda file: file.opinion.keeps_secret,
        refusals={"F11": _not_declined, "F12": _not_dispatched, "F18": _not_again, "F20": _not_answered},
    ),
    "suggestions": Source(
        read=raising.suggestion_file,
        name=_suggestion_name,
        masked=raising.masked_suggestion,
        keeps_secret=lambda found: found.keeps_secret,
        unit="份",
    ),
    "supervisions": Source(
        read=press_file,
        name=_press_name,
        masked=masked_press,
        keeps_secret=lambda found: found.file.opinion.keeps_secret,
        refusals={"F14": _not_reminded, "F15": _not_supervised},
    ),
    "applications": Source(
        read=application_file,
        name=_application_name,
        masked=masked_application,
        keeps_secret=lambda found: found.file.opinion.keeps_secret,
    ),
    "receptions": Source(
        read=reception_file,
        name=_reception_name,
        masked=masked_reception,
        keeps_secret=lambda found: any(sheet.visit.keeps_secret for sheet in found.visits),
        unit="期",
    ),
    "reception_plans": Source(
        read=plan_file,
        name=lambda session, plan_id: session.get(ReceptionPlan, plan_id).title,
        unit="份",
    ),
    "reception_notices": Source(
        read=notice_file,
        name=lambda session, notice_id: f"接待公告{session.get(ReceptionNotice, notice_id).number}",
        unit="份",
    ),
    "visits": Source(
        read=visit_file,
        name=_visit_name,
        masked=masked_visit,
        keeps_secret=lambda found: found.visit.keeps_secret,
        unit="张",
    ),
    "activities": Source(read=activity_file, name=_activity_name, unit="次"),
    "deputy_files": Source(
        read=file_sheets.file_sheet,
        name=_deputy_name,
        masked=file_sheets.masked_sheet,
        unit="位",
        every=file_sheets.every_deputy,
    ),
    "deputy_years": Source(
        read=file_sheets.year_file, name=file_sheets.year_name, unit="份", every=file_sheets.every_year_file
    ),
    "point_years": Source(
        read=file_sheets.ranking_file,
        name=lambda session, year: f"{year}年",
        unit="张",
        every=lambda session: [session.today.year],
    ),
    "service_records": Source(read=service_file, name=_service_name, unit="条"),
    "box_openings": Source(read=opening_file, name=_opening_name, unit="次"),
    "calls": Source(
        read=call_file, name=lambda session, call_id: session.get(Call, call_id).number, masked=masked_call, unit="条"
    ),
}
