"""The commands of `guildworks --server ADDRESS`: the same words, on a server elsewhere, by an API key."""
