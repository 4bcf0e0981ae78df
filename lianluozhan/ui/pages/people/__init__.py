"""The parts of the room 人员和单位: one section a kind of record, and the sheet that shows the chosen one."""
