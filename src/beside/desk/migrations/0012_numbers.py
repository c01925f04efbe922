"""What the numbers are made of."""

from django.db import migrations, models
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies = [("desk", "0011_rota")]
    operations: list[Operation] = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("week", models.DateField()),
                ("by", models.CharField(max_length=10)),
                ("key", models.CharField(max_length=20)),
                ("counts", models.JSONField(default=dict)),
            ],
        ),
        migrations.AddConstraint(
            model_name="tally",
            constraint=models.UniqueConstraint(fields=("week", "by", "key"), name="one_tally"),
        ),
    ]
