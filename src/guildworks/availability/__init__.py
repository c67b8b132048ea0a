"""Weekly capacity and local working hours."""
