"""Text size and contrast of this computer's screen; nobody's data."""

from __future__ import annotations

from typing import Any

from ... import theme
from ...editors import OptionRow, TickEditor
from ...text import Words, plain, primary
from .section import Section, padded

KEYS = "随时可以按 Ctrl+加号放大，Ctrl+减号缩小，Ctrl+0 回到标准"
NAMES = {100: "100%　标准", 125: "125%　大", 150: "150%　更大", 200: "200%　最大"}


class DisplaySection(Section):
    """Chosen here, shown at once in the whole window; what is being typed elsewhere stays."""

    KEY, TITLE, ICON = "display", "显示", "eye"
    ABOUT = "只改这台电脑上的显示，对每个账号都一样；打印的表不受影响。"

    def __init__(self, desk: Any) -> None:
        super().__init__(desk)
        body, column = padded()
        self.text_size = OptionRow("percent", [(percent, NAMES[percent]) for percent in theme.TEXT_PERCENTS])
        self.text_size.setAccessibleName("字号")
        self.contrast = TickEditor("high_contrast", "高对比度：白底黑字，框线加深")
        self.text_size.set_value(theme.percent())
        self.contrast.set_value(theme.current() is theme.HIGH_CONTRAST)
        self.text_size.changed.connect(self._weigh)
        self.contrast.changed.connect(self._weigh)
        column.addWidget(plain("字号", "lead"))
        column.addWidget(self.text_size)
        column.addWidget(Words(KEYS, "hint"))
        column.addSpacing(theme.scaled(4))
        column.addWidget(plain("对比度", "lead"))
        column.addWidget(self.contrast)
        column.addWidget(Words("看不清浅颜色时选用", "hint"))
        column.addSpacing(theme.scaled(4))
        column.addWidget(plain("现在的样子", "lead"))
        column.addWidget(Words("石桥村三组路灯损坏，晚上老人出行不便", "title"))
        column.addWidget(Words("我们三组从村口老槐树到小卖部的路灯坏了四盏，快两个月了，请赶紧修一修。"))
        column.addWidget(Words("来信人的原话一字不改；下面这样的小字用在说明和提示里。", "hint"))
        column.addStretch(1)
        self.put_body(body, scrolls=True)
        self.apply_button = primary("换成这样")
        self.apply_button.clicked.connect(self.apply)
        self._words = Words("", "soft")
        self.put_foot(self._words, self.apply_button)
        self._weigh()

    def apply(self) -> None:
        self.desk.appearance_wanted.emit(self.text_size.value() or 100, self.contrast.value())

    def _weigh(self) -> None:
        now = (theme.percent(), theme.current() is theme.HIGH_CONTRAST)
        same = now == (self.text_size.value(), self.contrast.value())
        self.apply_button.setEnabled(not same)
        self._words.setText("现在就是这样显示的。" if same else "换了以后如果看着不合适，可以再换回来。")

    def take_focus(self) -> bool:
        self.text_size.setFocus()
        return True
