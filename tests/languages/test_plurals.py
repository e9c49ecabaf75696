"""The rule for plurals of Sphinx's catalogues, as a function of JavaScript."""

from __future__ import annotations

import json

import pytest

from languages import catalogue

pytestmark = pytest.mark.machinery


def script(rule: object, messages: dict[str, object] | None = None) -> str:
    said = {"locale": "fr", "plural_expr": rule, "messages": messages or {}}
    return f"Documentation.addTranslations({json.dumps(said)});"


def test_a_rule_is_the_function_that_it_stands_for() -> None:
    assert '{"plural_expr": (n) => Number((n > 1))}' in catalogue(script("(n > 1)"))


@pytest.mark.parametrize("rule", ["alert(1)", "n; x", "n[0]", "", 3, None])
def test_what_is_no_rule_does_not_become_code(rule: object) -> None:
    assert catalogue(script(rule)) == script(rule)


def test_what_a_catalogue_leaves_empty_is_not_translated() -> None:
    made = catalogue(script("n", {"Search": "Recherche", "Hide": "", "%s": ["", ""]}))
    assert '"Search": "Recherche"' in made
    assert "Hide" not in made
    assert "%s" not in made
