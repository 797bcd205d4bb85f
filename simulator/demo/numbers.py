"""Numbers that look real and belong to nobody: drawn by name, the same in every run."""

import hashlib

ABN_WEIGHTS = (10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19)


def draw(what: str, size: int) -> int:
    """A number from 0 to `size` - 1 that depends on the text `what` alone."""
    return int.from_bytes(hashlib.sha256(what.encode()).digest()[:8], "big") % size


def pick(what: str, choices: list):
    """One of `choices`, by the text `what`."""
    return choices[draw(what, len(choices))]


def abn(what: str) -> str:
    """An Australian business number whose check digits are right.

    Rule of the Australian Business Register: the first digit less one, times the weights, divides
    by 89. The body begins with 999, where no number is known to have been given out.
    """
    body = f"999{draw('abn ' + what, 10**6):06}"
    for prefix in range(10, 100):
        number = f"{prefix}{body}"
        if valid_abn(number):
            return number
    raise ValueError(f"No check digits fit {body}.")


def valid_abn(number: str) -> bool:
    """Whether eleven digits satisfy the register's check."""
    digits = [int(digit) for digit in number]
    digits[0] -= 1
    return sum(w * d for w, d in zip(ABN_WEIGHTS, digits, strict=True)) % 89 == 0
