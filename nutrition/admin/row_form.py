"""A row of a page of many: what somebody else changed while the page was open is not written over."""

from typing import Any

from django import forms


class RowForm(forms.ModelForm):
    """Tells what the user changed by what the page showed, not by what is stored by now."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = bool(self.instance.pk)

    def clean(self) -> dict[str, Any]:
        """Refuse what somebody else changed meanwhile, to something else. Raises ``ValidationError``."""
        cleaned: dict[str, Any] = super().clean() or {}
        for name in self.changed_data if self.instance.pk else ():
            field, now = self.fields[name], self.initial.get(name)
            shown_as = self[name].html_initial_name
            if shown_as not in self.data or name not in cleaned:
                continue
            if field.has_changed(now, self.data[shown_as]) and field.has_changed(
                now, self.data.get(self[name].html_name)
            ):
                self.add_error(
                    name,
                    f"Somebody made this “{now}” while you had it open: write that, or open the page anew.",
                )
        return cleaned
