"""A strategy's title can be written in both languages."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("strategy", "0003_goal_history")]

    operations = [
        migrations.AddField(
            model_name="strategy", name="title_language", field=models.CharField(default="da", max_length=2)
        ),
        migrations.AddField(
            model_name="strategy",
            name="translated_title",
            field=models.CharField(blank=True, default="", max_length=160),
        ),
    ]
