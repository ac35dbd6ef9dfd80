"""The learner's pages inside a course."""

from django.urls import path, re_path

from courses.classroom import (
    calibration_result,
    calibration_views,
    learner_views,
    public_views,
    quiz_views,
    run_doors,
    run_views,
    survey_views,
    video_views,
)

app_name = "classroom"

# A dated run of a course. door: its number, or the code of its link.
RUN = "courses/<slug:slug>/runs/<slug:door>/"
urlpatterns = [
    path("courses/<slug:slug>/join/", learner_views.join_course, name="join"),
    path("courses/<slug:slug>/join/sign-up/", public_views.join_sign_up, name="join-sign-up"),
    path("courses/<slug:slug>/join/sign-in/", public_views.join_sign_in, name="join-sign-in"),
    path("courses/<slug:slug>/join/mail/", public_views.join_check_mail, name="join-check-mail"),
    re_path(
        r"^courses/(?P<slug>[-\w]+)/join/confirm/(?P<key>[-:\w]+)/$",
        public_views.join_confirm,
        name="join-confirm",
    ),
    path(RUN, run_views.run, name="run"),
    path(f"{RUN}join/", run_views.join_run, name="join-run"),
    path(f"{RUN}stop/", run_views.stop, name="stop-run"),
    path(f"{RUN}sign-up/", run_doors.run_sign_up, name="run-sign-up"),
    path(f"{RUN}sign-in/", run_doors.run_sign_in, name="run-sign-in"),
    path(f"{RUN}mail/", run_doors.run_check_mail, name="run-check-mail"),
    re_path(
        r"^courses/(?P<slug>[-\w]+)/runs/(?P<door>[-\w]+)/confirm/(?P<key>[-:\w]+)/$",
        run_doors.run_confirm,
        name="run-confirm",
    ),
    path("courses/<slug:slug>/leave/", learner_views.leave_course, name="leave"),
    path("courses/<slug:slug>/continue/", learner_views.go_on, name="continue"),
    path("courses/<slug:slug>/units/<uuid:uid>/", learner_views.unit, name="unit"),
    path("courses/<slug:slug>/units/<uuid:uid>/finish/", learner_views.finish_unit, name="finish"),
    path("courses/<slug:slug>/units/<uuid:uid>/skip/", learner_views.skip, name="skip"),
    path(
        "courses/<slug:slug>/units/<uuid:uid>/check/<uuid:block>/",
        quiz_views.check,
        name="check",
    ),
    path(
        "courses/<slug:slug>/units/<uuid:uid>/quiz/<uuid:block>/",
        quiz_views.start,
        name="start-quiz",
    ),
    path(
        "courses/<slug:slug>/units/<uuid:uid>/survey/<uuid:block>/",
        survey_views.answer,
        name="survey",
    ),
    path(
        "courses/<slug:slug>/units/<uuid:uid>/captions/<uuid:block>/<slug:language>.vtt",
        video_views.captions,
        name="captions",
    ),
    path(
        "courses/<slug:slug>/units/<uuid:uid>/calibration/<uuid:block>/",
        calibration_views.start,
        name="start-sitting",
    ),
    path(
        "courses/<slug:slug>/units/<uuid:uid>/examples/<uuid:block>/",
        calibration_views.examples,
        name="examples",
    ),
    path("sittings/<uuid:uid>/", calibration_views.sitting, name="sitting"),
    path("sittings/<uuid:uid>/next/", calibration_views.following, name="practise-next"),
    path("sittings/<uuid:uid>/again/", calibration_views.again, name="practise-again"),
    path("sittings/<uuid:uid>/finish/", calibration_views.finish, name="finish-sitting"),
    path("sittings/<uuid:uid>/<int:number>/", calibration_views.item, name="sitting-item"),
    path("sittings/<uuid:uid>/<int:number>/answer/", calibration_views.answer, name="answer-item"),
    path("sittings/<uuid:uid>/<int:number>/help/", calibration_views.help_with, name="item-help"),
    path("sittings/<uuid:uid>/<int:number>/form/", calibration_views.form, name="item-form"),
    path("results/<uuid:uid>/", calibration_result.result, name="calibration-result"),
    path("results/<uuid:uid>/answers/", calibration_result.answers, name="result-answers"),
    path("results/<uuid:uid>/plan/", calibration_result.plan, name="result-plan"),
    path("attempts/<uuid:uid>/", quiz_views.attempt, name="attempt"),
    path("attempts/<uuid:uid>/save/", quiz_views.save, name="save-answers"),
    path("attempts/<uuid:uid>/hint/", quiz_views.hint, name="hint"),
    path("attempts/<uuid:uid>/redo/", quiz_views.redo, name="redo"),
    path("attempts/<uuid:uid>/submit/", quiz_views.submit_attempt, name="submit"),
]
