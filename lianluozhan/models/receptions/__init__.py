"""Receptions of constituents by deputies: plan, notice, day, record, summary (3.1.2, 4.2, 5.2)."""
