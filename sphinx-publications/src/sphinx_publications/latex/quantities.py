r"""Format siunitx quantities as text: ``\SI{1e-3}{\metre\per\second}`` as 1 × 10⁻³ m/s.

Macros, units and abbreviations are those of the siunitx manual (version 3, with the names of
version 2); ranges and lists are in English. Several units after ``\per`` are in parentheses
(siunitx's ``per-mode = symbol``). ``\unit[5]{ms}`` is the macro of units.sty. Formulas of
chemistry, ``\ce{SO4^2-}``, are read as in the mhchem manual (version 4).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from sphinx_publications.latex.macros import PREFIXES, QUANTITIES, UNITS, script

_NEVER_SHORT = {"u", "e", "°", "′", "″", "%", "°C", "c₀"}
_SYMBOLS = {
    **{symbol: symbol for symbol in UNITS.values() if symbol not in _NEVER_SHORT},
    "ohm": "Ω", "l": "l", "Wh": "Wh",
}  # fmt: skip
_SYMBOL_PREFIXES = {**{prefix: prefix for prefix in PREFIXES.values()}, "u": "µ"}
_POWERS = {"square": "2", "cubic": "3", "squared": "2", "cubed": "3"}
_CLOSE = ("°", "′", "″")
_SPACE = "\N{NO-BREAK SPACE}"
_DIGITS = r"\d[\d\s]*(?:[.,]\d[\d\s]*)?|[.,]\d+"
_NUMBER = re.compile(
    r"\s*(?P<sign>[<>≤≥≈]|\\(?:leq?|geq?|approx|sim|ll|gg)(?![A-Za-z]))?"
    r"\s*(?P<minus>[+\-−±]|\\pm(?![A-Za-z]))?"
    rf"\s*(?P<value>{_DIGITS})?\s*(?P<last>\(\d+(?:\.\d+)?\))?"
    rf"(?:\s*(?:\+-|±|\\pm(?![A-Za-z]))\s*(?P<spread>{_DIGITS}))?"
    r"(?:\s*[eEdD]\s*(?P<power>[+\-−]?\d+))?\s*"
)
_TOKEN = re.compile(
    r"\\(?P<macro>[A-Za-z]+)\s*|\\(?P<escaped>.)|\{(?P<group>(?:[^{}]|\{[^{}]*\})*)\}"
    r"|(?P<raise>\^)|(?P<per>/)|(?P<space>[.~*·⋅]|\s+)|(?P<text>[^\\{}^/.~*·⋅\s]+)|(?P<odd>.)",
    re.DOTALL,
)
_POWER = re.compile(r"[+\-−]?[\d.]+|.")
TextOf = Callable[[str], str]
"""Converts LaTeX to text."""


def quantity(name: str, arguments: Sequence[str | None], text_of: TextOf) -> str:
    """Return the text of a macro of `QUANTITIES` with LaTeX arguments.

    `text_of` converts what is neither a number nor a unit. Raise ValueError or IndexError if an
    argument is missing.
    """
    if name in {"ce", "cf"} and arguments:
        return _chemistry(arguments[0] or "", text_of)
    option, *given = (argument or "" for argument in arguments)
    spec = QUANTITIES[name].count("{")
    if len(given) < spec or any(argument is None for argument in _mandatory(name, arguments)):
        raise ValueError(name)
    match name:
        case "num" | "tablenum" | "complexnum":
            return _number(given[0], text_of)
        case "numlist":
            return _listed([_number(part, text_of) for part in given[0].split(";")])
        case "numrange":
            return " to ".join(_number(part, text_of) for part in given)
        case "numproduct":
            return _product(given[0], "", text_of)
        case "ang":
            degrees = zip(given[0].split(";"), _CLOSE, strict=False)
            return "".join(f"{_number(part, text_of)}{sign}" for part, sign in degrees if part)
    if name == "unitfrac":
        given = [f"{given[0]}/{given[1]}"]
    unit = _unit(given[-1], text_of)
    match name:
        case "si" | "unit" | "unitfrac":
            return _with_unit(_number(option, text_of), unit) if _is_value(option) else unit
        case "SI":
            return f"{text_of(given[1])}{_with_unit(_number(given[0], text_of), unit)}"
        case "SIlist" | "qtylist":
            numbers = [_number(part, text_of) for part in given[0].split(";")]
            return _listed([_with_unit(number, unit) for number in numbers])
        case "qtyproduct":
            return _product(given[0], unit, text_of)
    numbers = [_number(part, text_of) for part in given[:-1]]
    return " to ".join(_with_unit(number, unit) for number in numbers)


def _mandatory(name: str, arguments: Sequence[str | None]) -> list[str | None]:
    pairs = zip(QUANTITIES[name], arguments, strict=False)
    return [argument for kind, argument in pairs if kind == "{"]


def _is_value(option: str) -> bool:
    """Whether an option is a number, as for units.sty, and not a setting."""
    return bool(option.strip()) and "=" not in option


def _listed(parts: list[str]) -> str:
    return ", ".join(parts[:-1]) + " and " + parts[-1] if len(parts) > 1 else "".join(parts)


def _product(value: str, unit: str, text_of: TextOf) -> str:
    factors = re.split(r"\s*(?:x|×|\\times)\s*", value)
    return " × ".join(_with_unit(_number(factor, text_of), unit) for factor in factors)


def _with_unit(number: str, unit: str) -> str:
    if not number or not unit:
        return number or unit
    if unit.startswith(_CLOSE) and unit != "°C":
        return number + unit
    number = f"({number})" if " ± " in number and not number.startswith("(") else number
    return f"{number}{_SPACE}{unit}"


def _number(value: str, text_of: TextOf) -> str:
    match = _NUMBER.fullmatch(value)
    if match is None or not (match["value"] or match["power"]):
        parts = re.split(r"\s*(x|×|/|\\times(?![A-Za-z]))\s*", value)
        if len(parts) > 1 and all(_NUMBER.fullmatch(part) for part in parts[::2]):
            signs = ["/" if part == "/" else " × " for part in parts[1::2]]
            numbers = [_number(part, text_of) for part in parts[::2]]
            return "".join(
                number + sign for number, sign in zip(numbers, [*signs, ""], strict=True)
            )
        return text_of(value).strip()
    sign = f"{text_of(match['sign']).strip()} " if match["sign"] else ""
    minus = {"-": "−", r"\pm": "±"}.get(match["minus"] or "", match["minus"] or "")
    number = re.sub(r"\s", "", match["value"] or "") + (match["last"] or "")
    spread = re.sub(r"\s", "", match["spread"] or "")
    if spread:
        number = f"{minus}{number} ± {spread}"
        number, minus = (f"({number})" if match["power"] else number), ""
    if match["power"]:
        power = f"10{script(match['power'].removeprefix('+'), '^')}"
        number = f"{number} × {power}" if number else power
    return f"{sign}{minus}{number}"


class _Units:
    """The units of one argument, each with its power and its side of the fraction."""

    def __init__(self) -> None:
        self.found: list[tuple[str, str, bool]] = []
        """Symbol, power, and whether the unit follows ``per``."""
        self.prefix = self.power = ""
        self.is_per = False

    def add(self, symbol: str) -> None:
        """Add a unit with the prefix and the power that precede it."""
        self.found.append((self.prefix + symbol, self.power, self.is_per))
        self.prefix = self.power = ""
        self.is_per = False

    def raise_last(self, power: str) -> None:
        """Set the power of the last unit."""
        if self.found:
            symbol, _, is_per = self.found[-1]
            self.found[-1] = symbol, power, is_per

    def __str__(self) -> str:
        if self.prefix:
            self.add("")
        above = [_raised(symbol, power) for symbol, power, is_per in self.found if not is_per]
        if not above:
            return _SPACE.join(_raised(s, f"-{power or 1}") for s, power, _ in self.found)
        below = [_raised(symbol, power) for symbol, power, is_per in self.found if is_per]
        denominator = _SPACE.join(below)
        denominator = f"({denominator})" if len(below) > 1 else denominator
        return _SPACE.join(above) + (f"/{denominator}" if below else "")


def _raised(symbol: str, power: str) -> str:
    power = power.removeprefix("+").replace("--", "")
    return symbol + (script(power, "^") if power not in {"", "1"} else "")


def _unit(value: str, text_of: TextOf) -> str:
    if "$" in value:
        return text_of(value).strip()
    units = _Units()
    tokens = list(_TOKEN.finditer(value))[::-1]
    while tokens:
        token = tokens.pop()
        if token["macro"]:
            _macro(token["macro"], tokens, units, text_of)
        elif token["raise"]:
            _take_power(tokens, units)
        elif token["per"]:
            units.is_per = True
        elif token["escaped"] and token["escaped"] not in " ,;:!/":
            units.add(text_of(token[0]))
        elif token["group"]:
            units.add(_unit(token["group"], text_of))
        elif token["text"]:
            units.add(token["text"])
    return str(units)


def _take_power(tokens: list[re.Match[str]], units: _Units) -> None:
    if tokens and (tokens[-1]["group"] or tokens[-1]["text"]):
        token = tokens.pop()
        power = token["group"] or _POWER.match(token["text"])[0]  # type: ignore[index]
        units.raise_last(power)
        rest = "" if token["group"] else token["text"][len(power) :]
        if rest:
            units.add(rest)


def _macro(name: str, tokens: list[re.Match[str]], units: _Units, text_of: TextOf) -> None:
    def group() -> str:
        return tokens.pop()["group"] if tokens and tokens[-1]["group"] else ""

    symbol = UNITS.get(name) or _abbreviated(name)
    if symbol:
        units.add(symbol)
    elif name in PREFIXES or name in {"mu", "textmu"}:
        units.prefix += PREFIXES.get(name, "µ")
    elif name == "per":
        units.is_per = True
    elif name in {"square", "cubic"}:
        units.power = _POWERS[name]
    elif name == "raiseto":
        units.power = group()
    elif name in {"squared", "cubed"}:
        units.raise_last(_POWERS[name])
    elif name == "tothe":
        units.raise_last(group())
    elif name == "of":
        units.found.append((f"({text_of(group())})", "", False))
    elif name == "cdot":
        pass
    else:
        inner = group()
        units.add(text_of(f"\\{name}{{{inner}}}" if inner else f"\\{name}").strip())


def _abbreviated(name: str) -> str:
    """Return the unit of a siunitx abbreviation such as ``kHz`` or ``um``; empty if unknown."""
    if name in _SYMBOLS:
        return _SYMBOLS[name]
    for length in (1, 2) if name != "hbar" else ():
        prefix, symbol = name[:length], name[length:]
        if prefix in _SYMBOL_PREFIXES and symbol in _SYMBOLS:
            return _SYMBOL_PREFIXES[prefix] + _SYMBOLS[symbol]
    return ""


_ARROWS = {
    "->": "→", "<-": "←", "<->": "↔", "<=>": "⇌", "<-->": "⇄", "<=>>": "⇌", "<<=>": "⇌",
}  # fmt: skip
_IN_GROUP = r"\{(?:[^{}]|\{[^{}]*\})*\}"
_CHEMICAL = re.compile(
    rf"(?P<arrow><<=>|<=>>|<=>|<-->|<->|->|<-)(?P<over>(?:\[[^\[\]]*\])*)"
    rf"|(?P<latex>\$[^$]*\$|\\[A-Za-z]+(?:\s+|(?:{_IN_GROUP})*)|\\.|{_IN_GROUP})"
    rf"|(?<=\s)(?P<leaves>[v^])(?=\s|$)|(?<![\w)\]])(?P<amount>\d+(?:[./]\d+)*)"
    rf"|(?P<sign>[\^_])(?P<script>{_IN_GROUP}|\d*[+-]|\d+|[IVX]+|[A-Za-z.*])"
    r"|(?<=[A-Za-z)\]])(?P<count>0\.\d+|\d+)|(?<=[\w)\]])(?P<charge>[+-])(?=[\s)\]/,]|$)"
    r"|(?<=[\w)\]])\s?(?P<dot>[*.])\s?(?=\w)|(?P<bond>#)",
)
"""What of a formula of mhchem prints something else than itself."""


def _chemistry(formula: str, text_of: TextOf) -> str:
    def read(match: re.Match[str]) -> str:
        found = {name: text for name, text in match.groupdict().items() if text is not None}
        match found:
            case {"arrow": arrow, "over": over}:
                words = [_chemistry(part, text_of) for part in re.findall(r"\[([^\[\]]*)\]", over)]
                return "".join([_ARROWS[arrow], *(f"({word})" for word in words if word)])
            case {"sign": sign, "script": raised}:
                return script(text_of(raised.strip("{}")).strip(), sign)
            case {"latex": latex}:
                return text_of(latex)
            case {"amount": amount}:
                return amount
            case {"count": count}:
                return count if "." in count else script(count, "_")
            case {"charge": charge}:
                return script(charge, "^")
        return {"v": "↓", "^": "↑", "#": "≡"}.get("".join(found.values()), "·")

    return _CHEMICAL.sub(read, formula.strip())
