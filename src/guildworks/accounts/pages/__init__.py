"""For whom somebody acts, who belongs to an organisation, and how one is asked in."""
