"""A photographed form, read back: found, straightened, compared with what was printed (2.8).

Pure functions over pixels, for the bounded child only: nothing here knows a table or a setting.
Pictures are 8-bit RGB arrays; places on paper are millimetres from the page's top left corner, as
in ``geometry``; a straightened page has ``DPI`` pixels to the inch.
"""
