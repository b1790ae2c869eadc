"""The tables that are laid by COPY, their columns, and the keys set aside for them.

Everything happens in one transaction, so a run that is broken off leaves nothing behind.
"""

from collections import defaultdict
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.db import connection
from django.db.models import Model

from anzhu.audit.models import Entry
from anzhu.cases.models import Act, Case, Dossier, Revision
from anzhu.files.models import StoredFile
from anzhu.materials.models import Folder, Page
from anzhu.people.models import Account, Person, Qualification
from anzhu.photos.models import Photo
from anzhu.production.models import Collection, Item, Parcel
from anzhu.registrations.models import HolderNumber, Registration, Sheet
from anzhu.reviews.models import Decision

#: In this order: whatever a row points at is there before it. Keys left out are the database's.
COLUMNS: Mapping[type[Model], tuple[str, ...]] = MappingProxyType(
    {
        Person: ("id", "uid", "name", "sex", "born", "id_sealed", "id_index"),
        Account: (
            "id", "password", "last_login", "uid", "person_id", "role", "agency_id", "email",
            "phone", "is_active", "created_at", "totp_sealed", "totp_confirmed_at",
            "totp_last_step", "is_demo", "wants_reminders", "institution_id",
        ),
        Qualification: ("id_index", "name", "number", "obtained", "category", "added", "listed_in"),
        StoredFile: (
            "id", "of_id", "variant", "purpose", "key", "digest", "size", "media_type", "width",
            "height", "created_at",
        ),
        Photo: (
            "id", "person_id", "original_id", "portrait_id", "crop", "turn", "profile",
            "measures", "hints", "digest", "created_by_id", "created_at",
        ),
        Folder: ("id", "ref", "person_id", "form_version", "statement_version"),
        Page: (
            "id", "folder_id", "material", "position", "state", "received_id", "stored_id",
            "shown_name", "hints", "refusals", "kept_anyway", "form_page", "form_version",
            "uploaded_at", "removed_at", "dropped_on", "taken_from_id", "looking_since",
            "turning_since",
        ),
        Case: tuple(field.attname for field in Case._meta.concrete_fields),
        Dossier: (
            "case_id", "answers", "photo_id", "form_version", "printed_digest", "printed_at",
            "saved_at", "replies", "statement_version", "statement_digest", "statement_printed_at",
        ),
        Revision: (
            "id", "case_id", "number", "submitted_at", "answers", "photo_id", "form_version",
            "materials", "checklist", "rule_set", "digest", "replies", "education",
        ),
        Act: (
            "case_id", "step", "tier", "person_id", "account_id", "role", "at", "status_after",
            "reasons", "note", "agency_id",
        ),
        Decision: (
            "case_id", "revision", "step", "tier", "marks", "entries", "reasons", "note",
            "override", "by_id", "at",
        ),
        HolderNumber: ("person_id", "number", "given_on"),
        Registration: (
            "id", "person_id", "number", "category", "employer_name", "employer_uscc",
            "granted_on", "valid_from", "valid_until", "closed_on", "ended_as",
            "renewal_submitted_on", "case_ref", "reminded_on", "taken_over_id", "as_listed",
        ),
        Sheet: ("registration_id", "serial", "made_at", "void_at"),
        Parcel: (
            "id", "number", "agency_id", "status", "packed_at", "packed_with_id", "courier",
            "courier_number", "handed_over_at", "received_at", "received_with_id", "listed",
            "missing", "unexpected",
        ),
        Item: tuple(field.attname for field in Item._meta.concrete_fields),
        Collection: (
            "item_id", "at", "by", "proxy_name", "proxy_id_last_4", "proof",
            "old_certificate_seen", "account_id",
        ),
        Entry: (
            "chain", "seq", "at", "event", "account_id", "role", "subject", "digest", "data",
            "before", "hash",
        ),
    }
)  # fmt: skip
_HEADS = "audit_head"
_HEAD_COLUMNS = ("chain", "seq", "hash")

Row = tuple[Any, ...]


class Load:
    """Rows on their way into the tables; ``flush`` writes what has gathered."""

    def __init__(self) -> None:
        self._rows: dict[type[Model], list[Row]] = defaultdict(list)
        self._heads: list[Row] = []
        self._next: dict[type[Model], int] = {}
        self._end: dict[type[Model], int] = {}

    def set_aside(self, model: type[Model], how_many: int) -> None:
        """Take so many keys out of the table's sequence, for us alone; those unused are lost."""
        table = model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table])
            (sequence,) = cursor.fetchone()
            cursor.execute("SELECT nextval(%s::regclass)", [sequence])
            (first,) = cursor.fetchone()
            cursor.execute("SELECT setval(%s::regclass, %s)", [sequence, first + how_many])
        self._next[model], self._end[model] = first, first + how_many

    def key(self, model: type[Model]) -> int:
        """The next of the keys that were set aside."""
        key = self._next[model]
        if key > self._end[model]:
            raise RuntimeError(f"more rows of {model._meta.label} than were reckoned with")
        self._next[model] = key + 1
        return key

    def add(self, model: type[Model], values: Row) -> None:
        """One row, its values in the order of ``COLUMNS``."""
        self._rows[model].append(values)

    def add_head(self, chain: str, seq: int, entry_hash: str) -> None:
        """The end of an audit chain that is complete."""
        self._heads.append((chain, seq, entry_hash))

    def flush(self) -> None:
        """COPY what has gathered, table by table."""
        for model, columns in COLUMNS.items():
            rows = self._rows.pop(model, None)
            if rows:
                _copy(model._meta.db_table, columns, rows)
        if self._heads:
            _copy(_HEADS, _HEAD_COLUMNS, self._heads)
            self._heads = []


def _copy(table: str, columns: tuple[str, ...], rows: list[Row]) -> None:
    names = ", ".join(f'"{name}"' for name in columns)
    statement = f'COPY "{table}" ({names}) FROM STDIN'
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
