"""Who is said to have said what, by rules alone? The fallback without weights, and the baseline to beat."""
