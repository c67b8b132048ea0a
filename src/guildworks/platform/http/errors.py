"""What is refused of a request before any domain is asked."""

from __future__ import annotations

from guildworks.platform.errors import BadInput, GuildworksError


class BadRequest(BadInput):
    """This request cannot be read."""

    code = "bad_request"
    http_status = 400
    hint = "Send JSON in UTF-8, as the document of this interface describes it."


class WrongFields(BadInput):
    """Some of what was sent is not right; each field says what is wrong with it."""

    code = "wrong_fields"
    hint = "Nothing was changed. Mend the fields that are named, and send it again."


class TooLarge(BadInput):
    """This is more than can be sent at once."""

    code = "too_large"
    http_status = 413
    hint = "Nothing was changed. Send the part that matters."


class NoSuchAddress(GuildworksError):
    """Nothing is at this address."""

    code = "no_such_address"
    http_status = 404
    hint = "The document of this interface lists all addresses."


class WrongMethod(GuildworksError):
    """This address does not take this method."""

    code = "wrong_method"
    http_status = 405
    hint = "The header Allow names those that it takes."


class KeyInAddress(BadInput):
    """There is an API key in the address of this request: it stands in logs now, where others may read it."""

    code = "key_in_address"
    http_status = 400
    hint = "Revoke that key, make another one, and send it in the header Authorization: Bearer …"


class BadCursor(BadInput):
    """This cursor is not of this list, with these filters, for this key."""

    code = "bad_cursor"
    http_status = 400
    hint = "Take `next` from an answer to the same request, or begin without a cursor."


class TooManyRequests(GuildworksError):
    """This key has sent as many requests as it may for now."""

    code = "too_many_requests"
    http_status = 429
    hint = "Wait as many seconds as the header Retry-After says."


class BadIdempotencyKey(BadInput):
    """An idempotency key has 1 to 200 printable characters of ASCII."""

    code = "bad_idempotency_key"
    hint = "Send a new UUID with each request that is not a repetition."


class IdempotencyKeyTaken(GuildworksError):
    """This idempotency key was sent with another request before."""

    code = "idempotency_key_taken"
    http_status = 422
    hint = "Nothing was changed. Send a key of its own with each request that is not a repetition."


class SameRequestUnderWay(GuildworksError):
    """The same request, with this idempotency key, is being worked on at this moment."""

    code = "same_request_under_way"
    hint = "Send it again in a second: then its answer is there."


class ChangedSinceRead(GuildworksError):
    """This was changed after it had been read: its ETag is another one than If-Match names."""

    code = "changed_since_read"
    http_status = 412
    hint = "Nothing was changed. Read it again, and send the change to what it is now."
