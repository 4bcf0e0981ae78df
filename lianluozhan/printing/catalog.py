"""All printed forms: number, title, clause of the regulation, what they are printed of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lianluozhan.models.stations import Station

from .document import Document
from .forms.activity_sign_in import activity_sign_in, reception_sign_in
from .forms.analysis_report import analysis_report
from .forms.application_sheet import application_sheet
from .forms.appraisal_list import appraisal_list
from .forms.archive_box import box_cover, box_spines, box_statement
from .forms.archive_catalogue import archive_catalogue, catalogue_cover, in_box
from .forms.archive_stamps import item_stamp, page_numbers, page_numbers_both, printer_test, punch_guide
from .forms.archive_volume import book_front, volume_back, volume_cover, volume_list, volume_statement
from .forms.backup_register import backup_register
from .forms.box_register import box_register
from .forms.call_record import call_record
from .forms.closing_sheet import closing_sheet
from .forms.contact_record import contact_record
from .forms.decline_notice import decline_notice
from .forms.deputy_notice import deputy_notice
from .forms.deputy_roster import deputy_roster
from .forms.deputy_sheet import deputy_sheet
from .forms.dispatch_letter import dispatch_letter
from .forms.drill_record import drill_record
from .forms.emergency_sheet import emergency_sheet
from .forms.handover_list import handover_list
from .forms.inspection_list import inspection_list
from .forms.loan_register import loan_register
from .forms.loan_sheet import loan_sheet
from .forms.official_document import official_document
from .forms.opinion_registration import opinion_registration
from .forms.points_ranking import points_ranking
from .forms.points_sheet import points_sheet
from .forms.reception_arrivals import reception_arrivals
from .forms.reception_notice import reception_notice
from .forms.reception_plan import public_plan, reception_plan
from .forms.reception_record import reception_record
from .forms.reception_summary import reception_summary
from .forms.reminder_sheet import press_log, reminder_sheet
from .forms.reply_letter import reply_letter
from .forms.satisfaction_form import satisfaction_form
from .forms.second_handling import second_handling
from .forms.service_file import PART_FORMS, missing_list, year_review
from .forms.service_ledger import service_ledger
from .forms.service_record import service_record
from .forms.staff_sheet import staff_roster, staff_sheet
from .forms.station_sheet import station_sheet
from .forms.suggestion_paper import suggestion_paper
from .forms.supervision_notice import supervision_notice
from .forms.transfer_list import transfer_items, transfer_list
from .forms.voter_ballot import voter_ballot
from .forms.voter_report import voter_report
from .forms.voter_tally import voter_tally


@dataclass(frozen=True)
class Form:
    """One form of one record of the table `of`; drawn of None it is blank and gets the station instead.

    `outside` marks sheets that leave the station, where a wish for secrecy masks. `together` forms take a sequence of
    records and put them into one document. A `fixed` form is drawn to the measures of a standard: no template of the
    station takes its place.
    """

    number: str
    title: str
    clause: str
    draw: Callable[[Any, Station | None], Document]
    of: str = "opinions"
    outside: bool = False
    copies: int = 1
    together: bool = False
    fixed: bool = False


FORMS = {
    form.number: form
    for form in (
        Form("F01", "联络站基本情况登记表", "2.1.2", station_sheet, "stations"),
        Form("F02", "工作人员登记表", "2.2.1", staff_sheet, "staff"),
        Form("F02R", "工作人员名册", "2.2.1", staff_roster, "staff", together=True),
        Form("F03", "人大代表基本情况登记表", "3.1.4", deputy_sheet, "deputies"),
        Form("F03R", "人大代表名册", "2.2.4", deputy_roster, "deputies", together=True),
        Form("F09", "人大代表公示表", "2.2.4", deputy_notice, "deputies", outside=True, together=True),
        Form("F07", "述职报告", "3.1.4", voter_report, "voter_reports", outside=True),
        Form("F07B", "代表述职测评票", "3.1.4", voter_ballot, "voter_reports", outside=True, together=True),
        Form("F07T", "代表述职测评结果汇总表", "3.1.4", voter_tally, "voter_reports", together=True),
        Form("F08", "代表联系选民记录表", "3.1.4", contact_record, "contacts", together=True),
        Form("F10", "社情民意登记表", "5.1.2", opinion_registration),
        Form("F11", "不予受理（引导）告知单", "4.3.2", decline_notice, copies=2),
        Form("F12", "意见建议交办单", "5.1.4", dispatch_letter, outside=True, copies=2),
        Form("F13", "退办、改派、延期申请审批单", "5.1.4", application_sheet, "applications", outside=True, copies=2),
        Form("F14", "催办单", "5.1.4", reminder_sheet, "supervisions", outside=True, copies=2),
        Form("F14B", "催办督办记录表", "5.1.4", press_log),
        Form("F15", "督办通知书", "5.1.4", supervision_notice, "supervisions", outside=True, copies=2),
        Form("F16", "办理情况答复函", "5.1.4", reply_letter, outside=True),
        Form("F17", "社情民意办理情况征询意见表", "4.3.3", satisfaction_form, copies=2),
        Form("F21", "社情民意分析报告、办理情况通报", "4.3.3", analysis_report, "official_documents"),
        Form("F18", "二次办理通知单", "4.3.2", second_handling, outside=True, copies=2),
        Form("F20", "办结销号审批表", "4.3.2", closing_sheet),
        Form("F24", "人大代表建议、批评和意见", "3.2.2", suggestion_paper, "suggestions", outside=True, copies=2),
        Form("F122", "通用公文", "3.2.2", official_document, "official_documents"),
        Form("F124", "工作交接清单", "4.6.1", handover_list, "handovers", copies=3),
        Form("F22", "意见箱开箱登记表", "5.1.1", box_register, "box_openings", together=True),
        Form("F123", "数据备份登记表", "4.7.2", backup_register, "backups", together=True),
        Form("F125", "数据应急恢复说明", "4.6.1", emergency_sheet, "emergencies"),
        Form("F126", "恢复演练记录", "4.6.1", drill_record, "drills"),
        Form("F30", "代表接待选民计划", "4.2.1", reception_plan, "reception_plans"),
        Form("F30P", "代表接待选民计划（公示版）", "4.2.1", public_plan, "reception_plans"),
        Form("F31", "代表接待选民公告", "4.2.1", reception_notice, "reception_notices"),
        Form("F32", "接待选民签到登记表", "4.2.2", reception_arrivals, "receptions"),
        Form("F33", "代表接待选民记录表", "4.2.2", reception_record, "visits"),
        Form("F34", "接待选民情况汇总表", "5.2.4", reception_summary, "receptions", together=True),
        Form("F04", "代表履职登记表", "3.1.4", service_record, "service_records"),
        Form("F41", "活动签到表", "4.1.3", activity_sign_in, "activities"),
        Form("F41R", "代表接待签到表", "5.2.2", reception_sign_in, "receptions"),
        *(Form(number, f"履职档案·{part.label}", "3.1.4", draw, "deputy_files") for number, part, draw in PART_FORMS),
        Form("F05M", "履职档案缺件清单", "4.6.2", missing_list, "deputy_files"),
        Form("F05Y", "年度履职情况小结", "3.1.4", year_review, "deputy_years"),
        Form("F06", "代表履职积分表", "3.1.4", points_sheet, "deputy_years"),
        Form("F06R", "代表履职积分汇总表", "3.1.4", points_ranking, "point_years"),
        Form("F44", "代表履职（活动）台账", "3.1.4", service_ledger, "service_records", together=True),
        Form("F85", "档案鉴定销毁清册", "4.6.3", appraisal_list, "archive_appraisals"),
        Form("F85T", "档案移交清单", "4.6.3", transfer_list, "archive_transfers", copies=3),
        Form("F85L", "移交档案文件目录", "4.6.3", transfer_items, "archive_transfers", copies=3),
        Form("F86", "迎检资料清单", "7.1.3", inspection_list, "inspections"),
        Form("F83", "档案查阅（借阅）登记表", "4.6.3", loan_register, "archive_loans", together=True),
        Form("F84", "档案借阅审批单", "4.6.3", loan_sheet, "archive_loans"),
        Form("F23", "热线电话（网上留言）记录表", "5.1.1", call_record, "calls"),
        Form("F80", "归档文件目录", "4.6.2", archive_catalogue, "archive_classes"),
        Form("F80C", "归档文件目录封面", "4.6.2", catalogue_cover, "archive_classes", fixed=True),
        Form("F81", "档案盒盒脊标签", "4.6.3", box_spines, "archive_boxes", together=True),
        Form("F81F", "档案盒盒面", "4.6.3", box_cover, "archive_boxes", fixed=True),
        Form("F81N", "备考表", "4.6.3", box_statement, "archive_boxes", fixed=True),
        Form("F81L", "盒内文件目录", "4.6.3", in_box, "archive_boxes"),
        Form("F81S", "归档章套印页", "4.6.2", item_stamp, "archive_items", fixed=True),
        Form("F81P", "页码套印页（单面纸）", "4.6.2", page_numbers, "archive_items", fixed=True),
        Form("F81Q", "页码套印页（双面纸）", "4.6.2", page_numbers_both, "archive_items", fixed=True),
        Form("F81T", "归档章定位测试页", "4.6.2", printer_test, "archive_schemes", fixed=True),
        Form("F81H", "三孔装订打孔定位页", "4.6.2", punch_guide, "archive_schemes", fixed=True),
        Form("F82A", "案卷封面", "4.6.2", volume_cover, "archive_volumes", fixed=True),
        Form("F82L", "卷内文件目录", "4.6.2", volume_list, "archive_volumes"),
        Form("F82N", "卷内备考表", "4.6.2", volume_statement, "archive_volumes", fixed=True),
        Form("F82S", "案卷脊背", "4.6.2", volume_back, "archive_volumes", together=True),
        Form("F82J", "装订册封面和目录", "4.6.2", book_front, "archive_volumes"),
    )
}
LEDGERS = {"F19": "社情民意（意见建议）台账"}
LEDGER_CLAUSE = "4.3.2"
