"""Is there what training needs? Without torch, which only training uses, its test is not collected (see the header)."""

from __future__ import annotations

from importlib.util import find_spec

collect_ignore = [] if find_spec("torch") else ["test_recipe.py"]
