"""When a name that a machine has read is taken for the one declared: dated data of the hints.

None of it ever refuses anything: it says what a reviewer is told.
"""

from datetime import date

from anzhu.rules.dated import Clause, Dated

_OURS = Clause("0.1", "本系统设定")
_PAPERLESS = date(2019, 11, 25)

#: From here on it is the same name: one character in ten may be misread.
LEAST_LIKENESS = Dated({_PAPERLESS: 0.9}, clause=_OURS, unit="share of equal characters, 0 to 1")
#: From here on it may be the same name, with rare characters or a stamp across it.
PERHAPS_LIKENESS = Dated({_PAPERLESS: 0.6}, clause=_OURS, unit="share of equal characters, 0 to 1")
#: Only text that was read so surely is shown as another name.
LEAST_SURE = Dated({_PAPERLESS: 0.85}, clause=_OURS, unit="confidence of the reader, 0 to 1")
