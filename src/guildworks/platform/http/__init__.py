"""What every door for programs shares: problems, cursors, rates, answers that are kept, and what a body may hold."""
