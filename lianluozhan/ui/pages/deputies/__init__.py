"""The sections and tabs of the room 代表."""
