"""The sections of the room 档案, one kind of work each."""
