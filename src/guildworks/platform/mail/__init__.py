"""Mail by an outbox: a row in the transaction that wants it, delivered by a job."""
