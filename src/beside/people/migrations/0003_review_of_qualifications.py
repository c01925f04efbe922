"""A day on which what is written down about a colleague is looked at again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0002_qualifications")]
    operations = [
        migrations.AddField(
            model_name="qualification",
            name="review_on",
            field=models.DateField(blank=True, null=True),
        ),
    ]
