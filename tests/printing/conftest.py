"""Printing needs no screen; what Qt is asked about fonts is asked without one."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
