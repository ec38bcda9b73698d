"""How does a Python program ask a running Sayso? ``from sayso import Sayso``; one description of each call, sent by
two small senders, one that blocks and one that awaits.
"""
