"""The pages of an engineer's profile: their own, the resume that they send, and what everybody sees."""
