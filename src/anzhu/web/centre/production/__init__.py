"""The producer's desk: print runs, checks, sheets, parcels."""
