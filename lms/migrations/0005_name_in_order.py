"""What people are sorted by, kept by the database itself."""

from django.db import migrations, models
from django.db.models import Case, F, Value, When
from django.db.models.functions import Lower, Replace, StrIndex, Substr

IN_ORDER = {
    "ą": "a",
    "č": "czz",
    "ę": "e",
    "ė": "e",
    "į": "i",
    "y": "i",
    "š": "szz",
    "ų": "u",
    "ū": "u",
    "ž": "zzz",
}


def in_order(name):
    made = Lower(name)
    for letter, place in IN_ORDER.items():
        for written in (letter, letter.upper()):
            made = Replace(made, Value(written), Value(place))
    return made


class Migration(migrations.Migration):
    dependencies = [("lms", "0004_notice_of_a_result")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="name_in_order",
            field=models.GeneratedField(
                verbose_name="full name",
                expression=in_order(
                    Case(
                        When(
                            full_name="", then=Substr("email", 1, StrIndex("email", Value("@")) - 1)
                        ),
                        default=F("full_name"),
                    )
                ),
                output_field=models.TextField(),
                db_persist=True,
            ),
        ),
    ]
