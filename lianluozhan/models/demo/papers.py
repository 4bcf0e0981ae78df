"""Official documents of the sample station: three that were sent, and a report still to be signed."""

from __future__ import annotations

from datetime import datetime, timedelta

from .. import official
from ..official import Genre, OfficialDocument, layout_for
from .lives import Cast

NOTICE = """为了解农村道路路灯管护情况，督促有关单位落实管护责任，根据年度工作安排，现将有关事项通知如下：
一、视察时间和路线
（一）集中
上午8:30在镇政府院内集中，统一乘车前往石桥村、东山村、南门社区。
（二）视察
实地察看路灯安装、维修情况，走访沿线群众，听取对管护工作的意见建议。
二、参加人员
镇人大代表，村镇建设服务中心负责人，有关村（社区）负责人。
三、有关要求
请各村（社区）提前做好准备，参加视察的代表安排好工作，准时参加。
附件1
视察路线
石桥村—东山村—南门社区，中午前返回。"""
LETTER = """石桥村群众反映，三组村口至水塘一段四盏路灯损坏近两个月，老人晚上出行不便。
请贵公司于本月底前派员检修，并将办理情况函告我们。"""
ANNOUNCEMENT = """为密切人大代表同人民群众的联系，定于每月15日上午在联络站接待选民，欢迎群众前来反映意见建议。
特此公告。"""
REPORT = """现将本季度社情民意办理情况报告如下：
一、总体情况
本季度收到的意见建议已全部登记、审核，并交有关单位办理。
二、存在问题
个别件答复不够及时，承诺事项的跟踪还要加强。
三、下步打算
逐件督办未办结的件，按期回访反映人。"""
WRITTEN = (  # days ago, genre, title, addressee, body, whether it is signed
    (34, Genre.ANNOUNCEMENT, "关于开展代表接待选民活动的公告", "", ANNOUNCEMENT, True),
    (20, Genre.NOTICE, "关于开展路灯管护情况视察的通知", "各村（社区），镇直有关单位", NOTICE, True),
    (9, Genre.LETTER, "关于商请修复石桥村路灯的函", "县供电公司", LETTER, True),
    (1, Genre.REPORT, "关于本季度社情民意办理情况的报告", "县人民代表大会常务委员会", REPORT, False),
)


def fill_documents(cast: Cast, end: datetime) -> None:
    """Drafted by the officer, signed by the head."""
    for days, genre, title, addressee, body, is_signed in WRITTEN:
        cast.clock.at = end - timedelta(days=days)
        document = OfficialDocument(genre=genre, layout=layout_for(genre), title=title, addressee=addressee, body=body)
        made = official.draft(cast.officers[0], document)
        if is_signed:
            official.issue(cast.head, made.id)
    cast.clock.at = end
