"""What every domain stands on. It knows no domain: no foreign key to one, no name of one."""
