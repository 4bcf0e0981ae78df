"""The printed forms, one module each: a pure function from records to a Document."""
