"""Everything that is printed, and the codes on it: forms, certificates, lists and letters.

Plain functions from frozen data to bytes. Nothing here knows a case, a status or a table; the
callers say what is to be printed, in the words a person reads.
"""
