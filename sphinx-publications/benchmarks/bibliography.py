"""Generated bibliographies that look like real ones; the same number gives the same file."""

from __future__ import annotations

import random

GIVEN = (
    "Ana Björn Chloé Dženan Émile Fatima Guðrún Håkon Ines Jürgen Kateřina Łukasz Mei-Ling "
    "Nikolaos Oğuz Priya Quentin René Søren Thị Ulrike Víctor Wulfram Xinyi Yann Zoë"
).split()
FAMILY = (
    "Ångström Bellec Castañeda Dvořák Erdős Fernández García Höppner Ilić Jørgensen Klähn Łoś "
    "Müller Nguyễn Ólafsdóttir Petrovici Quiroga Rodríguez Schüffny Tóth Ünal Vögels Wang Xu "
    "Yıldız Žižek"
).split()
TOPICS = (
    "spiking networks, synaptic plasticity, neuromorphic hardware, eligibility traces, "
    "recurrent learning, sparse connectivity, cortical recordings, optimal transport, "
    "contrastive prediction, working memory"
).split(", ")
VERBS = "Learning Fitting Explaining Simulating Revisiting Scaling Measuring Understanding".split()
VENUES = (
    ("article", "journal", "Nature Communications"),
    ("article", "journal", "Frontiers in Neuroscience"),
    ("article", "journal", "Journal of Computational Neuroscience"),
    ("inproceedings", "booktitle", "Advances in Neural Information Processing Systems"),
    ("inproceedings", "booktitle", "International Conference on Learning Representations"),
    ("misc", "howpublished", "arXiv"),
)


def bibliography(count: int) -> str:
    """Return `count` BibTeX entries: 2 to 30 authors, annotations, identifiers, abstracts."""
    chance = random.Random(count)
    return "\n".join(entry(number, chance) for number in range(count))


def key(number: int) -> str:
    """Return the key of the entry with a number."""
    return f"paper{number:05d}"


def entry(number: int, chance: random.Random) -> str:
    """Return one entry."""
    people = min(30, 2 + int(chance.expovariate(0.3)))
    authors = [f"{chance.choice(FAMILY)}, {chance.choice(GIVEN)}" for _ in range(people)]
    if chance.random() < 0.7:
        authors[chance.randrange(people)] = "Bellec, Guillaume"
    first, second = chance.sample(TOPICS, 2)
    type_, field, venue = chance.choice(VENUES)
    year = chance.randint(1995, 2026)
    lines = [
        f"author = {{{' and '.join(authors)}}}",
        f"title = {{{chance.choice(VERBS)} {first} with {second}: study {number}}}",
        f"{field} = {{{venue}}}",
        f"year = {{{year}}}",
        f"keywords = {{{first}}}",
        f"abstract = {{We study {first} and {second}. {'Results hold for all networks. ' * 12}}}",
    ]
    if chance.random() < 0.4:
        lines.append("author+an = {1=equal; 2=equal}")
    if type_ == "article":
        lines.append(f"doi = {{10.1000/{number}}}")
        lines.append(f"volume = {{{chance.randint(1, 90)}}}")
    if chance.random() < 0.5:
        # Identifiers with five digits after the full stop exist since 2015.
        month = f"{max(year, 2015) % 100:02d}{chance.randint(1, 12):02d}"
        lines.append(f"eprint = {{{month}.{number % 100000:05d}}}")
        lines.append("eprinttype = {arxiv}")
    if chance.random() < 0.5:
        lines.append(f"code = {{https://github.com/example/{key(number)}}}")
    fields = ",\n  ".join(lines)
    return f"@{type_}{{{key(number)},\n  {fields},\n}}\n"
