"""The stages of an import: choosing the file, the dry run, carrying it out, what came of it."""
