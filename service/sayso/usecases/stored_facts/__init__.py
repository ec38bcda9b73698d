"""What is stored, ready to be judged at once: facts and answers in columns, kept in memory."""
