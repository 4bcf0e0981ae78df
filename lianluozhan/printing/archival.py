"""What a file says about itself: title, issuer, subject and day, and the same as XMP, as PDF/A-2b asks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape

from .document import Document, Letterhead, OfficialHead, Para
from .lines import visible

PROGRAM = "联络站"
_NUMBER = re.compile("号：(.+)")


@dataclass(frozen=True)
class Description:
    """Title, who issued it, what it is about, when it was made."""

    title: str
    author: str
    subject: str
    made: datetime

    @classmethod
    def of(cls, document: Document | None, count: int, made: datetime) -> Description:
        """Of a file that begins with this document and has so many."""
        if document is None:
            return cls("", PROGRAM, "", made)
        title = _plain(document.title)
        about = f"{title}等{count}份" if count > 1 else _plain(document.running_right) or title
        return cls(title, issuer(document), about, made)

    def packet(self) -> bytes:
        """All of it as XMP, and that the file means to be PDF/A-2b."""
        title, author, subject = map(escape, (self.title, self.author, self.subject))
        day = self.made.isoformat(timespec="seconds")
        return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<xmp:CreatorTool>{PROGRAM}</xmp:CreatorTool><xmp:CreateDate>{day}</xmp:CreateDate><xmp:ModifyDate>{day}</xmp:ModifyDate>
<pdf:Producer>{PROGRAM}</pdf:Producer><pdf:Keywords></pdf:Keywords><pdf:Trapped>False</pdf:Trapped>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>""".encode()


def bookmark(number: int, document: Document) -> str:
    """What finds a document among many of the same title: its place, its title, the number it bears."""
    found = _NUMBER.search(document.running_right)
    heads = (block.number for block in document.blocks if isinstance(block, Letterhead | OfficialHead))
    own = found[1] if found else next(heads, "")
    return "\u3000".join(filter(None, (str(number), _plain(document.title), _plain(own))))


def issuer(document: Document) -> str:
    """Who stands at the head of a sheet: the station, or whoever sends the letter."""
    for block in document.blocks:
        if isinstance(block, Letterhead | OfficialHead) and block.name.strip():
            return _plain(block.name)
        if isinstance(block, Para) and block.style == "station" and block.text.strip():
            return _plain(block.text)
    return PROGRAM


def _plain(text: str) -> str:
    """On one line, without characters that XML does not know."""
    return " ".join(visible(text).split())
