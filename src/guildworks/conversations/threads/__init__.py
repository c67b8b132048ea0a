"""Threads: comments of colleagues under a brief, a list, or whoever stands on one."""
