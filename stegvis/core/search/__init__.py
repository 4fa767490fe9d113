"""Finding records by any fragment of their texts: one index for all kinds of things, on both databases.

`kinds` says what can be found (registered by the apps that know the nouns), `watching` makes the database itself mark
what changed, `indexing` brings the index into step, `finding` asks it and `ranking` puts the best first.
"""
