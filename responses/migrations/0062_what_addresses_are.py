"""Of each address the title of its page, and until when its certificate holds."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('responses', '0063_links_looked_at'),
    ]

    operations = [
        migrations.AddField(
            model_name='address',
            name='title',
            field=models.CharField(blank=True, default='', max_length=300, verbose_name='title'),
        ),
        migrations.AddField(
            model_name='address',
            name='tls_until',
            field=models.DateTimeField(blank=True, null=True, verbose_name='certificate valid until'),
        ),
    ]
