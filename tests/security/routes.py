"""Who may open which address: the declared matrix. An address that is not here fails the build."""

from typing import NamedTuple

ANYBODY, SIGNED_IN = "anybody", "signed in"
OWNER, AGENCY, LEAD = "owner", "agency", "lead"
CENTRE, PRODUCER, MINISTRY = "centre", "producer", "ministry"
INSTITUTION = "institution"
ADMINISTRATOR, OVERSEER = "administrator", "overseer"


class Row(NamedTuple):
    """Who is let in, to what, and what the first of them gets there by GET and by POST.

    ``main`` names a thing in the town for which the page is there; everybody who is not named
    gets the 404 of nothing, or is led to the sign-in.
    """

    who: str
    of: str
    main: str
    get: int
    post: int


ROUTES: dict[str, Row] = {
    "": Row(ANYBODY, "", "", 200, 405),
    "help": Row(ANYBODY, "", "", 200, 405),
    "privacy": Row(ANYBODY, "", "", 200, 405),
    "agencies": Row(ANYBODY, "", "", 200, 405),
    "explain": Row(ANYBODY, "", "", 200, 405),
    "explain/dates.ics": Row(ANYBODY, "", "", 404, 405),
    # A made-up token and a code that nobody has: the bearer of a real one is told of apart.
    "m": Row(ANYBODY, "", "", 200, 422),
    "m/<str:token>": Row(ANYBODY, "", "", 404, 404),
    "display": Row(ANYBODY, "", "", 302, 405),
    "healthz/live": Row(ANYBODY, "", "", 200, 405),
    "healthz/ready": Row(ANYBODY, "", "", 200, 405),
    "components": Row(ANYBODY, "", "", 404, 405),
    "components/<slug:layout>": Row(ANYBODY, "", "", 404, 405),
    "verify": Row(ANYBODY, "", "", 200, 422),
    "v/<str:code>": Row(ANYBODY, "", "", 200, 405),
    "photo": Row(ANYBODY, "", "", 200, 422),
    "photo/tool.html": Row(ANYBODY, "", "", 200, 405),
    # A picture that somebody tries is there for the browser that sent it, and for no other.
    "photo/<uuid:trial>": Row(ANYBODY, "", "", 404, 405),
    "photo/<uuid:trial>/state": Row(ANYBODY, "", "", 404, 405),
    "photo/<uuid:trial>/move": Row(ANYBODY, "", "", 405, 404),
    "photo/<uuid:trial>/forget": Row(ANYBODY, "", "", 405, 404),
    "photo/<uuid:trial>/photo.jpg": Row(ANYBODY, "", "", 404, 405),
    "photo/<uuid:trial>/whole.jpg": Row(ANYBODY, "", "", 404, 405),
    "account/sign-in": Row(ANYBODY, "", "", 200, 200),
    "account/sign-out": Row(ANYBODY, "", "", 405, 303),
    "account/second-factor": Row(ANYBODY, "", "", 303, 303),
    "account/stay": Row(SIGNED_IN, "", "", 405, 204),
    "account/mine": Row(SIGNED_IN, "", "", 200, 405),
    "account/email": Row(OWNER, "", "", 303, 303),
    "account/email/send": Row(OWNER, "", "", 405, 303),
    "account/reminders": Row(OWNER, "", "", 405, 303),
    "account/notices": Row(SIGNED_IN, "", "", 200, 303),
    "account/go-on": Row(SIGNED_IN, "", "", 303, 405),
    "account/sign-up": Row(ANYBODY, "", "", 200, 422),
    "account/sign-up/<str:token>": Row(ANYBODY, "", "", 200, 422),
    "account/activate": Row(ANYBODY, "", "", 200, 422),
    "account/activate/<str:token>": Row(ANYBODY, "", "", 200, 422),
    "account/reset": Row(ANYBODY, "", "", 200, 422),
    "account/reset/<str:token>": Row(ANYBODY, "", "", 200, 422),
    "apply/": Row(OWNER, "", "", 200, 405),
    "apply/dates.ics": Row(OWNER, "", "", 200, 405),
    "apply/start/<slug:kind>": Row(OWNER, "", "", 200, 409),
    "apply/education": Row(OWNER, "", "", 200, 405),
    "apply/education/add": Row(OWNER, "", "", 200, 422),
    "apply/education/<int:record>/change": Row(OWNER, "record", "own", 200, 422),
    "apply/education/<int:record>/remove": Row(OWNER, "record", "own", 200, 303),
    "apply/education/<int:record>/object": Row(OWNER, "record", "imported", 200, 422),
    "apply/education/<int:record>/proofs": Row(OWNER, "record", "own", 405, 303),
    "apply/education/<int:record>/hand-off": Row(OWNER, "record", "own", 303, 303),
    "apply/education/<int:record>/hand-off/stop": Row(OWNER, "record", "own", 405, 303),
    "apply/education/<int:record>/proofs/<int:proof>/remove": Row(OWNER, "record", "own", 405, 303),
    "apply/education/<int:record>/proofs/<int:proof>/<slug:variant>.jpg": Row(
        OWNER, "record", "own", 200, 405
    ),
    "apply/employers": Row(OWNER, "", "", 200, 405),
    "apply/cases/<slug:ref>/": Row(OWNER, "case", "draft", 200, 405),
    "apply/cases/<slug:ref>/<answer_page:page>": Row(OWNER, "case", "draft", 200, 303),
    "apply/cases/<slug:ref>/<answer_page:page>/field": Row(OWNER, "case", "draft", 405, 204),
    "apply/cases/<slug:ref>/agency/<agency_question:question>": Row(
        OWNER, "case", "draft", 200, 303
    ),
    "apply/cases/<slug:ref>/photo": Row(OWNER, "case", "draft", 200, 422),
    "apply/cases/<slug:ref>/photo/state": Row(OWNER, "case", "draft", 200, 405),
    "apply/cases/<slug:ref>/photo/recut": Row(OWNER, "case", "draft", 405, 303),
    "apply/cases/<slug:ref>/photo/use": Row(OWNER, "case", "draft", 405, 303),
    "apply/cases/<slug:ref>/photo/<uuid:photo_id>.jpg": Row(OWNER, "case", "draft", 200, 405),
    "apply/cases/<slug:ref>/photo/<uuid:photo_id>/whole.jpg": Row(OWNER, "case", "draft", 200, 405),
    "apply/cases/<slug:ref>/form": Row(OWNER, "case", "draft", 200, 303),
    "apply/cases/<slug:ref>/form.pdf": Row(OWNER, "case", "draft", 200, 405),
    "apply/cases/<slug:ref>/guide.pdf": Row(OWNER, "case", "draft", 200, 405),
    "apply/cases/<slug:ref>/switch-to-change": Row(OWNER, "case", "draft", 405, 409),
    "apply/cases/<slug:ref>/statement/print": Row(OWNER, "case", "draft", 405, 409),
    "apply/cases/<slug:ref>/statement.pdf": Row(OWNER, "case", "draft", 404, 405),
    "apply/cases/<slug:ref>/materials": Row(OWNER, "case", "draft", 200, 405),
    "apply/cases/<slug:ref>/materials/<slug:material>": Row(OWNER, "case", "draft", 200, 405),
    "apply/cases/<slug:ref>/materials/<slug:material>/upload": Row(
        OWNER, "case", "draft", 405, 422
    ),
    "apply/cases/<slug:ref>/materials/<slug:material>/take-over": Row(
        OWNER, "case", "draft", 405, 404
    ),
    "apply/cases/<slug:ref>/pages/<int:page_id>/<slug:variant>.jpg": Row(
        OWNER, "case", "draft", 200, 405
    ),
    "apply/cases/<slug:ref>/pages/<int:page_id>/remove": Row(OWNER, "case", "draft", 405, 303),
    "apply/cases/<slug:ref>/pages/<int:page_id>/keep": Row(OWNER, "case", "draft", 405, 303),
    "apply/cases/<slug:ref>/pages/<int:page_id>/turn": Row(OWNER, "case", "draft", 405, 303),
    "apply/hand-off/<slug:ref>/<slug:slot>": Row(OWNER, "case", "draft", 303, 303),
    "apply/hand-off/<slug:ref>/<slug:slot>/stop": Row(OWNER, "case", "draft", 405, 303),
    "apply/cases/<slug:ref>/check": Row(OWNER, "case", "draft", 200, 405),
    "apply/cases/<slug:ref>/submit": Row(OWNER, "case", "draft", 405, 303),
    "apply/cases/<slug:ref>/receipt": Row(OWNER, "case", "draft", 303, 405),
    "apply/cases/<slug:ref>/receipt.pdf": Row(OWNER, "case", "draft", 303, 405),
    "apply/cases/<slug:ref>/status": Row(OWNER, "case", "draft", 303, 405),
    "apply/cases/<slug:ref>/correction": Row(OWNER, "case", "draft", 303, 409),
    "apply/cases/<slug:ref>/withdraw": Row(OWNER, "case", "draft", 200, 303),
    "forms/<slug:kind>.pdf": Row(ANYBODY, "", "", 200, 405),
    "apply/requests/start/<slug:kind>": Row(OWNER, "", "", 200, 303),
    "apply/requests/<slug:ref>/": Row(OWNER, "request", "online", 200, 405),
    "apply/requests/<slug:ref>/save": Row(OWNER, "request", "online", 405, 303),
    "apply/requests/<slug:ref>/print": Row(OWNER, "request", "online", 405, 404),
    "apply/requests/<slug:ref>/form.pdf": Row(OWNER, "request", "online", 404, 405),
    "apply/requests/<slug:ref>/receipt.pdf": Row(OWNER, "request", "online", 303, 405),
    "apply/requests/<slug:ref>/materials/<slug:material>": Row(
        OWNER, "request", "online", 200, 405
    ),
    "apply/requests/<slug:ref>/materials/<slug:material>/upload": Row(
        OWNER, "request", "online", 405, 422
    ),
    "apply/requests/<slug:ref>/pages/<int:page_id>/<slug:variant>.jpg": Row(
        OWNER, "request", "online", 200, 405
    ),
    "apply/requests/<slug:ref>/pages/<int:page_id>/remove": Row(
        OWNER, "request", "online", 405, 303
    ),
    "apply/requests/<slug:ref>/pages/<int:page_id>/keep": Row(OWNER, "request", "online", 405, 303),
    "apply/requests/<slug:ref>/pages/<int:page_id>/turn": Row(OWNER, "request", "online", 405, 303),
    "apply/requests/<slug:ref>/submit": Row(OWNER, "request", "online", 405, 422),
    "apply/requests/<slug:ref>/withdraw": Row(OWNER, "request", "online", 200, 303),
    "apply/requests/<slug:ref>/reply": Row(OWNER, "request", "online", 405, 409),
    "apply/requests/<slug:ref>/code": Row(OWNER, "request", "online", 405, 404),
    "apply/requests/<slug:ref>/confirm": Row(OWNER, "request", "online", 404, 404),
    "agency/counter/": Row(AGENCY, "", "", 200, 422),
    "agency/counter/begin": Row(AGENCY, "", "", 405, 404),
    "agency/counter/<slug:ref>/": Row(AGENCY, "paper", "paper", 200, 405),
    "agency/counter/<slug:ref>/save": Row(AGENCY, "paper", "paper", 405, 303),
    "agency/counter/<slug:ref>/print": Row(AGENCY, "paper", "paper", 405, 404),
    "agency/counter/<slug:ref>/form.pdf": Row(AGENCY, "paper", "paper", 404, 405),
    "agency/counter/<slug:ref>/receipt.pdf": Row(AGENCY, "paper", "paper", 303, 405),
    "agency/counter/<slug:ref>/materials/<slug:material>": Row(AGENCY, "paper", "paper", 200, 405),
    "agency/counter/<slug:ref>/materials/<slug:material>/upload": Row(
        AGENCY, "paper", "paper", 405, 422
    ),
    "agency/counter/<slug:ref>/pages/<int:page_id>/<slug:variant>.jpg": Row(
        AGENCY, "paper", "paper", 200, 405
    ),
    "agency/counter/<slug:ref>/pages/<int:page_id>/remove": Row(AGENCY, "paper", "paper", 405, 303),
    "agency/counter/<slug:ref>/pages/<int:page_id>/keep": Row(AGENCY, "paper", "paper", 405, 303),
    "agency/counter/<slug:ref>/pages/<int:page_id>/turn": Row(AGENCY, "paper", "paper", 405, 303),
    "agency/counter/<slug:ref>/submit": Row(AGENCY, "paper", "paper", 405, 422),
    "agency/counter/<slug:ref>/withdraw": Row(AGENCY, "paper", "paper", 200, 303),
    "agency/counter/<slug:ref>/hand-in": Row(AGENCY, "case", "submitted", 405, 409),
    "agency/": Row(AGENCY, "", "", 200, 405),
    "agency/next": Row(AGENCY, "", "", 405, 303),
    "agency/cases/<slug:ref>/": Row(AGENCY, "case", "submitted", 200, 405),
    "agency/cases/<slug:ref>/accept": Row(AGENCY, "case", "submitted", 405, 303),
    "agency/cases/<slug:ref>/claim": Row(AGENCY, "case", "submitted", 405, 303),
    "agency/cases/<slug:ref>/release": Row(AGENCY, "case", "submitted", 405, 303),
    "agency/cases/<slug:ref>/marks": Row(AGENCY, "case", "submitted", 405, 409),
    "agency/cases/<slug:ref>/carry-over": Row(AGENCY, "case", "submitted", 405, 409),
    "agency/cases/<slug:ref>/pass": Row(AGENCY, "case", "submitted", 405, 409),
    "agency/cases/<slug:ref>/return": Row(AGENCY, "case", "submitted", 303, 409),
    "agency/cases/<slug:ref>/oppose": Row(AGENCY, "case", "submitted", 303, 409),
    "agency/cases/<slug:ref>/hand-over": Row(LEAD, "case", "submitted", 200, 303),
    "agency/cases/<slug:ref>/pages/<int:page>/<slug:variant>": Row(
        AGENCY, "case", "submitted", 200, 405
    ),
    "agency/cases/<slug:ref>/findings/<int:found>": Row(AGENCY, "case", "submitted", 200, 405),
    # Nobody in the town has handed in a certificate of education.
    "agency/cases/<slug:ref>/proofs/<int:proof>/<slug:variant>": Row(
        AGENCY, "case", "submitted", 404, 405
    ),
    "agency/cases/<slug:ref>/portrait/<uuid:photo>": Row(AGENCY, "case", "submitted", 200, 405),
    "agency/forwarding": Row(AGENCY, "", "", 200, 404),
    "agency/forwarding/<slug:number>": Row(AGENCY, "forwarding", "ours", 200, 405),
    "agency/parcels": Row(AGENCY, "", "", 200, 405),
    "agency/parcels/found/<slug:serial>": Row(AGENCY, "item", "received", 405, 409),
    "agency/parcels/<slug:number>": Row(AGENCY, "parcel", "received", 200, 422),
    "agency/collecting": Row(AGENCY, "", "", 200, 405),
    "agency/collecting/<slug:serial>": Row(AGENCY, "item", "received", 200, 303),
    "agency/activation": Row(AGENCY, "", "", 200, 422),
    "agency/activation/<uuid:person>": Row(AGENCY, "person", "banned", 200, 422),
    "centre/": Row(CENTRE, "", "", 200, 405),
    "centre/next": Row(CENTRE, "", "", 405, 303),
    "centre/cases/<slug:ref>/": Row(CENTRE, "case", "final", 200, 405),
    "centre/cases/<slug:ref>/claim": Row(CENTRE, "case", "final", 405, 303),
    "centre/cases/<slug:ref>/release": Row(CENTRE, "case", "final", 405, 303),
    "centre/cases/<slug:ref>/marks": Row(CENTRE, "case", "final", 405, 303),
    "centre/cases/<slug:ref>/conclude": Row(CENTRE, "case", "final", 200, 303),
    "centre/cases/<slug:ref>/send-back": Row(CENTRE, "case", "final", 200, 303),
    "centre/cases/<slug:ref>/pages/<int:page>/<slug:variant>": Row(
        CENTRE, "case", "final", 200, 405
    ),
    "centre/cases/<slug:ref>/findings/<int:found>": Row(CENTRE, "case", "final", 200, 405),
    "centre/cases/<slug:ref>/proofs/<int:proof>/<slug:variant>": Row(
        CENTRE, "case", "final", 404, 405
    ),
    "centre/cases/<slug:ref>/portrait/<uuid:photo>": Row(CENTRE, "case", "final", 200, 405),
    "centre/returns": Row(CENTRE, "", "", 200, 405),
    "centre/cases/<slug:ref>/confirm": Row(CENTRE, "matter", "matter", 405, 409),
    "centre/cases/<slug:ref>/decline": Row(CENTRE, "matter", "matter", 200, 409),
    "centre/cases/<slug:ref>/ask": Row(CENTRE, "matter", "matter", 405, 409),
    "centre/cases/<slug:ref>/settle": Row(CENTRE, "matter", "matter", 405, 409),
    "centre/cases/<slug:ref>/propose": Row(CENTRE, "matter", "matter", 405, 409),
    "centre/cases/<slug:ref>/drop": Row(CENTRE, "matter", "matter", 405, 409),
    "centre/cases/<slug:ref>/correct": Row(CENTRE, "matter", "matter", 405, 409),
    "centre/overdue": Row(CENTRE, "", "", 200, 405),
    "centre/batches/": Row(CENTRE, "", "", 200, 405),
    "centre/batches/compile": Row(CENTRE, "", "", 405, 404),
    "centre/batches/<slug:number>/": Row(CENTRE, "batch", "frozen", 200, 405),
    "centre/batches/<slug:number>/freeze": Row(CENTRE, "batch", "frozen", 405, 409),
    "centre/batches/<slug:number>/thaw": Row(CENTRE, "batch", "frozen", 405, 303),
    "centre/batches/<slug:number>/remove": Row(CENTRE, "batch", "frozen", 405, 409),
    "centre/batches/<slug:number>/list.<slug:form>": Row(CENTRE, "batch", "frozen", 303, 405),
    "centre/production/": Row(PRODUCER, "", "", 200, 405),
    "centre/production/waiting": Row(PRODUCER, "", "", 200, 405),
    "centre/production/start": Row(PRODUCER, "", "", 405, 409),
    "centre/production/runs/<int:run>/": Row(PRODUCER, "run", "run", 200, 405),
    "centre/production/runs/<int:run>/part-<int:part>.pdf": Row(PRODUCER, "run", "run", 405, 200),
    "centre/production/runs/<int:run>/labels.pdf": Row(PRODUCER, "run", "run", 405, 422),
    "centre/production/runs/<int:run>/confirm": Row(PRODUCER, "run", "run", 405, 303),
    "centre/production/runs/<int:run>/cancel": Row(PRODUCER, "run", "run", 405, 303),
    "centre/production/check": Row(PRODUCER, "", "", 200, 409),
    "centre/production/scan": Row(PRODUCER, "", "", 405, 409),
    "centre/production/sheets/<slug:serial>/": Row(PRODUCER, "item", "received", 200, 303),
    "centre/shipping/": Row(PRODUCER, "", "", 200, 405),
    "centre/shipping/pack": Row(PRODUCER, "", "", 404, 409),
    "centre/shipping/<slug:number>/": Row(PRODUCER, "parcel", "received", 200, 405),
    "centre/shipping/<slug:number>/packing-list.pdf": Row(PRODUCER, "parcel", "received", 200, 405),
    "centre/shipping/<slug:number>/hand-over": Row(PRODUCER, "parcel", "received", 405, 409),
    "centre/shipping/<slug:number>/take-out": Row(PRODUCER, "parcel", "received", 405, 409),
    "centre/activation": Row(CENTRE, "", "", 200, 422),
    "centre/activation/<uuid:person>": Row(CENTRE, "person", "banned", 200, 422),
    "centre/restrictions/": Row(CENTRE, "", "", 200, 405),
    "centre/restrictions/find": Row(CENTRE, "", "", 405, 422),
    "centre/restrictions/people/<uuid:person>/": Row(CENTRE, "person", "banned", 200, 422),
    "centre/restrictions/<int:restriction>/<slug:kind>": Row(CENTRE, "ban", "banned", 200, 422),
    "centre/restrictions/orders/<int:order>/": Row(CENTRE, "order", "waiting", 200, 405),
    "centre/restrictions/orders/<int:order>/scan": Row(CENTRE, "order", "waiting", 405, 422),
    "centre/restrictions/orders/<int:order>/confirm": Row(CENTRE, "order", "waiting", 405, 303),
    "centre/restrictions/orders/<int:order>/discard": Row(CENTRE, "order", "waiting", 405, 303),
    "centre/restrictions/orders/<int:order>/pages/<int:number>/<slug:variant>.jpg": Row(
        CENTRE, "order", "waiting", 200, 405
    ),
    "ministry/": Row(MINISTRY, "", "", 200, 405),
    "ministry/batches/<slug:number>/": Row(MINISTRY, "batch", "frozen", 200, 405),
    "ministry/batches/<slug:number>/cases": Row(MINISTRY, "batch", "frozen", 200, 405),
    "ministry/batches/<slug:number>/list.<slug:form>": Row(MINISTRY, "batch", "frozen", 303, 405),
    "ministry/batches/<slug:number>/announcement.txt": Row(MINISTRY, "batch", "decided", 200, 405),
    "ministry/batches/<slug:number>/decide": Row(MINISTRY, "batch", "frozen", 200, 422),
    "ministry/cases/<slug:ref>/": Row(MINISTRY, "case", "frozen", 200, 405),
    "ministry/cases/<slug:ref>/pages/<int:page>/<slug:variant>": Row(
        MINISTRY, "case", "frozen", 200, 405
    ),
    "ministry/cases/<slug:ref>/findings/<int:found>": Row(MINISTRY, "case", "frozen", 200, 405),
    "ministry/cases/<slug:ref>/proofs/<int:proof>/<slug:variant>": Row(
        MINISTRY, "case", "frozen", 404, 405
    ),
    "ministry/cases/<slug:ref>/portrait/<uuid:photo>": Row(MINISTRY, "case", "frozen", 200, 405),
    "administrator/": Row(OVERSEER, "", "", 200, 405),
    "administrator/clock": Row(ADMINISTRATOR, "", "", 405, 404),
    "administrator/calendar/": Row(OVERSEER, "", "", 303, 405),
    "administrator/calendar/<int:year>/": Row(OVERSEER, "", "", 200, 405),
    "administrator/calendar/<int:year>/announcement": Row(ADMINISTRATOR, "", "", 405, 422),
    "administrator/calendar/<int:year>/day": Row(ADMINISTRATOR, "", "", 405, 422),
    "administrator/calendar/<int:year>/complete": Row(ADMINISTRATOR, "", "", 405, 422),
    "administrator/rules/": Row(OVERSEER, "", "", 200, 405),
    "administrator/courses/": Row(ADMINISTRATOR, "", "", 200, 405),
    "administrator/courses/<slug:institution>/": Row(ADMINISTRATOR, "school", "ours", 200, 422),
    "administrator/courses/<slug:institution>/<slug:code>": Row(
        ADMINISTRATOR, "school", "ours", 200, 422
    ),
    "institution/": Row(INSTITUTION, "", "", 200, 405),
    "institution/template.xlsx": Row(INSTITUTION, "", "", 200, 405),
    "institution/upload": Row(INSTITUTION, "", "", 405, 422),
    "institution/lists/<slug:number>/": Row(INSTITUTION, "list", "ours", 200, 405),
    "institution/lists/<slug:number>/commit": Row(INSTITUTION, "list", "ours", 405, 303),
    "institution/lists/<slug:number>/again": Row(INSTITUTION, "list", "ours", 405, 303),
    "institution/lists/<slug:number>/cancel": Row(INSTITUTION, "list", "ours", 405, 303),
    "institution/lists/<slug:number>/revoke": Row(INSTITUTION, "list", "ours", 303, 422),
    "institution/lists/<slug:number>/result.xlsx": Row(INSTITUTION, "list", "ours", 200, 405),
    "institution/courses": Row(INSTITUTION, "", "", 200, 405),
    "institution/disputes": Row(INSTITUTION, "", "", 200, 405),
    "institution/disputes/<int:dispute>": Row(INSTITUTION, "dispute", "ours", 200, 422),
    "institution/trainees": Row(INSTITUTION, "", "", 200, 422),
    "administrator/registrations/": Row(ADMINISTRATOR, "", "", 200, 422),
    "administrator/registrations/template.xlsx": Row(ADMINISTRATOR, "", "", 200, 405),
    "administrator/registrations/<slug:number>/": Row(
        ADMINISTRATOR, "old list", "checked", 200, 405
    ),
    "administrator/registrations/<slug:number>/list.xlsx": Row(
        ADMINISTRATOR, "old list", "checked", 200, 405
    ),
    "administrator/registrations/<slug:number>/commit": Row(
        ADMINISTRATOR, "old list", "checked", 405, 303
    ),
    "administrator/registrations/<slug:number>/discard": Row(
        ADMINISTRATOR, "old list", "checked", 405, 303
    ),
}
