"""Units and floors stand between the building and the household; codes may be as long as that asks."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("places", "0001_places")]

    operations = [
        migrations.AlterField(
            model_name="place",
            name="code",
            field=models.CharField(max_length=32, unique=True, verbose_name="代码"),
        ),
        migrations.AlterField(
            model_name="place",
            name="level",
            field=models.CharField(
                choices=[
                    ("province", "省"),
                    ("city", "市"),
                    ("district", "区县"),
                    ("street", "街道（乡镇）"),
                    ("community", "社区（村）"),
                    ("grid", "网格"),
                    ("microgrid", "微网格"),
                    ("building", "楼栋"),
                    ("unit", "单元"),
                    ("floor", "楼层"),
                    ("household", "户"),
                ],
                max_length=12,
                verbose_name="层级",
            ),
        ),
    ]
