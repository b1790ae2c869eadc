from django.db import migrations

TABLES = ("law_calendarday", "law_calendaryear", "law_amendment")
FUNCTION = """
CREATE FUNCTION what_was_entered_about_the_law_is_never_changed() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION 'what was entered about the law is never changed';
END $$;
"""
FORBID = FUNCTION + "".join(
    f"CREATE TRIGGER what_was_entered_is_never_changed BEFORE UPDATE OR DELETE ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION what_was_entered_about_the_law_is_never_changed();\n"
    for table in TABLES
)
ALLOW = (
    "".join(f"DROP TRIGGER what_was_entered_is_never_changed ON {table};\n" for table in TABLES)
    + "DROP FUNCTION what_was_entered_about_the_law_is_never_changed();"
)


class Migration(migrations.Migration):
    """A later entry takes the place of an earlier one; the earlier one stays readable."""

    dependencies = [("law", "0001_initial")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
