"""The tables of counts.

Spending is unlogged: a row is rewritten every few seconds and is of no use after its minute. Without the write-ahead log
that costs a fraction, and standbys and backups are not burdened; after a crash it is empty, and callers begin their
minute anew.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='ErrorCount',
            fields=[
                ('pk', models.CompositePrimaryKey('day', 'key', 'code', blank=True, editable=False, primary_key=True, serialize=False)),
                ('day', models.DateField(verbose_name='day')),
                ('key', models.IntegerField(verbose_name='key')),
                ('code', models.TextField(verbose_name='code')),
                ('count', models.BigIntegerField(verbose_name='answers')),
            ],
            options={
                'verbose_name': 'count of an error',
                'verbose_name_plural': 'counts of errors',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='OperationCount',
            fields=[
                ('pk', models.CompositePrimaryKey('day', 'key', 'operation', blank=True, editable=False, primary_key=True, serialize=False)),
                ('day', models.DateField(verbose_name='day')),
                ('key', models.IntegerField(verbose_name='key')),
                ('operation', models.TextField(verbose_name='operation')),
                ('count', models.BigIntegerField(verbose_name='questions')),
                ('cost', models.BigIntegerField(verbose_name='cost')),
                ('highest_cost', models.BigIntegerField(verbose_name='highest cost')),
                ('errors', models.BigIntegerField(verbose_name='with errors')),
                ('not_modified', models.BigIntegerField(verbose_name='not modified')),
            ],
            options={
                'verbose_name': 'count of an operation',
                'verbose_name_plural': 'counts of operations',
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='Spending',
            fields=[
                ('pk', models.CompositePrimaryKey('minute', 'caller', blank=True, editable=False, primary_key=True, serialize=False)),
                ('minute', models.BigIntegerField()),
                ('caller', models.TextField()),
                ('spent', models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='FieldCount',
            fields=[
                ('pk', models.CompositePrimaryKey('day', 'key', 'name', blank=True, editable=False, primary_key=True, serialize=False)),
                ('day', models.DateField(verbose_name='day')),
                ('key', models.IntegerField(verbose_name='key')),
                ('name', models.TextField(verbose_name='field')),
                ('count', models.BigIntegerField(verbose_name='questions')),
            ],
            options={
                'verbose_name': 'count of a field',
                'verbose_name_plural': 'counts of fields',
                'default_permissions': (),
                'indexes': [models.Index(fields=['name', 'day'], name='api_usage_field')],
            },
        ),
        migrations.RunSQL(
            "ALTER TABLE api_usage_spending SET UNLOGGED", "ALTER TABLE api_usage_spending SET LOGGED"
        ),
    ]
