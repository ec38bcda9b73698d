"""Archives: millions of claims in files, their facts, and what a rubric says of all of them."""
