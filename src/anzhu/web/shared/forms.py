"""The form all pages use: our field component, Chinese errors, errors from the rules."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.functional import cached_property

from anzhu import words
from anzhu.rules.objections import Objection

_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxInput, "form-check-input"),
    (forms.RadioSelect, "form-check-input"),
    (forms.CheckboxSelectMultiple, "form-check-input"),
    (forms.Select, "form-select"),
    (forms.HiddenInput, ""),
    (forms.Widget, "form-control"),
)


class Renderer(DjangoTemplates):
    """Fields look like ``components/field.html``, also by ``{{ form.name.as_field_group }}``."""

    field_template_name = "components/field.html"


class Form(forms.Form):
    """Shape only: what may be done is decided by actions, whose objections come back here.

    The browser's own bubbles are off (``novalidate``): they speak the browser's language.
    """

    default_renderer = Renderer
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _dress(field)

    def object_with(
        self, objections: Iterable[Objection], fields: Mapping[str, str] | None = None
    ) -> None:
        """Put objections of the rules on the form; ``fields`` maps a code to its field."""
        places = fields or {}
        for found in objections:
            self.add_error(places.get(found.code), words.objection(found))

    @cached_property
    def complaints(self) -> list[tuple[str, str]]:
        """For the error summary: where to jump and what is wrong, in the order of the page."""
        found = [("", str(text)) for text in self.non_field_errors()]
        for bound in self.visible_fields():
            found += [(bound.id_for_label or bound.auto_id, str(text)) for text in bound.errors]
        for bound in self.hidden_fields():
            found += [("", str(text)) for text in bound.errors]
        return found


def _dress(field: forms.Field) -> None:
    """Our classes, and the Chinese sentence for an empty field: 请填写…, 请选择…, 请勾选…"""
    widget = field.widget
    css = next(css for kind, css in _CLASSES if isinstance(widget, kind))
    if css:
        own = widget.attrs.get("class", "")
        widget.attrs["class"] = f"{css} {own}".strip()
    if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
        key = f"pages.fields.{_verb(field)}"
        field.error_messages["required"] = words.text(key, label=field.label or "")


def _verb(field: forms.Field) -> str:
    """What one does with a field: fill it in, choose, or tick."""
    if isinstance(field, forms.BooleanField):
        return "tick"
    return "choose" if isinstance(field, forms.ChoiceField | forms.FileField) else "fill"
