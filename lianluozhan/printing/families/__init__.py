"""Families of sheets that many forms share; each is one function that takes plain values and returns a Document."""
