"""What is looked at when the data are checked: the file itself, its log, rules, numbers, attachments, copies."""
