"""What an engineer may know of the briefs that they were considered for: where they stood, why, and why not."""
