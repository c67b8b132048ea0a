"""What people say to each other and are told: notifications and how each person wants them."""
