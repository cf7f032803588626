"""Editors write indicators and targets of sustainable development; moderators also publish and delete them."""

from django.db import migrations

MODELS = ["indicator", "sdgtarget"]
ACTIONS = {"Editors": ["add", "change", "view"], "Moderators": ["add", "change", "view", "publish", "delete"]}


def _permissions(apps, actions):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    for model in MODELS:
        content_type, _ = ContentType.objects.get_or_create(app_label="content", model=model)
        for action in actions:
            yield Permission.objects.get_or_create(
                content_type=content_type, codename=f"{action}_{model}", defaults={"name": f"Can {action} {model}"}
            )[0]


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
    dependencies = [("content", "0007_projects_labs_courses")]

    operations = [migrations.RunPython(grant, revoke)]
