"""What the pages show, in words and pictures, from what is kept."""
