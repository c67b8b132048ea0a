"""Engineers: profile, experience, claims apart from evidence, rates, languages, the listing."""
