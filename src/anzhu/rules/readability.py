"""When a photographed page is hard to read (0.1): thresholds of the machine's hints.

None of them ever refuses a page; the applicant decides between taking it again and using it.
"""

from datetime import date

from anzhu.rules.dated import Clause, Dated

_OURS = Clause("0.1", "本系统设定")
_PAPERLESS = date(2019, 11, 25)

#: Variance of the Laplacian at 1600 pixels: text below it is blurred.
LEAST_SHARPNESS = Dated({_PAPERLESS: 60}, clause=_OURS, unit="variance at 1600 px")
#: Mean grey of a page; a sheet of paper in poor light lies below it.
LEAST_BRIGHTNESS = Dated({_PAPERLESS: 80}, clause=_OURS, unit="grey, 0 to 255")
#: Share of the page that is blown out although the paper around it is not.
MOST_GLARE = Dated({_PAPERLESS: 0.04}, clause=_OURS, unit="share, 0 to 1")
