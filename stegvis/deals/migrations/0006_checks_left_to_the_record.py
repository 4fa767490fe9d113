import django.db.models.deletion
from django.db import migrations, models

from stegvis.core.schema import AlterFieldOnPostgreSQL


class Migration(migrations.Migration):

    dependencies = [
        ('deals', '0005_last_contact_and_roles'),
        ('workspaces', '0005_recent_records'),
    ]

    operations = [
        AlterFieldOnPostgreSQL(
            model_name='stagemove',
            name='workspace',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace'),
        ),
        AlterFieldOnPostgreSQL(
            model_name='stagevisit',
            name='workspace',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workspaces.workspace'),
        ),
    ]
