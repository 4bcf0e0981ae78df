"""The sections of the room 登记簿."""
