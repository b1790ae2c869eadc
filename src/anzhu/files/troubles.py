"""The one exception by which a trade in the child says what is wrong with a file."""


class Trouble(Exception):
    """The file cannot be used; ``code`` is an objection's code, ``params`` are its facts.

    ``peak_kib`` and ``cpu`` are what it cost to find that out: the memory of the child, and its
    seconds of processor; 0 as long as that is not known.
    """

    peak_kib: int = 0
    cpu: float = 0.0

    def __init__(self, code: str, **params: int | str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
