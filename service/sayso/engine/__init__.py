"""Grades claims against compiled rubrics: no text, files, clock, network or randomness in here."""
