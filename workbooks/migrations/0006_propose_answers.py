"""One more word for where an answer comes from: proposed by the template. The database knows no list of them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workbooks", "0005_move_to_editions"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="answer",
                    name="origin",
                    field=models.CharField(
                        blank=True,
                        choices=[
                            ("", "Your own"),
                            ("example", "From the example"),
                            ("earlier", "From the last strategy"),
                            ("proposed", "Proposed by the template"),
                            ("example-fits", "Fits you"),
                            ("earlier-fits", "Still fits you"),
                            ("proposed-ok", "Fits you"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
                migrations.AlterField(
                    model_name="answerchange",
                    name="origin",
                    field=models.CharField(
                        blank=True,
                        choices=[
                            ("", "Your own"),
                            ("example", "From the example"),
                            ("earlier", "From the last strategy"),
                            ("proposed", "Proposed by the template"),
                            ("example-fits", "Fits you"),
                            ("earlier-fits", "Still fits you"),
                            ("proposed-ok", "Fits you"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
                migrations.AlterField(
                    model_name="parkedanswer",
                    name="origin",
                    field=models.CharField(
                        blank=True,
                        choices=[
                            ("", "Your own"),
                            ("example", "From the example"),
                            ("earlier", "From the last strategy"),
                            ("proposed", "Proposed by the template"),
                            ("example-fits", "Fits you"),
                            ("earlier-fits", "Still fits you"),
                            ("proposed-ok", "Fits you"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
            ],
        ),
    ]
