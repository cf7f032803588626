"""What Wagtail's two groups may do: editors write vocabularies and translations, moderators also publish and delete."""

from django.db import migrations

VOCABULARIES = ["topic", "audience", "eventseries", "organisation", "person"]
ACTIONS = {"Editors": ["add", "change", "view"], "Moderators": ["add", "change", "view", "publish", "delete"]}


def _permissions(apps, actions):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    for model in VOCABULARIES:
        content_type, _ = ContentType.objects.get_or_create(app_label="content", model=model)
        for action in actions:
            yield Permission.objects.get_or_create(
                content_type=content_type, codename=f"{action}_{model}", defaults={"name": f"Can {action} {model}"}
            )[0]
    translation = Permission.objects.filter(
        content_type__app_label="wagtail_localize", codename="submit_translation"
    ).first()
    if translation is not None:
        yield translation


def grant(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for name, actions in ACTIONS.items():
        group = Group.objects.filter(name=name).first()  # an installation may have renamed or removed it
        if group is not None:
            group.permissions.add(*_permissions(apps, actions))


def revoke(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for name, actions in ACTIONS.items():
        group = Group.objects.filter(name=name).first()
        if group is not None:
            group.permissions.remove(*_permissions(apps, actions))


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0003_organisations_of_news_and_guides"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
    ]

    operations = [migrations.RunPython(grant, revoke)]
