"""An admin of the operator sees the house as one person does: for half an hour, changing nothing, and they are told."""
