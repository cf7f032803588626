"""Moderators keep the settings of the site: navigation, notice, footer."""

from django.db import migrations


def _permission(apps):
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="home", model="sitesettings"
    )
    return apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename="change_sitesettings", defaults={"name": "Can change site settings"}
    )[0]


def grant(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name="Moderators"):
        group.permissions.add(_permission(apps))


def revoke(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name="Moderators"):
        group.permissions.remove(_permission(apps))


class Migration(migrations.Migration):
    dependencies = [("home", "0002_home_pages"), ("auth", "0012_alter_user_first_name_max_length")]

    operations = [migrations.RunPython(grant, revoke)]
