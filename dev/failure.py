"""The one exception of the developer tools: a sentence for the person at the terminal."""


class Failure(Exception):
    """Something a person can act on. Its text is the whole message, one sentence, no traceback."""
