from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('responses', '0031_unnamed_files'),
    ]

    operations = [
        migrations.AddField(
            model_name='city',
            name='translations_afterwards',
            field=models.BooleanField(default=False, verbose_name='translations are reviewed afterwards'),
        ),
        migrations.AddField(
            model_name='sectionwork',
            name='originals_alone',
            field=models.BooleanField(default=False, verbose_name='approved without translations'),
        ),
        migrations.AddField(
            model_name='sectionwork',
            name='translations_open',
            field=models.BooleanField(default=False, verbose_name='open for translation'),
        ),
        migrations.AddField(
            model_name='sectionwork',
            name='translations_review',
            field=models.JSONField(blank=True, null=True, verbose_name='review of translations'),
        ),
        migrations.AlterField(
            model_name='event',
            name='action',
            field=models.CharField(choices=[('send', 'Send for review'), ('withdraw', 'Withdraw from review'), ('approve', 'Approve'), ('request_changes', 'Request changes'), ('reopen', 'Reopen'), ('comment', 'Comment'), ('review_translations', 'Confirm the translations')], max_length=20, verbose_name='action'),
        ),
    ]
