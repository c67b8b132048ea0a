"""What people say to each other about the things of the house."""
