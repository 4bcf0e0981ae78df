"""迎检, the station itself: place and posts (2), the archive (4.6), secrecy and safekeeping (4.7)."""

from __future__ import annotations

from .. import stations
from ..staff import Post
from .appraising import KEPT
from .inspection_look import Found, Look

_IN_POST = (
    "SELECT s.name FROM appointments a JOIN staff s ON s.id = a.staff_id WHERE a.post = :post"
    " AND a.starts_on <= :last AND (a.ends_on IS NULL OR a.ends_on >= :first) ORDER BY a.starts_on, s.id"
)
_MONTHS = 12


def place(look: Look) -> Found:
    """A place of its own, of which address and size are known."""
    found = stations.station(look.session)
    lacking = [] if found.address else ["地址"]
    lacking += [] if found.floor_area else ["面积"]
    area = f"{found.floor_area} 平方米" if found.floor_area else ""
    return Found("，".join(filter(None, (found.address, area))), "地址和面积都登记了", tuple(lacking))


def _post(look: Look, post: Post) -> Found:
    names = list(dict.fromkeys(row[0] for row in look.rows(_IN_POST, post=post.value)))
    return Found("、".join(names), f"有{post.label}", () if names else (f"没有任职的{post.label}",))


def head(look: Look) -> Found:
    return _post(look, Post.HEAD)


def vice_head(look: Look) -> Found:
    return _post(look, Post.VICE_HEAD)


def officer(look: Look) -> Found:
    return _post(look, Post.LIAISON_OFFICER)


def duties(look: Look) -> Found:
    """Who collects, sorts and answers: each officer in post has his duties written down."""
    rows = look.rows(
        "SELECT DISTINCT s.name, s.duties FROM appointments a JOIN staff s ON s.id = a.staff_id"
        " WHERE a.post = :post AND a.starts_on <= :last AND (a.ends_on IS NULL OR a.ends_on >= :first) ORDER BY s.id",
        post=Post.LIAISON_OFFICER.value,
    )
    without = [name for name, duty in rows if not duty.strip()]
    lacking = [f"{name}没有写分工" for name in without] if rows else ["没有联络员"]
    return Found(f"{len(rows) - len(without)} 名联络员写了分工", "每名联络员有分工", tuple(lacking))


# The archive (4.6) ---------------------------------------------------------------------------------------------------


def scheme(look: Look) -> Found:
    """How the station files is decided."""
    chosen = look.rows("SELECT chosen_on FROM archive_schemes WHERE chosen_on IS NOT NULL")
    there = f"{chosen[0][0]} 确定" if chosen else ""
    return Found(there, "分类方案、保管期限表已经确定", () if chosen else ("还没有确定分类方案",))


_NUMBERED = "SELECT count(*) FROM archive_items WHERE year = :filed AND sequence IS NOT NULL"
# whether there was anything in a year that would be filed
_AT_WORK = (
    "SELECT EXISTS (SELECT 1 FROM opinions WHERE voided_on IS NULL AND substr(received_on, 1, 4) = :text)"
    " OR EXISTS (SELECT 1 FROM receptions WHERE voided_on IS NULL AND substr(held_on, 1, 4) = :text)"
)


def _nothing(look: Look) -> tuple[str, ...]:
    """Said of the year that should be filed when it had something to file."""
    return (f"{look.filed_year}年没有归档",) if look.rows(_AT_WORK, text=str(look.filed_year))[0][0] else ()


def filed(look: Look) -> Found:
    """The last whole year is filed and numbered."""
    year = look.filed_year
    total, numbered = look.rows(
        "SELECT count(*), count(sequence) FROM archive_items WHERE year = :filed AND voided_on IS NULL", filed=year
    )[0]
    lacking = () if total else _nothing(look)
    lacking += (f"{year}年还有 {total - numbered} 件没有编件号",) if total > numbered else ()
    return Found(f"{year}年归档 {total} 件，编号 {numbered} 件", f"{year}年的材料归档并编了件号", lacking)


def catalogues(look: Look) -> Found:
    """A catalogue of that year was printed."""
    expected = f"{look.filed_year}年的归档文件目录打印成册"
    if not look.rows(_NUMBERED, filed=look.filed_year)[0][0]:
        return Found("", expected, _nothing(look))
    printed = look.rows(
        "SELECT count(*) FROM prints WHERE form = 'F80' AND voided_on IS NULL AND CAST(owner_id AS TEXT) LIKE :class",
        **{"class": f"{look.filed_year}%"},
    )[0][0]
    return Found(f"打印过 {printed} 次", expected, () if printed else (f"{look.filed_year}年的目录还没有打印",))


def boxed(look: Look) -> Found:
    """Whatever was numbered lies in a box or a volume."""
    expected = f"{look.filed_year}年编了号的都装了盒"
    if not look.rows(_NUMBERED, filed=look.filed_year)[0][0]:
        return Found("", expected, _nothing(look))
    where = f"year = :filed AND {KEPT} AND box_id IS NULL AND volume_id IS NULL"
    loose = look.rows(
        f"SELECT archival_number FROM archive_items WHERE {where} ORDER BY retention, unit, sequence",
        filed=look.filed_year,
    )
    boxes = look.rows(
        "SELECT count(*) FROM archive_boxes WHERE year = :filed AND voided_on IS NULL", filed=look.filed_year
    )[0][0]
    return Found(f"{look.filed_year}年共 {boxes} 盒", expected, tuple(row[0] for row in loose))


def lent(look: Look) -> Found:
    """What was lent is back in time."""
    used = look.rows(
        "SELECT count(*) FROM archive_loans WHERE voided_on IS NULL AND asked_on BETWEEN :first AND :last"
    )[0][0]
    late = look.rows(
        "SELECT number FROM archive_loans WHERE voided_on IS NULL AND handed_on IS NOT NULL AND returned_on IS NULL"
        " AND due_on < :last ORDER BY due_on"
    )
    return Found(f"全年查阅、借阅 {used} 次", "有登记，按期归还", tuple(f"{row[0]} 逾期未还" for row in late))


def package(look: Look) -> Found:
    """The electronic package of that year was made and verified."""
    expected = f"{look.filed_year}年的电子档案包做好并核验"
    if not look.rows(_NUMBERED, filed=look.filed_year)[0][0]:
        return Found("", expected, _nothing(look))
    made, verified = look.rows(
        "SELECT count(*), total(is_verified) FROM archive_packages WHERE year = :filed", filed=look.filed_year
    )[0]
    lacking = () if verified else (f"{look.filed_year}年的电子档案包",)
    return Found(f"做过 {made} 份，核验 {int(verified)} 份", expected, lacking)


# Secrecy and safekeeping (4.7) ---------------------------------------------------------------------------------------


def pledges(look: Look) -> Found:
    """Everybody at work here has given his pledge."""
    rows = look.rows("SELECT name, pledged_on FROM staff WHERE retired_on IS NULL OR retired_on >= :first ORDER BY id")
    lacking = tuple(name for name, pledged in rows if not pledged)
    return Found(f"{len(rows) - len(lacking)} 人签了保密承诺书", f"{len(rows)} 人都签", lacking)


def backups(look: Look) -> Found:
    """In each month that is over a backup was made and proven."""
    proven = {
        int(row[0])
        for row in look.rows(
            "SELECT DISTINCT CAST(substr(made_at, 6, 2) AS INTEGER) FROM backups WHERE is_verified = 1"
            " AND substr(made_at, 1, 4) = :text",
            text=str(look.year),
        )
    }
    last = _MONTHS if look.is_over else look.until.month - 1
    since = look.rows("SELECT at FROM audit_log ORDER BY id LIMIT 1")
    begun = int(since[0][0][5:7]) if since and since[0][0][:4] == str(look.year) else 1
    lacking = tuple(f"{month}月" for month in range(begun, last + 1) if month not in proven)
    return Found(f"{len(proven)} 个月有核验过的备份", "每月备份并核验", lacking)


def drill(look: Look) -> Found:
    """Once a year the data are brought back on another computer."""
    held = look.rows(
        "SELECT held_on FROM drills WHERE voided_on IS NULL AND result <> 'failed' AND held_on BETWEEN :first AND :last"
    )
    lacking = () if held or not look.so_far(1) else ("今年还没有演练",)
    return Found(f"演练 {len(held)} 次", look.wanted(1), lacking)
