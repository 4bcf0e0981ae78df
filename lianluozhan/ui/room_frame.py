"""The open room inside the desk: fills what there is, and scrolls where a window is lower than the room needs."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QStackedWidget, QWidget


class _Holder(QWidget):
    """Asks only for the least height its stack needs: a scroll area would take its preferred height for that.

    It asks for no width: nothing scrolls sideways, and a room that has less turns to its narrow arrangement.
    """

    def __init__(self, stack: QStackedWidget) -> None:
        super().__init__()
        self._stack = stack
        stack.setParent(self)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._stack.minimumSizeHint().height())

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
        only_current_counts(self._stack)


def only_current_counts(stack: QStackedWidget) -> None:
    """Let a stack need no more than what is in front needs."""
    usual, ignored = QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored
    for number in range(stack.count()):
        policy = usual if number == stack.currentIndex() else ignored
        stack.widget(number).setSizePolicy(policy, policy)
