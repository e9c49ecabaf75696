"""What services answer, written by hand in the documented forms; every paper is invented."""

from __future__ import annotations

from typing import Any

# https://api.crossref.org (works), and by content negotiation https://citation.doi.org/docs.html
CROSSREF: dict[str, Any] = {
    "DOI": "10.5555/snail.2024.7",
    "type": "journal-article",
    "title": [
        "How <i>Helix</i> snails learn: Hebbian rules &amp; CO<sub>2</sub> in SpiNNaker models"
    ],
    "subtitle": [],
    "author": [
        {"given": "Ann Beatrice", "family": "Öne", "sequence": "first", "affiliation": []},
        {"given": "Ben", "family": "van der Two", "sequence": "additional", "affiliation": []},
        {"given": "Cy", "family": "Three", "suffix": "Jr", "sequence": "additional"},
        {"name": "Snail Consortium", "sequence": "additional", "affiliation": []},
    ],
    "container-title": ["The Journal of Computational Neuroscience"],
    "short-container-title": ["J Comput Neurosci"],
    "publisher": "Invented Press",
    "volume": "12",
    "issue": "3",
    "page": "101-119",
    "issued": {"date-parts": [[2024, 5, 6]]},
    "abstract": "<jats:title>Abstract</jats:title><jats:p>Snails are 50% slower &lt;than&gt; hares "
    "when <jats:italic>n</jats:italic> = 3.</jats:p>",
    "URL": "http://dx.doi.org/10.5555/snail.2024.7",
    "resource": {"primary": {"URL": "https://journals.example/snail/7"}},
    "relation": {"has-preprint": [{"id-type": "doi", "id": "10.1101/2023.01.02.500001"}]},
    "license": [{"URL": "https://creativecommons.org/licenses/by/4.0/", "start": {}}],
    "link": [
        {
            "URL": "https://journals.example/snail/7.pdf",
            "content-type": "application/pdf",
            "intended-application": "text-mining",
        }
    ],
    "updated-by": [
        {"DOI": "10.5555/snail.2025.1", "type": "correction", "label": "Correction"},
    ],
}
# Crossref's posted content, as bioRxiv registers it (same pages).
BIORXIV: dict[str, Any] = {
    "DOI": "10.1101/2023.01.02.500001",
    "type": "posted-content",
    "subtype": "preprint",
    "title": ["How Helix snails learn"],
    "author": [{"given": "Ann Beatrice", "family": "Öne"}, {"given": "Ben", "family": "Two"}],
    "institution": [{"name": "bioRxiv"}],
    "publisher": "openRxiv",
    "issued": {"date-parts": [[2023, 1, 2]]},
    "URL": "http://dx.doi.org/10.1101/2023.01.02.500001",
    "relation": {
        "is-preprint-of": [
            {"id-type": "doi", "id": "10.5555/snail.2024.7", "asserted-by": "subject"}
        ]
    },
}
# https://api.biorxiv.org/ (details)
BIORXIV_DETAILS: dict[str, Any] = {
    "messages": [{"status": "ok", "count": 1}],
    "collection": [
        {
            "doi": "10.1101/2023.01.02.500001",
            "title": "How Helix snails learn",
            "authors": "Öne, A. B.; Two, B.",
            "date": "2023-01-02",
            "version": "1",
            "category": "neuroscience",
            "published": "10.5555/snail.2024.7",
            "server": "biorxiv",
        }
    ],
}
# DataCite by content negotiation: https://support.datacite.org/docs/datacite-content-resolver
DATACITE: dict[str, Any] = {
    "type": "dataset",
    "id": "https://doi.org/10.5072/zenodo.77",
    "author": [{"family": "Öne", "given": "Ann"}, {"literal": "Snail Archive"}],
    "issued": {"date-parts": [[2022]]},
    "abstract": "Shells & their spirals",
    "DOI": "10.5072/zenodo.77",
    "publisher": "Zenodo",
    "title": "Shells of 100% organic snails",
    "URL": "https://zenodo.example/records/77",
}
# https://info.arxiv.org/help/api/user-manual.html, section 3.3
ARXIV_ENTRY = """
  <entry>
    <id>http://arxiv.org/abs/{id}v2</id>
    <updated>2023-03-01T00:00:00Z</updated>
    <published>2023-02-03T10:11:12Z</published>
    <title>{title}</title>
    <summary>We learn $x_1$ &amp; more. Code: https://github.com/invented/snails.
    </summary>
    <author><name>Ann B. Öne</name></author>
    <author><name>Ben van der Two</name></author>
    <arxiv:comment xmlns:arxiv="http://arxiv.org/schemas/atom">9 pages</arxiv:comment>
    {more}
    <link href="http://arxiv.org/abs/{id}v2" rel="alternate" type="text/html"/>
    <arxiv:primary_category xmlns:arxiv="http://arxiv.org/schemas/atom" term="q-bio.NC"/>
    <category term="q-bio.NC" scheme="http://arxiv.org/schemas/atom"/>
  </entry>"""
ARXIV_DOI = (
    '<arxiv:doi xmlns:arxiv="http://arxiv.org/schemas/atom">10.5555/snail.2024.7</arxiv:doi>'
)
ARXIV_JOURNAL = (
    '<arxiv:journal_ref xmlns:arxiv="http://arxiv.org/schemas/atom">'
    "Annals of Snails 3 (2024) 1-9</arxiv:journal_ref>"
)


def arxiv(*entries: str) -> str:
    """Return a feed with entries."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        '  <title type="html">ArXiv Query</title><id>http://arxiv.org/api/x</id>\n'
        f"{''.join(entries)}\n</feed>\n"
    )


def arxiv_entry(
    identifier: str = "2302.01234", title: str = "Learning in\n  snails", more: str = ""
) -> str:
    """Return an entry of a feed."""
    return ARXIV_ENTRY.format(id=identifier, title=title, more=more)


# https://api.archives-ouvertes.fr/docs/search
HAL: dict[str, Any] = {
    "response": {
        "numFound": 1,
        "docs": [
            {
                "halId_s": "hal-09999999",
                "docType_s": "ART",
                "title_s": ["Des escargots & des hommes"],
                "authLastName_s": ["Öne", "Éprès"],
                "authFirstName_s": ["Ann", "Zoé"],
                "journalTitle_s": "Annals of Snails",
                "volume_s": "3",
                "issue_s": ["1"],
                "page_s": "1-9",
                "publicationDate_s": "2021-04",
                "doiId_s": "10.5555/annals.3",
                "abstract_s": ["On y parle d'escargots."],
                "fileMain_s": "https://hal.example/hal-09999999/file/a.pdf",
            }
        ],
    }
}
# https://docs.openreview.net/reference/api-v2/entities/note
OPENREVIEW: dict[str, Any] = {
    "notes": [
        {
            "id": "AbCdEfGhIj",
            "forum": "AbCdEfGhIj",
            "cdate": 1683800000000,
            "pdate": 1695300000000,
            "content": {
                "title": {"value": "Snails Are Few-Shot Learners"},
                "authors": {"value": ["Ann B. Öne", "Ben Two"]},
                "abstract": {"value": "We show $O(n^2)$ snails."},
                "venue": {"value": "NeurIPS 2023 poster"},
                "venueid": {"value": "NeurIPS.cc/2023/Conference"},
                "pdf": {"value": "/pdf/0123.pdf"},
            },
        }
    ],
    "count": 1,
}
# https://docs.openreview.net/reference/api-v1
OPENREVIEW_1: dict[str, Any] = {
    "notes": [
        {
            "id": "BJ_snail-1",
            "forum": "BJ_snail-1",
            "cdate": 1518730000000,
            "content": {
                "title": "Old snails",
                "authors": ["Ann Öne", "Ben Two"],
                "abstract": "Snails.",
                "venue": "ICLR 2018 Poster",
            },
        }
    ]
}
# https://docs.openalex.org/api-entities/works/work-object
OPENALEX: dict[str, Any] = {
    "id": "https://openalex.org/W4000000001",
    "doi": "https://doi.org/10.5555/snail.2024.7",
    "title": "How Helix snails learn",
    "display_name": "How Helix snails learn",
    "publication_year": 2024,
    "publication_date": "2024-05-06",
    "type": "article",
    "authorships": [{"author": {"id": "https://openalex.org/A5", "display_name": "Ann B. Öne"}}],
    "biblio": {"volume": "12", "issue": "3", "first_page": "101", "last_page": "119"},
    "primary_location": {
        "landing_page_url": "https://doi.org/10.5555/snail.2024.7",
        "source": {"display_name": "Journal of Computational Neuroscience", "type": "journal"},
    },
    "best_oa_location": {"pdf_url": "https://repository.example/snail.pdf"},
    "abstract_inverted_index": {"Snails": [0], "are": [1, 4], "slow": [2], "and": [3], "shy": [5]},
}
# https://info.orcid.org/documentation/api-tutorials/api-tutorial-read-data-on-a-record/
ORCID: dict[str, Any] = {
    "last-modified-date": {"value": 1700000000000},
    "group": [
        {
            "external-ids": {"external-id": []},
            "work-summary": [
                {
                    "put-code": 1,
                    "title": {"title": {"value": "How Helix snails learn"}, "subtitle": None},
                    "external-ids": {
                        "external-id": [
                            {
                                "external-id-type": "doi",
                                "external-id-value": "10.5555/snail.2024.7",
                                "external-id-relationship": "self",
                            }
                        ]
                    },
                    "type": "journal-article",
                    "publication-date": {
                        "year": {"value": "2024"}, "month": {"value": "05"}, "day": None,
                    },
                    "journal-title": {"value": "Journal of Computational Neuroscience"},
                    "url": None,
                }
            ],
        },
        {
            "external-ids": {"external-id": []},
            "work-summary": [
                {
                    "put-code": 2,
                    "title": {"title": {"value": "A known paper on hares"}, "subtitle": None},
                    "external-ids": {"external-id": []},
                    "type": "conference-paper",
                    "publication-date": {"year": {"value": "2020"}, "month": None, "day": None},
                    "journal-title": None,
                }
            ],
        },
    ],
}  # fmt: skip
# https://dblp.org/xml/docu/dblpxml.pdf
DBLP = """<?xml version="1.0"?>
<dblpperson name="Ann Öne" pid="99/1" n="2">
<r><article key="journals/snail/One24" mdate="2024-06-01">
<author pid="99/1">Ann Öne 0001</author><author pid="99/2">Ben Two</author>
<title>How <i>Helix</i> snails learn.</title><pages>101-119</pages><year>2024</year>
<volume>12</volume><journal>J. Comput. Neurosci.</journal><number>3</number>
<ee>https://doi.org/10.5555/SNAIL.2024.7</ee></article></r>
<r><article publtype="informal" key="journals/corr/abs-2302-01234">
<author pid="99/1">Ann Öne 0001</author><title>Learning in snails.</title><year>2023</year>
<volume>abs/2302.01234</volume><journal>CoRR</journal>
<ee type="oa">https://doi.org/10.48550/arXiv.2302.01234</ee></article></r>
</dblpperson>
"""
# https://openlibrary.org/dev/docs/api/books (jscmd=data)
OPENLIBRARY: dict[str, Any] = {
    "ISBN:9783161484100": {
        "title": "Snails",
        "subtitle": "A life & its shell",
        "authors": [{"url": "https://openlibrary.org/authors/OL1A/x", "name": "Ann B. Öne"}],
        "publishers": [{"name": "Invented Press"}],
        "publish_places": [{"name": "Graz"}],
        "publish_date": "March 2009",
    }
}
