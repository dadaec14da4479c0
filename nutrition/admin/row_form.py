"""A row of a page of many: what somebody else changed while the page was open is not written over."""

from typing import Any

from django import forms


class RowForm(forms.ModelForm):
    """Tells what the user changed by what the page showed, not by what is stored by now; of plain columns."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = bool(self.instance.pk)

    def clean(self) -> dict[str, Any]:
        """Leave what the user did not change as it is stored; refuse what both changed, differently."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.instance.pk:
            return cleaned
        for name in self.fields.keys() & set(self._meta.fields or ()):
            shown_as, typed_as = self[name].html_initial_name, self[name].html_name
            if name not in self.changed_data:
                cleaned[name] = getattr(self.instance, name)
            elif shown_as in self.data:
                self._refuse_clash(name, self.data[shown_as], self.data.get(typed_as))
        return cleaned

    def _refuse_clash(self, name: str, shown: str, typed: str | None) -> None:
        field, now = self.fields[name], self.initial.get(name)
        stored = field.to_python(now)
        if field.has_changed(stored, shown) and field.has_changed(stored, typed):
            told = f"Somebody made this “{now}” while you had it open: write that, or open the page anew."
            self.add_error(name, told)
