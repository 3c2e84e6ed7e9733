from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("library", "0007_mark_own_copies"),
    ]

    operations = [
        migrations.AddField(
            model_name="edition",
            name="languages",
            field=models.CharField(blank=True, db_default="", default="", editable=False, max_length=120),
        ),
    ]
