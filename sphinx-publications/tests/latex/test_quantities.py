"""Numbers with units of siunitx: a false number never appears."""

from __future__ import annotations

import pytest

from sphinx_publications import latex

QUANTITIES = [
    # Ranges, lists and products.
    (r"\SIrange{1}{5}{ms}", "1 ms to 5 ms"),
    (r"\qtyrange{10}{20}{\micro\metre}", "10 µm to 20 µm"),
    (r"\numrange{3}{4}", "3 to 4"),
    (r"\SIrange{-5}{5}{\celsius}", "−5 °C to 5 °C"),
    (r"\numlist{1;2;3}", "1, 2 and 3"),
    (r"\SIlist{1;2}{\Hz}", "1 Hz and 2 Hz"),
    (r"\qtyproduct{2 x 3}{\m}", "2 m × 3 m"),
    (r"\numproduct{2x3}", "2 × 3"),
    # Numbers.
    (r"\num{1e5}", "1 × 10⁵"),
    (r"\num{e-3}", "10⁻³"),
    (r"\num{-1.5E-3}", "−1.5 × 10⁻³"),
    (r"\num{12 345.67}", "12345.67"),
    (r"\num{1.20(3)}", "1.20(3)"),
    (r"\num{1.2 +- 0.3e4}", "(1.2 ± 0.3) × 10⁴"),
    (r"\SI{<5}{\mV}", "< 5 mV"),
    (r"\ce{H2O} and \ce{2 H2O}", "H₂O and 2 H₂O"),
    (r"\ce{SO4^2-}, \ce{Ca^2+}, \ce{Na+/K+}", "SO₄²⁻, Ca²⁺, Na⁺/K⁺"),
    (r"\ce{^{227}_{90}Th+} \ce{^13C}", "²²⁷₉₀Th⁺ ¹³C"),
    (r"\ce{[Fe(CN)6]^{3-}} \ce{CuSO4.5H2O}", "[Fe(CN)₆]³⁻ CuSO₄·5H₂O"),
    (r"\ce{Na+ + Cl- -> NaCl v} \ce{1/2 O2 <=>[x] A}", "Na⁺ + Cl⁻ → NaCl ↓ 1/2 O₂ ⇌(x) A"),
    (r"\ce{C#C} \ce{C-H} \ce{\alpha-Fe2O3} \ce{La0.7O3}", "C≡C C-H α-Fe₂O₃ La0.7O₃"),
    (r"\cf{CO_2} in $\ce{H2O}$", "CO₂ in H₂O"),
    (r"\SI{\approx 5}{\mV}", "≈ 5 mV"),
    (r"\SI{1/2}{\m}", "1/2 m"),
    (r"\num{\alpha}", "α"),
    (r"\SI{1}[\$]{}", "$1"),
    # Units by their long and short names, prefixes, powers.
    (r"\SI{150}{\Hz} \qty{2}{\kHz} \SI{5}{\ms}", "150 Hz 2 kHz 5 ms"),
    (r"\SI{5}{\um} \SI{5}{\mohm} \SI{5}{\kWh} \SI{5}{\mmHg}", "5 µm 5 mΩ 5 kWh 5 mmHg"),
    (r"\SI{5}{\H} \SI{5}{\L} \SI{5}{\K} \SI{5}{\C}", "5 H 5 L 5 K 5 C"),
    (r"\SI{3}{\metre\per\second\squared}", "3 m/s²"),
    (r"\SI{8.3}{\joule\per\mole\per\kelvin}", "8.3 J/(mol K)"),
    (r"\SI{5}{\per\square\centi\metre}", "5 cm⁻²"),
    (r"\SI{5}{\metre\tothe{-2}} \si{\raiseto{4}\metre}", "5 m⁻² m⁴"),
    (r"\si{\kilo\gram\cubic\metre}", "kg m³"),
    (r"\SI{5}{m.s^{-2}} \SI{5}{km/h} \SI{5}{kg.m/s^2}", "5 m s⁻² 5 km/h 5 kg m/s²"),
    (r"\SI{5}{\kg\of{salt}}", "5 kg (salt)"),
    (r"\SI{5}{$\mu$m} \SI{5}{\mu m}", "5 μm 5 µm"),
    (r"\SI{5}{\text{cells}\per\litre}", "5 cells/L"),
    (r"\SI{50}{\percent} \SI{50}{\%}", "50 % 50 %"),
    # Degrees.
    (r"\ang{45} \ang{-30;15;2} \ang{;;3}", "45° −30°15′2″ 3″"),
    (r"\SI{20}{\degreeCelsius} \SI{20}{\degree}", "20 °C 20°"),
    # Of units.sty, and in a formula.
    (r"\unit[5]{ms} \unitfrac[5]{m}{s} \unit[per-mode=symbol]{ms}", "5 ms 5 m/s ms"),
    (r"$x = \SI{5}{\ms}$", "x = 5 ms"),
    (r"\uline{\SI{1e-3}{\m}}", "1 × 10⁻³ m"),
]


@pytest.mark.parametrize(
    ("written", "text"), QUANTITIES, ids=[written for written, _ in QUANTITIES]
)
def test_it_reads_as_siunitx_prints_it(written: str, text: str) -> None:
    assert latex.plain(written) == text
    assert latex.troubles(written) == latex.unknown(written) == ()


def test_a_unit_that_nobody_knows_stays_as_typed() -> None:
    assert latex.plain(r"\SI{5}{\spikes\per\second}") == r"5 \spikes/s"
    assert latex.unknown(r"\SI{5}{\spikes\per\second}") == (r"\spikes",)


@pytest.mark.parametrize("written", [r"\SI{5}", r"\numrange{3}", r"\SIrange{1}{2}", r"\num"])
def test_what_lacks_an_argument_is_told(written: str) -> None:
    assert latex.troubles(written) == (written.partition("{")[0],)


def test_no_line_ends_between_a_number_and_its_unit() -> None:
    assert str(latex.rich(r"\SI{5}{\ms}")) == "5\N{NO-BREAK SPACE}ms"
