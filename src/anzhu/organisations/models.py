from datetime import date

from django.db import models
from django.db.models import F, Q

from anzhu.rules.agencies import AgencyFacts, AgencyKind
from anzhu.rules.categories import Category
from anzhu.rules.education import FiledCourse


class Agency(models.Model):
    """A first-review agency (初审机构, clause 3)."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=16, choices=[(kind, kind) for kind in AgencyKind])
    province = models.CharField(max_length=2, blank=True, help_text="GB/T 2260, two digits")
    categories = models.JSONField(default=list, help_text="categories a ministry answers for")
    open_from = models.DateField()
    open_until = models.DateField(null=True)
    suspended_from = models.DateField(null=True)
    suspended_until = models.DateField(null=True)
    phone = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=200, blank=True)
    pick_up = models.CharField(max_length=200, blank=True)
    by_courier = models.BooleanField(default=False, help_text="sends certificates collect")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(suspended_until=None) | Q(suspended_until__gte=F("suspended_from")),
                name="a_suspension_does_not_end_before_it_starts",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def is_open_on(self, on: date) -> bool:
        """May it be chosen on this day: within its dates and not suspended?"""
        exists = self.open_from <= on and (self.open_until is None or on <= self.open_until)
        return exists and not self.is_suspended_on(on)

    def is_suspended_on(self, on: date) -> bool:
        """Does it take in no cases for the time being?"""
        if self.suspended_from is None or self.suspended_until is None:
            return False
        return self.suspended_from <= on <= self.suspended_until

    def facts(self, on: date) -> AgencyFacts:
        """What the chooser of clause 3 looks at."""
        return AgencyFacts(
            code=self.code,
            kind=AgencyKind(self.kind),
            province=self.province or None,
            categories=frozenset(Category(code) for code in self.categories),
            open=self.is_open_on(on),
        )


class FormerName(models.Model):
    """What an agency was called until a day."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="former_names")
    name = models.CharField(max_length=80)
    until = models.DateField()


class Institution(models.Model):
    """A training institution that imports records of continuing education (4.5)."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=80, unique=True)
    province = models.CharField(max_length=2, blank=True, help_text="GB/T 2260, two digits")
    open_from = models.DateField()
    open_until = models.DateField(null=True)
    phone = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(open_until=None) | Q(open_until__gte=F("open_from")),
                name="an_institution_does_not_close_before_it_opens",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def is_open_on(self, on: date) -> bool:
        """May it import on this day?"""
        return self.open_from <= on and (self.open_until is None or on <= self.open_until)


class Course(models.Model):
    """A course that a training institution has filed (备案课程): only its hours come in (4.5).

    ``code`` is the number of the filing (备案编号); the same course filed anew has another.
    """

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="courses")
    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    hours = models.DecimalField(max_digits=4, decimal_places=1, help_text="the most it is worth")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    source = models.CharField(max_length=200, help_text="by what it was filed")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="a_filed_course_does_not_end_before_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(hours__gt=0), name="a_filed_course_has_more_than_no_hours"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def facts(self) -> FiledCourse:
        """What the rules look at."""
        return FiledCourse(self.name, self.hours, self.valid_from, self.valid_until)


class Employer(models.Model):
    """An employer of the directory, by its 统一社会信用代码 (clause 2.4)."""

    uscc = models.CharField(max_length=18, unique=True)
    name = models.CharField(max_length=120)
    sort = models.CharField(max_length=20, default="enterprise")
    province = models.CharField(max_length=2)
    address = models.CharField(max_length=200, blank=True)
    group = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="employers")
    former_name = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["name"], name="employers_by_name", opclasses=["text_pattern_ops"])
        ]

    def __str__(self) -> str:
        return self.name
