"""Which rubrics and claims do the property tests try? Built so that nearly all of them are accepted."""
