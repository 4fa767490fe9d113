"""The two ways in which reading fails: the whole file, or one value."""


class UnreadableFile(Exception):
    """A file that cannot be read as a table; `code` names why, `details` holds figures for the message.

    Codes: missing, empty, only_header, binary, nul_bytes, cell_too_large, too_many_columns, too_large,
    bad_encoding, damaged_workbook, password_protected, old_excel, no_sheet, no_header.
    """

    def __init__(self, code: str, **details: object):
        super().__init__(code, details)
        self.code = code
        self.details = details

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value!r}" for name, value in self.details.items())
        return f"{self.code} ({told})" if told else self.code


class BadValue(ValueError):
    """One value that does not fit its column; `code` names why, `text` is what stands there.

    Codes: empty, not_a_date, no_such_date, ambiguous_date, not_a_moment, not_a_number, too_large, not_yes_no.
    """

    def __init__(self, code: str, text: object):
        super().__init__(code, text)
        self.code = code
        self.text = text

    def __str__(self) -> str:
        return f"{self.code}: {self.text!r}"
