"""When two pictures are the same evidence handed in twice: dated data of a signal to reviewers.

It never refuses anything. Contracts of one employer look alike to any measure of a whole page, so
they are compared byte for byte; pictures of people also by their fingerprint.
"""

from datetime import date

from anzhu.rules.dated import Clause, Dated
from anzhu.rules.materials import Material

_OURS = Clause("0.1", "本系统设定")
_PAPERLESS = date(2019, 11, 25)

#: Of 256 bits so many may differ in the same picture that was saved, scaled or darkened anew.
MOST_BITS_APART = Dated({_PAPERLESS: 10}, clause=_OURS, unit="bits of 256")
#: So many other applications are named at most; one is enough to look.
MOST_NAMED = Dated({_PAPERLESS: 3}, clause=_OURS, unit="applications")

#: How much of the ink may lie elsewhere when one picture of a seal, or of a signature, is laid over
#: another, for both to be the same picture.
MOST_SEAL_APART = Dated({_PAPERLESS: 0.045}, clause=_OURS, unit="share of full ink")
MOST_SIGNATURE_APART = Dated({_PAPERLESS: 0.2}, clause=_OURS, unit="share of the strokes")
#: Careful stampings of one seal look alike; none lies within this of another, as turned as that.
MOST_MOVED = Dated({_PAPERLESS: 0.4}, clause=_OURS, unit="millimetres")
MOST_TURNED = Dated({_PAPERLESS: 0.4}, clause=_OURS, unit="degrees")
#: So many of the latest applications of one employer are compared with a new one.
MOST_COMPARED = Dated({_PAPERLESS: 60}, clause=_OURS, unit="applications")

PORTRAIT = "portrait"
#: Pictures of a person, which no other person's application can have.
OF_A_PERSON = frozenset({Material.ID_IN_HAND, PORTRAIT})
#: What belongs to one person alone. An employer's papers are rightly the same for all colleagues.
COMPARED = frozenset(
    {
        Material.APPLICATION_FORM,
        Material.CONTRACT,
        Material.ID_IN_HAND,
        Material.PERFORMANCE_STATEMENT,
        Material.CATEGORY_PROOF,
        Material.EDUCATION_PROOF,
        Material.RETIREMENT_CERTIFICATE,
        Material.ID_COPY,
    }
)
