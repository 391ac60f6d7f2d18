"""A question that another department answers is a delegation, no longer a handover.

Tables, columns and constraint are renamed; what stands in them stays.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('responses', '0005_kinds_of_part'),
    ]

    operations = [
        migrations.RenameModel(old_name='Handover', new_name='Delegation'),
        migrations.AlterField(
            model_name='delegation',
            name='people',
            field=models.ManyToManyField(blank=True, related_name='delegations', to=settings.AUTH_USER_MODEL, verbose_name='contributors'),
        ),
        migrations.AlterField(
            model_name='delegation',
            name='question',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations', to='responses.question', verbose_name='question'),
        ),
        migrations.AlterField(
            model_name='delegation',
            name='response',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='delegations', to='responses.response', verbose_name='response'),
        ),
        migrations.RemoveConstraint(model_name='delegation', name='handover_one_a_question'),
        migrations.AddConstraint(
            model_name='delegation',
            constraint=models.UniqueConstraint(fields=('response', 'question'), name='delegation_one_a_question'),
        ),
    ]
