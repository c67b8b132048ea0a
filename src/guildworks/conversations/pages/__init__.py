"""The pages of notifications, and of how somebody wants them."""
