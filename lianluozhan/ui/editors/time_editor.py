"""A time of the day, typed in whatever way is quickest."""

from __future__ import annotations

from lianluozhan.models.spoken_times import read_time

from .. import theme
from .editor import not_understood
from .line_editor import LineEditor

EXAMPLE = "例如 9:30、930、下午3点"


class TimeEditor(LineEditor):
    """A line that understands times and says at its right end which one; the value is 09:30, or empty."""

    SAYS_AT_ONCE = True
    MARKS_UNSEEN = False

    def __init__(self, name: str = "", *, hint: str = "") -> None:
        super().__init__(name, max_length=20, hint=hint)
        self.set_usual_tip(EXAMPLE)
        self.setAccessibleDescription(hint or EXAMPLE)
        self.setMinimumWidth(theme.scaled(110))
        self.editingFinished.connect(self._show_as_read)

    def value(self) -> str:
        text = self.text().strip()
        found = read_time(text)
        if text and found is None:
            raise not_understood(self, f"看不懂时间“{text}”。请写成 9:30、930 或下午3点的样子。")
        return f"{found:%H:%M}" if found else ""

    def doubts(self, text: str) -> list[str]:
        """The time that was understood, where it is written in another way."""
        found = read_time(text)
        return [f"{found:%H:%M}"] if found and f"{found:%H:%M}" != text.strip() else []

    def leave(self) -> None:
        self._show_as_read()

    def _show_as_read(self) -> None:
        found = read_time(self.text())
        if found is not None:
            self.set_value(f"{found:%H:%M}")
