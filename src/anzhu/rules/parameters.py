"""Every number of the law, each with the day it starts and the clause it stands in.

Nothing else in the project holds such a number. The unit of each value is part of its name or
of its ``unit``. A new value gets a new start date beside the old one; nothing is overwritten.
"""

from datetime import date
from decimal import Decimal
from typing import Final

from anzhu.rules.dated import ENACTED, Clause, Dated

#: The first day of the new qualification scheme (2019/8); it parts old certificates from new.
SCHEME_START: Final = date(2019, 3, 1)
_SCHEME = "应急〔2019〕8号"
_NOTICE = "注册有关说明"
_ORDER_11 = "总局令第11号"

# R2, initial registration
INITIAL_LAST_DAY_OLD = Dated(
    {SCHEME_START: date(2024, 3, 1)}, clause=Clause("1.2", _NOTICE), unit="day"
)
INITIAL_YEARS = Dated({SCHEME_START: 5}, clause=Clause("1.2", _NOTICE), unit="years")
#: Which date on the certificate is the day it was "obtained"; the notice does not say.
OBTAINED_MEANS = Dated(
    {SCHEME_START: "approved_on"}, clause=Clause("R2", "对第 1.2 条的解读"), unit="date field"
)

# R3, validity
VALIDITY_YEARS = Dated({SCHEME_START: 5}, clause=Clause("R3", _SCHEME), unit="years")

#: Of a registration of the time before; a longer one is a mistyped year.
EXISTING_PERIOD_MOST_YEARS = Dated({SCHEME_START: 6}, clause=Clause("R3", "ours"), unit="years")
#: Rows of one list of existing registrations.
EXISTING_MOST_ROWS = Dated({SCHEME_START: 120_000}, clause=Clause("8.0", "ours"), unit="rows")

#: How long an uploaded list and the one given back can still be fetched.
EXISTING_ROWS_KEPT_DAYS = Dated(
    {SCHEME_START: 7}, clause=Clause("8.0", "ours"), unit="calendar days"
)

# Who activates an account that existed on paper only
ACTIVATION_SLIP_DAYS = Dated({SCHEME_START: 3}, clause=Clause("8.0", "ours"), unit="calendar days")
ACTIVATION_SLIP_TRIES = Dated({SCHEME_START: 5}, clause=Clause("8.0", "ours"), unit="wrong codes")

# R4, renewal
RENEWAL_OPENS_MONTHS = Dated({SCHEME_START: 12}, clause=Clause("1.3", _NOTICE), unit="months")
RENEWAL_ADVISED_MONTHS = Dated({SCHEME_START: 3}, clause=Clause("1.3", _NOTICE), unit="months")
#: Days before the last valid day on which a holder is reminded; -1 is the day after.
EXPIRY_REMINDER_DAYS = Dated(
    {SCHEME_START: (365, 90, 30, 7, -1)},
    clause=Clause("R4", "对第 1.3 条的解读"),
    unit="days before",
)

# R7, continuing education
EDUCATION_HOURS = Dated(
    {SCHEME_START: Decimal("48.0")}, clause=Clause("4.2.4", "继续教育规定"), unit="hours"
)
EDUCATION_WINDOW_YEARS = Dated(
    {SCHEME_START: 5}, clause=Clause("R7", "对第 4.1.4、4.4 条的解读"), unit="years"
)
#: Rows of one list that a training institution uploads.
EDUCATION_IMPORT_ROWS = Dated({SCHEME_START: 5000}, clause=Clause("4.5", "ours"), unit="rows")
#: How soon an institution should answer a holder who objects to a record.
EDUCATION_DISPUTE_WORKING_DAYS = Dated(
    {SCHEME_START: 3}, clause=Clause("4.5", "ours"), unit="working days"
)
#: How long the uploaded rows are kept besides the records that came of them.
EDUCATION_ROWS_KEPT_DAYS = Dated(
    {SCHEME_START: 90}, clause=Clause("4.5", "ours"), unit="calendar days"
)

# R8, who may file
AGE_LIMIT_YEARS = Dated({SCHEME_START: 70}, clause=Clause("R8", _SCHEME), unit="years of age")

#: How long the law itself bars from registering; on any other basis the instrument says.
BAN_YEARS_IMPROPER_MEANS = Dated({SCHEME_START: 5}, clause=Clause("R8", _SCHEME), unit="years")
BAN_YEARS_FALSE_APPLICATION = Dated(
    {SCHEME_START: 1}, clause=Clause("R8", "行政许可法 §78"), unit="years"
)
#: More is a slip of the hand.
BAN_MOST_YEARS = Dated({SCHEME_START: 99}, clause=Clause("R8", "ours"), unit="years")

# R9, materials
APPLICATION_FORM_PAGES = Dated({SCHEME_START: 2}, clause=Clause("2.7", _NOTICE), unit="pages")

# R12, the authorities' clocks and the applicant's own
COMPLETENESS_WORKING_DAYS = Dated(
    {date(2007, 3, 1): 5}, clause=Clause("R12", f"{_ORDER_11}第十条"), unit="working days"
)
FIRST_REVIEW_WORKING_DAYS = Dated(
    {date(2007, 3, 1): 20}, clause=Clause("R12", f"{_ORDER_11}第十条"), unit="working days"
)
FINAL_REVIEW_WORKING_DAYS = Dated(
    {date(2007, 3, 1): 20}, clause=Clause("R12", f"{_ORDER_11}第十条"), unit="working days"
)
ISSUE_WORKING_DAYS = Dated(
    {date(2007, 3, 1): 10}, clause=Clause("R12", f"{_ORDER_11}第十条"), unit="working days"
)
CORRECTION_DAYS = Dated(
    {SCHEME_START: 30}, clause=Clause("R12", "对总局令第11号第十条的解读"), unit="calendar days"
)
CORRECTION_REMINDER_DAYS = Dated(
    {SCHEME_START: (14, 7, 2)}, clause=Clause("R12", "本系统设定"), unit="days before"
)
#: Does an applicant's deadline on a day of rest move to the next working day?
DEADLINES_ROLL_OVER = Dated(
    {SCHEME_START: False}, clause=Clause("R12", "本系统设定：网上申请每天开放"), unit=""
)

#: A reminder that could not be sent on its day is still sent so many days later.
REMINDERS_LATE_DAYS = Dated({SCHEME_START: 30}, clause=Clause("R12", "ours"), unit="calendar days")

# Against a refusal
RECONSIDERATION_DAYS = Dated(
    {SCHEME_START: 60}, clause=Clause("2.10", "行政复议法第二十条"), unit="calendar days"
)
LAWSUIT_MONTHS = Dated(
    {SCHEME_START: 6}, clause=Clause("2.10", "行政诉讼法第四十六条"), unit="months"
)

# The flow
CLAIM_MINUTES = Dated({SCHEME_START: 15}, clause=Clause("flow", "本系统设定"), unit="minutes")
UNCOLLECTED_REMINDER_DAYS = Dated(
    {SCHEME_START: (30, 90)}, clause=Clause("2.10", "本系统设定"), unit="days after receipt"
)
#: What is made for a grant of each kind: a certificate, or a label stuck into it.
MADE_FOR = Dated(
    {
        date(2019, 11, 25): {
            "initial": "certificate",
            "re_registration": "certificate",
            "renewal": "label",
            "change": "label",
        }
    },
    clause=Clause("2.10", "对第 2.10 条的解读"),
    unit="item",
)

#: The name of the set of rules enacted here; a case keeps the set it was first submitted under.
RULE_SET = ENACTED.name
