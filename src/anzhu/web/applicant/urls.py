"""Addresses of an applicant: home, the task list, and the pages that collect answers (clause 2).

What concerns paper and progress (photo, form, materials, check, receipt, status) stands in
``urls_papers``. Fixed names come first: a page of answers is one of a few, never anything else.
"""

from django.urls import path, register_converter

from anzhu.rules.agencies import QUESTIONS
from anzhu.web.applicant import urls_papers, urls_requests
from anzhu.web.applicant.views import answers, changing, chooser, education, home, start, tasks
from anzhu.web.applicant.wizard import ANSWER_PAGES


class AnswerPage:
    """One of the pages that collect answers."""

    regex = "|".join(ANSWER_PAGES)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class AgencyQuestion(AnswerPage):
    """One of the questions of clause 3."""

    regex = "|".join(question.name for question in QUESTIONS)


register_converter(AnswerPage, "answer_page")
register_converter(AgencyQuestion, "agency_question")

app_name = "applicant"
urlpatterns = [
    path("", home.home, name="home"),
    path("dates.ics", home.dates, name="dates"),
    path("start/<slug:kind>", start.start, name="start"),
    path("employers", answers.look_up, name="employers"),
    path("education", education.mine, name="education"),
    path("education/add", education.add, name="education_add"),
    path("education/<int:record>/change", education.change, name="education_change"),
    path("education/<int:record>/remove", education.remove, name="education_remove"),
    path("education/<int:record>/object", education.dispute, name="education_object"),
    path("education/<int:record>/proofs", education.proof_add, name="education_proof_add"),
    path("education/<int:record>/hand-off", education.hand_off, name="education_hand_off"),
    path(
        "education/<int:record>/hand-off/stop",
        education.hand_off_stop,
        name="education_hand_off_stop",
    ),
    path(
        "education/<int:record>/proofs/<int:proof>/remove",
        education.proof_remove,
        name="education_proof_remove",
    ),
    path(
        "education/<int:record>/proofs/<int:proof>/<slug:variant>.jpg",
        education.proof_image,
        name="education_proof",
    ),
    path("cases/<slug:ref>/", tasks.tasks, name="tasks"),
    path("cases/<slug:ref>/<answer_page:page>", answers.page_of_answers, name="page"),
    path("cases/<slug:ref>/<answer_page:page>/field", answers.save_field, name="save_field"),
    path("cases/<slug:ref>/agency/<agency_question:question>", chooser.question, name="chooser"),
    path("cases/<slug:ref>/switch-to-change", changing.switch_to_change, name="switch_to_change"),
    *urls_papers.urlpatterns,
    *urls_requests.urlpatterns,
]
