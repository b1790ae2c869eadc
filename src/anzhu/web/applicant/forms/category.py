"""Step 3: the category, where there is a choice (2.3)."""

from django import forms

from anzhu import words
from anzhu.rules.categories import Category as Code
from anzhu.web.applicant.forms.base import Answers


class Category(Answers):
    """One of the seven; which of them are offered is the page's to say."""

    category = forms.ChoiceField(
        label=words.text("applicant.category.category"),
        required=False,
        widget=forms.RadioSelect,
        choices=[("", ""), *((code, words.text(f"categories.{code}")) for code in Code)],
    )
