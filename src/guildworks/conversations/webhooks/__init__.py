"""Webhooks: what happens, sent to an address of the organisation after the Standard Webhooks specification."""
