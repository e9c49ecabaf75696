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
FEW = 60
SMALLER = HARD.replace(MANY, " and ".join(MANY.split(" and ")[:FEW]))
"""`HARD` with `FEW` of the 3,000 authors, where their number is not the point."""
KEYS = (
    "soon nobody group range links markup marks thesis report tool preprint crowd noyear"
).split()
"""Newest first."""


BYTE_ORDER_MARK = "\N{BOM}"
HARDER = r"""
@techreport{numbered, author = {Alpha, Ann}, title = {A Numbered Report}, institution = {CERN},
  number = {CERN-TH-2020-001}, address = {Geneva}, year = {2020}, month = mar, pages = {1--20}}
@article{scholar, author = {Kingma, Diederik P and Ba, Jimmy},
  title = {Adam: A Method for Stochastic Optimization},
  journal = {arXiv preprint arXiv:1412.6980}, year = {2014}}
@article{eid, author = {Beta, Ben}, title = {An Article Without Pages},
  journaltitle = {Physical Review X}, volume = {9}, number = {2}, eid = {021041},
  issn = {2160-3308}, doi = {10.1103/PhysRevX.9.021041}, date = {2019-05-29}, langid = {english}}
@incollection{chapter, author = {de la Cruz, Jr., Ana Mar{\'i}a and van den Berg, Hugo},
  title = {A Chapter}, booktitle = {The Handbook}, editor = {Epsilon, Eve and von Zeta, Otto},
  editor+an = {1=corresponding}, publisher = {Springer}, address = {Cham},
  isbn = {978-3-16-148410-0}, pages = {100--120}, year = {2018}}
@collection{edited, editor = {Eta, Fay and Theta, Sam}, editor+an = {1=equal; 2=equal},
  title = {A Collection}, publisher = {MIT Press}, address = {Cambridge}, year = {2017}}
@inproceedings{aliases, author = {Iota, Ida and Kappa, Kim and Lambda, Lee and My, Max and Ny, Nia},
  author+an = {1=first; 2=eq; 3=highlight; 4=last; 5=last,corresponding},
  title = {Two Groups by Other Words}, booktitle = {Advances in Things}, abbr = {ThingS},
  eventtitle = {Conference on Things}, code = {https://x.org/code}, award = {Best \emph{paper}},
  keywords = {things, selected, big data}, note = {With a \textbf{remark}}, year = {2016}}
@misc{breakout, author = {Xi, Xu}, title = {Ends in </script x and <!-- so on},
  abstract = {Says ]]> and </pre> too}, howpublished = {Web}, year = {2015}}
@article{formula, author = {Omikron, Otto}, title = {In $O(n^2)$ With $\alpha_i < \frac{1}{2}$},
  journal = {Formul\ae}, year = {2014}, abstract = {As $x \to \infty$, 5\% remain.}}
@proceedings{parent, title = {Proceedings of the Parent Conference}, editor = {Pi, Pia},
  publisher = {ACM}, address = {Rome}, year = {2013}}
@inproceedings{child, author = {Rho, Ron}, title = {A Child}, crossref = {parent},
  pages = {7--9}, arxiv = {1301.00007v2}}
@dataset{data, author = {{Sigma Group} and Sigma, Sam}, title = {Data}, publisher = {Zenodo},
  version = {1.2}, doi = {10.5281/zenodo.12345}, year = {2012}}
@patent{patent, author = {Tau, Tim}, title = {A Machine}, number = {US 1,234,567}, year = {2011},
  holder = {Acme}}
@presentation{talk, author = {Ypsilon, Ute}, title = {A Talk}, eventtitle = {Meeting of Minds},
  location = {Oslo}, date = {2010-11}, slides = {https://x.org/slides.pdf}}
@article{many, author = {Aa, A and Bb, B and Cc, C and Dd, D and Home, Holly and Ee, E and Ff, F
  and Gg, G and Hh, H and others}, author+an = {7=equal; 8=equal}, title = {Many Authors},
  journal = {J}, volume = {1}, number = {2}, pages = {3}, year = {2009}, url = {https://j.org/1_2~a}}
@misc{untitled, author = {Phi, Flo}, howpublished = {Web}, year = {2008}}
@misc{nothing}
"""
HARDER_KEYS = (
    "numbered eid chapter edited aliases breakout scholar formula child data patent talk many "
    "untitled nothing"
).split()
"""Newest first; ``parent`` is there for others to inherit from."""


def without(key: str, entries: str) -> str:
    """Return entries of this file without one of them."""
    start = entries.index(f"{{{key},")
    begin, end = entries.rindex("@", 0, start), entries.find("\n@", start)
    return entries[:begin] + (entries[end + 1 :] if end > 0 else "")
