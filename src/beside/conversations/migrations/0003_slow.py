"""A seat whose words are let in more slowly."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("conversations", "0002_taken_places")]

    operations = [
        migrations.AddField(
            model_name="seat",
            name="slow_until",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
