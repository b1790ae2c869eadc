"""Sign-up, sign-in, second factor, reset, and one's own account."""

from django.urls import path

from anzhu.web.public.views import account, activating, joining, mailbox, notices, resetting

app_name = "account"
urlpatterns = [
    path("sign-in", account.sign_in, name="sign_in"),
    path("sign-out", account.sign_out, name="sign_out"),
    path("second-factor", account.second_factor, name="second_factor"),
    path("stay", account.stay, name="stay"),
    path("mine", account.mine, name="mine"),
    path("email", mailbox.confirm, name="email"),
    path("email/send", mailbox.send_code, name="email_send"),
    path("reminders", account.reminders, name="reminders"),
    path("notices", notices.notices, name="notices"),
    path("go-on", account.go_on, name="go_on"),
    path("sign-up", joining.sign_up, name="sign_up"),
    path("sign-up/<str:token>", joining.confirm, name="sign_up_confirm"),
    path("activate", activating.activate, name="activate"),
    path("activate/<str:token>", activating.confirm, name="activate_confirm"),
    path("reset", resetting.reset, name="reset"),
    path("reset/<str:token>", resetting.confirm, name="reset_confirm"),
]
