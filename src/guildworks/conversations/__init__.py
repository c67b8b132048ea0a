"""What people say to each other and are told: threads of comments, and notifications as each person wants them."""
