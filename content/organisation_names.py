"""Renames organisations on the day that a name begins; called once a day by ``manage.py work``."""

from content.models.organisations import Organisation


def write_names_of_today() -> list[Organisation]:
    """Save every organisation whose written name is not the one valid today; return those."""
    renamed = []
    for organisation in Organisation.objects.all():
        before = (organisation.name, organisation.acronym)
        organisation.write_current_name()
        if (organisation.name, organisation.acronym) != before:
            organisation.save(update_fields=["name", "acronym"])
            renamed.append(organisation)
    return renamed
