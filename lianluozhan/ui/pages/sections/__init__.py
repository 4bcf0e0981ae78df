"""Rooms made of sections: the kinds at the left, a list, the chosen record; written in drawers."""
