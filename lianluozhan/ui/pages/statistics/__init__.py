"""The parts of the room 统计."""
