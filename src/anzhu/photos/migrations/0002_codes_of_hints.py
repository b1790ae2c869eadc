"""Hints and refusals that are kept already get the codes by which they are known now."""

from django.db import migrations

NOW = {
    "photo.too_small": "size.too_small",
    "photo.no_face": "face.none",
    "photo.several_faces": "face.several",
    "photo.background_not_white": "ground.not_white",
    "photo.background_uneven": "ground.not_plain",
    "photo.too_dark": "light.dark",
    "photo.too_bright": "light.bright",
    "photo.shadow": "light.uneven",
    "photo.blurred": "sharpness.blurred",
    "photo.head_too_small": "head.small",
    "photo.head_too_big": "head.large",
    "photo.not_centred": "head.off_centre",
    "photo.tilted": "head.tilted",
}


def rename(apps, schema_editor):
    photos = apps.get_model("photos", "Photo").objects.exclude(hints=[])
    for photo in photos.only("hints").iterator():
        photo.hints = _renamed(photo.hints)
        photo.save(update_fields=["hints"])
    refused = apps.get_model("files", "Received").objects.filter(purpose="photo")
    for upload in refused.exclude(refusals=[]).only("refusals").iterator():
        upload.refusals = _renamed(upload.refusals)
        upload.save(update_fields=["refusals"])


def _renamed(found):
    return [one | {"code": NOW.get(one["code"], one["code"])} for one in found]


class Migration(migrations.Migration):
    dependencies = [("photos", "0001_initial"), ("files", "0001_initial")]
    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
