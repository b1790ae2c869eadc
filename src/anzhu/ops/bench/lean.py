"""The limits over HTTP: bare views with a session and one query, on the same server and tables."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

_PAGE = """\
<!doctype html><html lang="zh"><title>queue</title><table>{% for row in rows %}
<tr><td>{{ row.0 }}</td><td>{{ row.1 }}</td><td>{{ row.2 }}</td><td>{{ row.3 }}</td>
<td>{{ row.4 }}</td><td>{{ row.5 }}</td></tr>{% endfor %}</table></html>"""
_QUEUE = """
SELECT ref, applicant_name, employer_name, category, filed_on, due_on FROM cases_case
WHERE agency_id = %s AND status = 'first_review' AND filed_on IS NOT NULL
ORDER BY due_on, id LIMIT 50"""
_ONE = """
SELECT number, category, employer_name, valid_from, valid_until FROM registrations_registration
WHERE number = %s ORDER BY id DESC LIMIT 1"""


def _rows(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


@login_required
def queue(request: HttpRequest, agency: int) -> HttpResponse:
    """Session, login, fifty rows, a template: what a page of a queue costs at least."""
    template = engines["django"].from_string(_PAGE)
    return HttpResponse(template.render({"rows": _rows(_QUEUE, agency)}, request))


@csrf_exempt
def verify(request: HttpRequest) -> HttpResponse:
    """One query without a session."""
    found = _rows(_ONE, request.POST.get("number", ""))
    return JsonResponse({"found": [str(one) for row in found for one in row]})


@csrf_exempt
@login_required
def upload(request: HttpRequest) -> HttpResponse:
    """Read an upload to its end."""
    sent = request.FILES.get("file")
    size = sum(len(part) for part in sent.chunks()) if isinstance(sent, UploadedFile) else 0
    return JsonResponse({"size": size})


urlpatterns = [
    path("queue/<int:agency>", queue),
    path("verify", verify),
    path("upload", upload),
]
