"""An index of the venues of a district, for whatever asks what lies in its scope."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("venues", "0006_control_orders"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="venue",
            index=models.Index(fields=["district"], include=("id",), name="venue_scope"),
        ),
    ]
