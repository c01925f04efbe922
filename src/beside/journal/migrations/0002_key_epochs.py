"""Key epochs. The keys made before stay as they are, wrapped by the root key; rotation moves them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="KeyEpoch",
            fields=[
                ("number", models.PositiveIntegerField(primary_key=True, serialize=False)),
                ("wrapped", models.BinaryField(null=True)),
                ("root", models.CharField(max_length=16)),
                ("begun_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="HouseKey",
            fields=[
                ("purpose", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("wrapped", models.BinaryField()),
                ("root", models.CharField(max_length=16)),
            ],
        ),
        migrations.AddField(
            model_name="datakey",
            name="epoch",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="datakey",
            index=models.Index(
                condition=models.Q(("destroyed_at", None)), fields=["epoch"], name="living_keys"
            ),
        ),
    ]
