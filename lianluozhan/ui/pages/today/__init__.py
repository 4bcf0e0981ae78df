"""The parts of the room 今日."""
