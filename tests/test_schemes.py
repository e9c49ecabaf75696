"""Rules for light and dark colours, repeated for pages whose scheme no script has settled."""

from __future__ import annotations

import pytest

from schemes import with_auto

pytestmark = pytest.mark.machinery

DARK = "@media (prefers-color-scheme:dark)"
LIGHT = "@media (prefers-color-scheme:light)"


@pytest.mark.parametrize(
    ("css", "added"),
    [
        ("html[data-theme=dark]{--a:1}", f'{DARK}{{html[data-theme="auto"]{{--a:1}}}}'),
        ('html[data-theme="light"] .a{b:c}', f'{LIGHT}{{html[data-theme="auto"] .a{{b:c}}}}'),
        # Of several selectors those that settle a scheme.
        (
            ".a:is(.b,.c), html[ data-theme = 'dark' ] :is(.a,.b){b:c}".replace("[ ", "["),
            f'{DARK}{{html[data-theme="auto"] :is(.a,.b){{b:c}}}}',
        ),
        # Braces and semicolons that are none.
        (
            "/* } */ html[data-theme=dark] a::before{content:'};{'}",
            f"{DARK}{{html[data-theme=\"auto\"] a::before{{content:'}};{{'}}}}",
        ),
        (
            "html[data-theme=dark]{background:url(data:a;b{)}",
            f'{DARK}{{html[data-theme="auto"]{{background:url(data:a;b{{)}}}}',
        ),
    ],
)
def test_a_rule_of_a_scheme_is_followed_by_itself(css: str, added: str) -> None:
    assert with_auto(f"{css}p{{q:r}}") == f"{css}{added}p{{q:r}}"


def test_a_rule_for_both_schemes_holds_in_both() -> None:
    css = 'html[data-theme="light"] a,html[data-theme="dark"] b{c:d}'
    light, dark = (f'html[data-theme="auto"] {name}{{c:d}}' for name in "ab")
    assert with_auto(css) == f"{css}{LIGHT}{{{light}}}{DARK}{{{dark}}}"


def test_a_rule_within_others_stays_there() -> None:
    css = "@media print{html[data-theme=dark]{a:b}}.x{c:d;html[data-theme=dark] &{e:f}}"
    assert with_auto(css) == (
        f'@media print{{html[data-theme=dark]{{a:b}}{DARK}{{html[data-theme="auto"]{{a:b}}}}}}'
        f".x{{c:d;html[data-theme=dark] &{{e:f}}"
        f'{DARK}{{html[data-theme="auto"] &{{e:f}}}}}}'
    )


@pytest.mark.parametrize(
    "css",
    [
        "",
        "@charset 'utf-8';@import url(a.css);a{b:c}",
        "html:not([data-theme]){a:b}html[data-theme]{a:b}html[data-mode=dark]{a:b}",
        '@supports selector([data-theme="dark"]){a{b:c}}',
        "a{b:c}}} {{ d",
        "a{b:c",
    ],
)
def test_other_rules_stay_as_they_are(css: str) -> None:
    assert with_auto(css) == css
