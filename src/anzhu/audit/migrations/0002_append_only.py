from django.db import migrations

FORBID = """
CREATE FUNCTION audit_entries_are_never_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit entries are never changed';
END $$;
CREATE TRIGGER audit_entries_are_never_changed
    BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_entries_are_never_changed();
"""
ALLOW = """
DROP TRIGGER audit_entries_are_never_changed ON audit_entry;
DROP FUNCTION audit_entries_are_never_changed();
"""


class Migration(migrations.Migration):
    """Entries are appended; the database refuses everything else (but TRUNCATE, for tests)."""

    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
