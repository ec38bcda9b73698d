"""What was said, by whom, through whom: the vocabulary of facts, claims checked against it, and what follows from
them.
"""
