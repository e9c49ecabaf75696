"""Entries that are hard for every output, for the tests of all of them."""

from __future__ import annotations

MANY = " and ".join(f"Family{number}, Given" for number in range(3000))
HARD = r"""
@article{noyear, author = {One, Ann}, title = {Without a year}, journal = {J}}
@misc{nobody, title = {Without anybody}, year = {2020}}
@book{group, author = {{The CMS Collaboration}}, title = {By a group},
  year = {2019}, publisher = {P}}
@article{range, author = {Two, Ben and others}, title = {Range}, journal = {J},
  date = {2018-05/2019}}
@misc{links, author = {Three, Cy}, title = {Links}, year = {2017}, url = {javascript:alert(1)},
  code = {data:text/html,x}, howpublished = {Web}}
@article{markup, author = {O'Four, D\'i "Di" and {<i>Tag</i> & Sons}},
  title = {<script>alert("x")</script> \& $\alpha < \beta$}, journal = {A & B <J>}, year = {2016},
  abstract = {<p onclick="x">Bold <b>claims</b> & \emph{more}</p>
  in two lines}, keywords = {a & b, <c>}, doi = {10.1000/a<b>"c"}}
@inproceedings{marks, author = {Five, Ed and Six, Fay and Seven, Guy}, title = {Marks},
  author+an = {1=equal; 2=equal; 3=corresponding}, booktitle = {Proc}, year = {2015},
  pages = {1--2}, editor = {Eight, Hal}}
@phdthesis{thesis, author = {Nine, Ida}, title = {Thesis}, school = {TU Graz}, year = {2014},
  langid = {ngerman}}
@techreport{report, author = {Ten, Jo}, title = {Report}, institution = {EPFL}, number = {7},
  year = {2013}}
@software{tool, author = {Eleven, Kim}, title = {Tool}, year = {2012}, url = {https://x.org/t}}
@misc{preprint, author = {Twelve, Lee}, title = {Preprint}, year = {2011}, eprint = {1101.00001},
  eprinttype = {arxiv}}
@unpublished{soon, author = {von der Thirteen, Jr, Max}, title = {Soon}, pubstate = {inpress}}
@article{crowd, author = {MANY}, title = {By 3,000}, journal = {J}, year = {2010}}
""".replace("MANY", MANY)
KEYS = (
    "soon nobody group range links markup marks thesis report tool preprint crowd noyear"
).split()
"""Newest first."""
