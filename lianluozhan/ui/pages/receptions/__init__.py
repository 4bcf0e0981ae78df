"""The sections and the reception day of the room 代表接待."""
