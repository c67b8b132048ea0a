"""The look: base templates, styles, fonts. No business rules."""
