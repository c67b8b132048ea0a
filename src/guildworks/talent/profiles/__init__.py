"""Changing a profile piece by piece: claims, jobs and works. The rest of it changes by `edit_engineer`."""
