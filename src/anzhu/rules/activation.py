"""By which document a counter knows a holder before it prints an activation slip (8.0)."""

from enum import StrEnum


class Document(StrEnum):
    """What the clerk has held in hand; each of them carries the ID number and a picture."""

    ID_CARD = "id_card"
    TEMPORARY_ID_CARD = "temporary_id_card"
    RESIDENCE_PERMIT = "residence_permit"
