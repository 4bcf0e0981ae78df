"""The numbers of the standards that printed sheets keep, by name, each with where it comes from. One place for all.

查 was read in a published text and is exact; 忆 is general knowledge not read again, 荐 our own value, 算 follows from
others: those three may be changed here without breaking a rule. Millimetres, unless the name says otherwise.
"""

from __future__ import annotations


class Measure(float):
    """A number that remembers its tag and its source; what is computed from it is a plain number again."""

    tag: str
    source: str

    def __new__(cls, value: float, tag: str, source: str) -> Measure:
        made = super().__new__(cls, value)
        made.tag, made.source = tag, source
        return made


_OFFICIAL, _LETTER = "GB/T 9704-2012", "GB/T 9704-2012, 10.1"
_ARCHIVE, _VOLUME, _STUDY = "DA/T 22-2015", "GB/T 9705-2008", "own trial on paper"

# Sheets of official documents (GB/T 9704, 5)
A4_WIDTH, A4_HEIGHT = Measure(210, "查", _OFFICIAL), Measure(297, "查", _OFFICIAL)
OFFICIAL_TOP, OFFICIAL_LEFT = Measure(37, "查", _OFFICIAL), Measure(28, "查", _OFFICIAL)
OFFICIAL_RIGHT, OFFICIAL_BOTTOM = Measure(26, "算", _OFFICIAL), Measure(35, "算", _OFFICIAL)
TYPE_WIDTH, TYPE_HEIGHT = Measure(156, "查", _OFFICIAL), Measure(225, "查", _OFFICIAL)
LINES_A_PAGE, CHARACTERS_A_LINE = 22, 28
CHARACTER_POINTS = Measure(16, "查", _OFFICIAL)  # 三号, the unit 字
GRID_PITCH_POINTS = Measure(28.95, "算", "637.8 pt in 22 lines, rounded down to what Word can hold")

# Head in general format (7.2)
MARK_TOP = Measure(35, "查", _OFFICIAL)  # upper edge of the mark below the type area's
MARK_POINTS = Measure(38, "荐", _STUDY)  # most; a long name gets less
MARK_LINES_BELOW = 2  # blank lines between mark and number
RULE_BELOW_NUMBER = Measure(4, "查", _OFFICIAL)
RULE_POINTS = Measure(1.5, "荐", _STUDY)
TITLE_LINES_BELOW = 2  # blank lines between red rule and title

# Head in letter format (10.1)
LETTER_MARK_TOP = Measure(30, "查", _LETTER)  # from the edge of the paper
LETTER_RULE_BELOW = Measure(4, "查", _LETTER)
LETTER_RULE_WIDTH = Measure(170, "查", _LETTER)
LETTER_LOW_RULE = Measure(20, "查", _LETTER)  # from the lower edge of the paper
LETTER_NUMBER_POINTS = Measure(14, "查", _LETTER)  # below the upper rule: 7/8 of a character
LETTER_MARK_WIDTH = Measure(165, "荐", _STUDY)
THICK_POINTS, THIN_POINTS = Measure(2.25, "荐", _STUDY), Measure(0.75, "荐", _STUDY)
BETWEEN_RULES_POINTS = Measure(1.5, "荐", _STUDY)

# Foot (7.3, 7.4, 7.5)
DATE_INDENT_SEALED = 4  # characters from the right
ORG_INDENT_UNSEALED = 2
IMPRINT_OUTER, IMPRINT_INNER = Measure(0.35, "查", _OFFICIAL), Measure(0.25, "忆", _OFFICIAL)
IMPRINT_PITCH_POINTS = Measure(22, "荐", _STUDY)
NUMBER_BELOW = Measure(7, "查", _OFFICIAL)  # upper edge of the dash of the page number below the type area
NUMBER_POINTS = Measure(14, "查", _OFFICIAL)

# Tables (own values) and what must stay empty
FORM_LEFT, FORM_RIGHT = Measure(28, "荐", _STUDY), Measure(26, "荐", _STUDY)
FORM_TOP, FORM_BOTTOM = Measure(30, "荐", _STUDY), Measure(25, "荐", _STUDY)
LEDGER_SIDE = Measure(20, "荐", _STUDY)  # left and right
LEDGER_TOP, LEDGER_BOTTOM = Measure(28, "荐", _STUDY), Measure(15, "荐", _STUDY)  # bound at the top
CATALOGUE_LEFT, CATALOGUE_RIGHT = Measure(25, "荐", _ARCHIVE), Measure(15, "荐", _ARCHIVE)  # bound at the left
CATALOGUE_TOP, CATALOGUE_BOTTOM = Measure(20, "荐", _ARCHIVE), Measure(15, "荐", _ARCHIVE)
FORM_NUMBER, LEDGER_NUMBER = Measure(15, "荐", _STUDY), Measure(9, "荐", _STUDY)  # page number from the lower edge
STAMP_ZONE = ((80.0, 130.0), (8.0, 30.0))  # x and y of the place for the archive stamp on a first page
CORNER_ZONE = ((170.0, 210.0), (0.0, 18.0))  # x and y of the archive's page number

# Archive stamp, catalogue, labels (DA/T 22)
STAMP_WIDTH, STAMP_HEIGHT = Measure(45, "查", _ARCHIVE), Measure(16, "查", _ARCHIVE)
STAMP_X, STAMP_Y = Measure(82.5, "荐", _ARCHIVE), Measure(12, "荐", _ARCHIVE)
STAMP_LINE_POINTS = Measure(0.5, "荐", _ARCHIVE)
CATALOGUE_COLUMNS = tuple(Measure(n, "荐", _ARCHIVE) for n in (12, 50, 34, 34, 70, 20, 12, 12, 13))
COVER_TITLE_Y, COVER_FIELDS_Y = Measure(80, "荐", _ARCHIVE), Measure(130, "荐", _ARCHIVE)  # of the catalogue's cover
COVER_LABEL, COVER_LINE = Measure(35, "荐", _ARCHIVE), Measure(85, "荐", _ARCHIVE)
COVER_PITCH = Measure(15, "荐", _ARCHIVE)
STATEMENT_HEIGHT, SIGNING_LINE = Measure(150, "荐", _ARCHIVE), Measure(60, "荐", _ARCHIVE)  # of the 备考表
SIGNING_PITCH = Measure(12, "荐", _ARCHIVE)
BOX_HEIGHT, BOX_WIDTH = Measure(310, "查", _ARCHIVE), Measure(220, "查", _ARCHIVE)
SPINES = tuple(Measure(n, "查", _ARCHIVE) for n in (20, 30, 40, 50))
SPINE_LESS = Measure(2, "荐", _ARCHIVE)  # by which a label is narrower than its box
SPINE_HEIGHT = Measure(240, "荐", _ARCHIVE)
SPINE_CELLS = tuple(Measure(n, "荐", _ARCHIVE) for n in (28, 28, 28, 60, 24, 24, 28, 20))
VOLUME_NUMBER_TOP, VOLUME_NUMBER_SIDE = Measure(10, "荐", _ARCHIVE), Measure(12, "荐", _ARCHIVE)
HOLE_X = Measure(18, "荐", "DA/T 69-2018: at least 15 from the edge")
HOLES = tuple(Measure(n, "荐", "DA/T 69-2018: 80 to 100 apart") for n in (58.5, 148.5, 238.5))
HOLES_LYING = tuple(Measure(n, "荐", "DA/T 69-2018: 60 to 80 apart on sheets that lie") for n in (35, 105, 175))
CUT_MARK, CUT_MARK_AWAY = Measure(3, "荐", _STUDY), Measure(1.5, "荐", _STUDY)
CUT_MARK_POINTS = Measure(0.25, "荐", _STUDY)

# Volumes (GB/T 9705)
VOLUME_LEFT, VOLUME_RIGHT = Measure(25, "荐", _VOLUME), Measure(15, "荐", _VOLUME)
VOLUME_TOP, VOLUME_BOTTOM = Measure(25, "荐", _VOLUME), Measure(20, "荐", _VOLUME)
VOLUME_COLUMNS = tuple(Measure(n, "荐", _VOLUME) for n in (12, 30, 30, 58, 20, 10, 10))
VOLUME_SPINES = tuple(Measure(n, "查", _VOLUME) for n in (10, 15, 20))
VOLUME_SPINE_CELLS = tuple(Measure(n, "荐", _VOLUME) for n in (40, 50, 40, 40, 50, 20))

# The code by which a scan finds its record
CODE_SIDE, CODE_ABOVE = Measure(11, "荐", _STUDY), Measure(7, "荐", _STUDY)
CODE_SIDE_LOW, CODE_ABOVE_LOW = Measure(9, "荐", _STUDY), Measure(4.5, "荐", _STUDY)  # where the margin is narrow
CODE_GAP = Measure(2.2, "荐", _STUDY)  # between the symbol and its characters: four modules stay empty
