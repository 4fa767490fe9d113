from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('discovery', '0002_private_leads'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='participant',
            name='token',
        ),
        migrations.AddField(
            model_name='participant',
            name='digest',
            field=models.CharField(editable=False, max_length=64, null=True, unique=True),
        ),
    ]
