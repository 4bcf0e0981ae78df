"""The sections of the room 系统, one module each."""
