"""The one exception by which a trade in the child says what is wrong with a file."""


class Trouble(Exception):
    """The file cannot be used; ``code`` is an objection's code, ``params`` are its facts."""

    def __init__(self, code: str, **params: int | str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
