"""One person at the desk without the window around it: quicker than signing in, driven by the same keys."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest

from lianluozhan.models import categories, opinions
from lianluozhan.models.homes import sign_in
from lianluozhan.models.opinions import Opinion
from lianluozhan.ui.changes import Changes
from lianluozhan.ui.desk import Desk
from lianluozhan.ui.pages.opinion.review_desk import ReviewDesk

from .station_at_work import PASSWORD, days_ago


def submit(session, title, **values):
    form = Opinion(
        received_on=days_ago(0),
        submitter_name="周长福",
        category_id=categories.choices(session)[0][0],
        title=title,
        content="路灯坏了四盏，快两个月了。",
        proposal="建议由村镇建设服务中心办理。",
        village_id=1,
        **values,
    )
    return opinions.register_and_submit(session, form)


class Person:
    """One person at the desk, driven by keys."""

    def __init__(self, application, home, user="zhang", password=PASSWORD):
        self.application = application
        self.session = sign_in(home, user, password)
        changes = Changes(application)
        changes.follow(self.session)
        self.desk = Desk(self.session, changes, home=home.folder)
        self.desk.resize(1366, 740)
        self.desk.show()
        QTest.qWaitForWindowExposed(self.desk)
        self.desk.activateWindow()

    def queue(self):
        """Straight into the queue."""
        page = self.desk.page("opinions")
        page.open_review()
        self.desk.go("opinions")
        self.application.processEvents()
        return self.top()

    def top(self):
        found = self.desk.current.jobs.currentWidget()
        assert isinstance(found, ReviewDesk)
        return found

    @property
    def focus(self):
        return self.application.focusWidget()

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(self.application.activePopupWidget() or self.focus, key, modifier)
        self.application.processEvents()
        if self.application.activeWindow() is not self.desk:  # as a window manager would
            self.desk.activateWindow()
            self.application.processEvents()

    def type(self, text):
        event = QInputMethodEvent()
        event.setCommitString(text)
        self.application.sendEvent(self.focus, event)

    def status(self, id_):
        return self.session.get(Opinion, id_).status

    def close(self):
        self.desk.close()
        self.desk.deleteLater()
        self.session.close()
