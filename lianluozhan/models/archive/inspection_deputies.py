"""迎检, the deputies: groups, service files, training, surveys (2.2.4, 3.1, 4.1, 4.4, 5.3)."""

from __future__ import annotations

from .inspection_look import Found, Look, day

IN_OFFICE = (
    "SELECT d.id, d.name FROM deputies d WHERE (d.retired_on IS NULL OR d.retired_on >= :first)"
    " AND EXISTS (SELECT 1 FROM mandates m WHERE m.deputy_id = d.id AND m.voided_on IS NULL"
    " AND (m.starts_on IS NULL OR m.starts_on <= :last) AND (m.ends_on IS NULL OR m.ends_on >= :first))"
    " ORDER BY d.id"
)
_SURVEYS = "kind IN ('research', 'inspection', 'survey', 'law_check')"
_IN_YEAR = "voided_on IS NULL AND date(starts_at) BETWEEN :first AND :last"
_HAS_FILE = (
    "EXISTS (SELECT 1 FROM attachments f WHERE f.owner_table = 'activities' AND f.owner_id = activities.id"
    " AND f.voided_on IS NULL)"
)
DECEMBER = 12


def grouped(look: Look) -> Found:
    """Each deputy belongs to a group of the station."""
    everybody = look.rows(IN_OFFICE)
    members = {
        row[0]
        for row in look.rows(
            "SELECT deputy_id FROM group_members WHERE starts_on <= :last AND (ends_on IS NULL OR ends_on >= :first)"
        )
    }
    lacking = tuple(name for id_, name in everybody if id_ not in members)
    there = f"{len(everybody)} 名代表，{len(everybody) - len(lacking)} 名编了组"
    return Found(there, "每名代表编入小组", lacking or (() if everybody else ("没有登记代表",)))


def _each_deputy(look: Look, sql: str, least: int, unit: str, expected: str) -> Found:
    """Each deputy has at least so many; `sql` counts by deputy."""
    counts = {row[0]: int(row[1] or 0) for row in look.rows(sql)}
    everybody = look.rows(IN_OFFICE)
    lacking = tuple(
        f"{name}（{counts.get(id_, 0)} {unit}）" if least > 1 else name
        for id_, name in everybody
        if counts.get(id_, 0) < least
    )
    return Found(f"{len(everybody)} 名代表，{len(everybody) - len(lacking)} 名够", expected, lacking)


def served(look: Look) -> Found:
    """The file of each deputy has something of the year."""
    sql = (
        "SELECT deputy_id, count(*) FROM service_records WHERE voided_on IS NULL"
        " AND starts_on BETWEEN :first AND :last GROUP BY deputy_id"
    )
    return _each_deputy(look, sql, 1, "条", "每名代表当年有履职记录")


def reviewed(look: Look) -> Found:
    """At the end of the year each file has its review."""
    sql = "SELECT deputy_id, count(*) FROM year_reviews WHERE voided_on IS NULL AND year = :year GROUP BY deputy_id"
    least = 1 if look.is_over or look.until.month == DECEMBER else 0
    return _each_deputy(look, sql, least, "份", "每名代表有年度履职小结" + ("" if least else "（12 月起）"))


def reported(look: Look) -> Found:
    """Each deputy has reported to his voters."""
    sql = "SELECT deputy_id, count(*) FROM voter_reports WHERE voided_on IS NULL AND year = :year GROUP BY deputy_id"
    wanted = look.number("report_to_voters.per_year")
    return _each_deputy(look, sql, look.so_far(wanted), "次", f"每名代表述职：{look.wanted(wanted)}")


def in_touch(look: Look) -> Found:
    """Each deputy keeps in touch with his voters."""
    sql = (
        "SELECT deputy_id, count(*) FROM contacts WHERE voided_on IS NULL"
        " AND contacted_on BETWEEN :first AND :last GROUP BY deputy_id"
    )
    wanted = look.number("contact.voters_min")
    return _each_deputy(look, sql, look.so_far(wanted), "条", f"每名代表联系选民：{look.wanted(wanted, '人（户）')}")


def on_duty(look: Look) -> Found:
    """Each deputy has received voters as often as he should."""
    sql = (
        "SELECT a.deputy_id, count(*) FROM attendances a JOIN receptions r ON r.id = a.owner_id"
        " WHERE a.owner_table = 'receptions' AND a.voided_on IS NULL AND a.presence = 'present'"
        " AND r.voided_on IS NULL AND r.held_on BETWEEN :first AND :last GROUP BY a.deputy_id"
    )
    wanted = look.number("reception.min_per_deputy_year")
    return _each_deputy(look, sql, look.so_far(wanted), "次", f"每名代表接待：{look.wanted(wanted)}")


def group_activities(look: Look) -> Found:
    """Each group has met as often as it should."""
    wanted = look.number("group.activity_per_year")
    groups = look.rows(
        "SELECT name, (SELECT count(*) FROM activities WHERE activities.group_id = g.id AND kind = 'group'"
        f" AND {_IN_YEAR}) FROM deputy_groups g WHERE (retired_on IS NULL OR retired_on >= :first)"
        " AND (formed_on IS NULL OR formed_on <= :last) ORDER BY id"
    )
    least = look.so_far(wanted)
    lacking = tuple(f"{name}（{count} 次）" for name, count in groups if count < least)
    there = f"{len(groups)} 个小组，共活动 {sum(count for _, count in groups)} 次"
    return Found(there, f"每个小组：{look.wanted(wanted)}", lacking or (() if groups else ("没有代表小组",)))


def trainings(look: Look) -> Found:
    """Deputies and staff were brought together to learn."""
    held = look.rows(f"SELECT count(*) FROM activities WHERE kind = 'training' AND {_IN_YEAR}")[0][0]
    wanted = look.number("training.per_year")
    short = look.so_far(wanted) - held
    return Found(f"学习培训 {held} 次", look.wanted(wanted), (f"还差 {short} 次",) if short > 0 else ())


def training_records(look: Look) -> Found:
    """Each training has who came, and what it was about."""
    rows = look.rows(
        "SELECT starts_at, title, content <> '' OR result <> '', EXISTS (SELECT 1 FROM attendances a"
        " WHERE a.owner_table = 'activities' AND a.owner_id = activities.id AND a.voided_on IS NULL"
        f" AND a.presence = 'present') FROM activities WHERE kind = 'training' AND {_IN_YEAR} ORDER BY starts_at"
    )
    lacking = [
        f"{day(at)} {title}：没有{'、'.join(what)}"
        for at, title, told, signed in rows
        if (what := [*([] if signed else ["签到"]), *([] if told else ["内容"])])
    ]
    return Found(f"{len(rows)} 次，{len(rows) - len(lacking)} 次材料齐", "每次有签到和内容", tuple(lacking))


def surveys(look: Look) -> Found:
    """Deputies went out to look."""
    held = look.rows(f"SELECT count(*) FROM activities WHERE {_SURVEYS} AND {_IN_YEAR}")[0][0]
    lacking = () if held or not look.so_far(2) else ("还没有组织调研、视察",)
    return Found(f"调研、视察、执法检查 {held} 次", "组织了调研、视察", lacking)


def survey_reports(look: Look) -> Found:
    """Each of them ended in a report or an opinion."""
    rows = look.rows(
        f"SELECT starts_at, title, result <> '' OR {_HAS_FILE} FROM activities"
        f" WHERE {_SURVEYS} AND {_IN_YEAR} ORDER BY starts_at"
    )
    lacking = tuple(f"{day(at)} {title}" for at, title, told in rows if not told)
    return Found(f"{len(rows)} 次，{len(rows) - len(lacking)} 次有成果", "每次有报告或者意见", lacking)


def survey_people(look: Look) -> Found:
    """Each of them says who took part."""
    rows = look.rows(
        "SELECT starts_at, title, EXISTS (SELECT 1 FROM attendances a WHERE a.owner_table = 'activities'"
        " AND a.owner_id = activities.id AND a.voided_on IS NULL AND a.presence = 'present') FROM activities"
        f" WHERE {_SURVEYS} AND {_IN_YEAR} ORDER BY starts_at"
    )
    lacking = tuple(f"{day(at)} {title}" for at, title, came in rows if not came)
    return Found(f"{len(rows)} 次，{len(rows) - len(lacking)} 次有签到", "每次有代表签到", lacking)
