"""F31 代表接待选民公告: posted where everybody comes by, in general format without a red head (GB/T 9704; 4.2.1)."""

from __future__ import annotations

from lianluozhan.models.receptions.notice_text import NoticeFile
from lianluozhan.models.stations import Kind, Station

from ..document import OFFICIAL, Block, Closing, Document, Para
from .document_body import balanced, paragraphs
from .marks import WIDE, chinese_date

TITLE = "代表接待选民公告"
_OPEN_DATE = f"{WIDE * 4}年{WIDE * 2}月{WIDE * 2}日"
_OPEN_NUMBER = f"〔{WIDE * 3}〕{WIDE * 2}号"
_BLANK = (
    "为密切人大代表同人民群众的联系，畅通社情民意表达渠道，"
    "根据《中华人民共和国全国人民代表大会和地方各级人民代表大会代表法》"
    "和联络站工作制度，定于下列时间组织人大代表接待选民。现将有关事项公告如下：",
    "一、接待时间",
    f"{_OPEN_DATE}（星期{WIDE * 2}）",
    f"{WIDE * 2}时{WIDE * 2}分至{WIDE * 2}时{WIDE * 2}分",
    "二、接待地点",
    WIDE * 10,
    "三、接待代表",
    WIDE * 10,
    "四、接待内容和受理范围",
    WIDE * 10,
    "五、不受理的事项",
    WIDE * 10,
    "六、注意事项",
    WIDE * 10,
    "七、联系电话",
    WIDE * 10,
)


def reception_notice(file: NoticeFile | None, station: Station | None = None) -> Document:
    """The notice as it hangs, or an empty one to be filled by hand."""
    organ = file.notice.organ if file else _organ(station)
    title = file.title if file else f"{organ}\n关于代表接待选民的公告"
    blocks: list[Block] = [
        Para(balanced(title), "doc_title", after=10.2),
        Para(file.notice.number if file else _OPEN_NUMBER, "doc_number", after=10.2),
        *paragraphs(file.lines if file else _BLANK),
        Closing(organ, chinese_date(file.notice.issued_on if file else None, _OPEN_DATE)),
    ]
    return Document(title="".join(title.split()) or TITLE, blocks=blocks, paper=OFFICIAL)


def _organ(station: Station | None) -> str:
    if station is None or station.kind is Kind.STREET or station.congress.endswith("主席团"):
        return station.congress if station else ""
    return f"{station.congress}主席团"
