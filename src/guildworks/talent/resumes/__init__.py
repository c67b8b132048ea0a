"""A resume that an engineer sends: kept with what was read of it until they save it, delete it, or its time is over."""
