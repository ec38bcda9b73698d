"""Rubrics: what a desk writes, read with places kept, checked as a whole, and identified by digest."""
