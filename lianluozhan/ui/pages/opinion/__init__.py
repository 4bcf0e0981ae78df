"""The parts of the room 社情民意: list, record, registration form, and the drawers of the steps."""
