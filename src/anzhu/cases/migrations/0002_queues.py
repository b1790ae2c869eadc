import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Agencies differ in what waits with them; without this the planner multiplies the two shares and
# takes a long queue for a short one that it may sort.
KNOW = """
CREATE STATISTICS cases_by_agency_and_status (mcv) ON agency_id, status FROM cases_case;
"""
FORGET = "DROP STATISTICS cases_by_agency_and_status"


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0001_initial'),
        ('materials', '0001_initial'),
        ('organisations', '0001_initial'),
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='case',
            name='agency',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='organisations.agency'),
        ),
        migrations.AlterField(
            model_name='case',
            name='claimed_by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.RemoveIndex(model_name='case', name='queue_of_an_agency'),
        migrations.RemoveIndex(model_name='case', name='queue_of_the_centre'),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(models.F('agency'), models.F('status'), models.F('due_on'), models.F('id'), condition=models.Q(('filed_on__isnull', False)), name='queue_of_an_agency'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(models.F('status'), models.F('due_on'), models.F('id'), condition=models.Q(('forwarded_at__isnull', False)), name='queue_of_the_centre'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(models.F('agency'), models.F('status'), models.F('kind'), models.F('due_on'), models.F('id'), condition=models.Q(('filed_on__isnull', False)), name='queue_of_an_agency_by_kind'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(models.F('claimed_by'), models.F('status'), models.F('due_on'), models.F('id'), condition=models.Q(('claimed_by__isnull', False)), name='cases_held_by_a_reviewer'),
        ),
        migrations.RunSQL(KNOW, FORGET),
    ]
