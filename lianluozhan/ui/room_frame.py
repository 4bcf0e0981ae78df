"""The open room inside the desk: fills what there is, and scrolls where a window is lower than the room needs."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QStackedWidget, QWidget


class _Holder(QWidget):
    """Asks only for the least its stack needs: a scroll area would take its preferred height for that."""

    def __init__(self, stack: QStackedWidget) -> None:
        super().__init__()
        self._stack = stack
        stack.setParent(self)

    def minimumSizeHint(self) -> QSize:
        return self._stack.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._stack.setGeometry(self.rect())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().event(event)


class RoomFrame(QScrollArea):
    """Only the room in sight says how much it needs."""

    def __init__(self, stack: QStackedWidget) -> None:
        super().__init__()
        self._stack = stack
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(_Holder(stack))
        stack.currentChanged.connect(self._measure)

    def _measure(self) -> None:
        usual, ignored = QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored
        for number in range(self._stack.count()):
            policy = usual if number == self._stack.currentIndex() else ignored
            self._stack.widget(number).setSizePolicy(policy, policy)
