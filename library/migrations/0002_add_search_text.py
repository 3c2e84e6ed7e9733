from django.db import migrations, models


class Migration(migrations.Migration):
    """Add what the list of the library is searched, filtered and described by."""

    dependencies = [
        ("library", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="edition",
            name="search_text",
            field=models.TextField(blank=True, default="", editable=False),
        ),
        migrations.AddField(
            model_name="edition",
            name="topic",
            field=models.CharField(blank=True, default="", editable=False, max_length=20),
        ),
        migrations.AddField(
            model_name="edition",
            name="extent",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
    ]
