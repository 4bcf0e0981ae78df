"""The archive (4.6): a year put in order by DA/T 22-2015, numbered, boxed, used, and one day handed over."""
