"""Who may take danger and people under age."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0013_steadying"), ("people", "0003_review_of_qualifications")]
    operations = [
        migrations.AddField(
            model_name="offerrules",
            name="who_takes",
            field=models.CharField(
                choices=[
                    ("role", "Whoever is trained first, then any listener, and supervisors are told"),
                    ("record", "Only whoever is trained"),
                ],
                default="role",
                max_length=8,
            ),
        ),
    ]
