"""What people have agreed to, in which words and when, and that they have taken it back."""
