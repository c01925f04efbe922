"""What steadies a chat with somebody who writes too much: phrases of the helpline's own for it."""

from django.db import migrations, models

PARTS = [
    ("meet", "Meet"),
    ("explore", "Explore"),
    ("safety", "Safety"),
    ("next", "Next"),
    ("close", "Close"),
    ("steady", "When it is too much"),
]


class Migration(migrations.Migration):
    dependencies = [("desk", "0012_numbers")]

    operations = [
        migrations.AlterField(
            model_name="phrase",
            name="phase",
            field=models.CharField(choices=PARTS, max_length=8),
        ),
    ]
