"""Addresses of the API: `/api/v1/…`. No slash at the end, as with all addresses for programs."""

from django.urls import path

from badges.awards import api as awards
from badges.certificates import api as certificates
from courses.classroom import api as classroom
from courses.classroom import calibration_api as calibrations
from courses.classroom import quiz_api as quizzes
from courses.classroom import result_api as results
from courses.enrolment import api as enrolment
from courses.evidence import api as evidence
from courses.records import api as records
from lms.accounts import api as accounts
from lms.common.api.views import Nowhere
from lms.pages import api as pages
from lms.pages import api_views
from lms.studio import measured_api as measured

app_name = "api"

COURSE = "courses/<slug:slug>"
UNIT = f"{COURSE}/units/<uuid:uid>"
EXERCISE = f"{UNIT}/exercises/<uuid:block>"
SITTING = "sittings/<uuid:uid>"
ITEM = f"{SITTING}/items/<int:number>"
urlpatterns = [
    path("", pages.Start.as_view(), name="start"),
    path("schema", api_views.schema, name="schema"),
    path("me", accounts.Me.as_view(), name="me"),
    path("courses", pages.Catalogue.as_view(), name="courses"),
    path(COURSE, pages.Course.as_view(), name="course"),
    path(f"{COURSE}/enrolment", classroom.MyEnrolment.as_view(), name="enrolment"),
    path(UNIT, classroom.Unit.as_view(), name="unit"),
    path(f"{UNIT}/completion", classroom.Completion.as_view(), name="completion"),
    path(f"{UNIT}/quizzes/<uuid:block>/attempts", quizzes.Start.as_view(), name="start-attempt"),
    path("enrolments", enrolment.MyEnrolments.as_view(), name="enrolments"),
    path("attempts", quizzes.Attempts.as_view(), name="attempts"),
    path("attempts/<uuid:uid>", quizzes.OneAttempt.as_view(), name="attempt"),
    path(
        "attempts/<uuid:uid>/responses/<uuid:item>",
        quizzes.OneResponse.as_view(),
        name="response",
    ),
    path("attempts/<uuid:uid>/submission", quizzes.Submission.as_view(), name="submission"),
    path(f"{UNIT}/exercises", calibrations.Exercises.as_view(), name="exercises"),
    path(f"{EXERCISE}/examples", calibrations.Examples.as_view(), name="examples"),
    path(f"{EXERCISE}/sittings", calibrations.Sittings.as_view(), name="open-sitting"),
    path(f"{EXERCISE}/results", measured.CourseResults.as_view(), name="course-results"),
    path(SITTING, calibrations.OneSitting.as_view(), name="sitting"),
    path(f"{SITTING}/next", calibrations.Next.as_view(), name="practise-next"),
    path(f"{SITTING}/again", calibrations.Again.as_view(), name="practise-again"),
    path(f"{SITTING}/completion", calibrations.Finish.as_view(), name="close-sitting"),
    path(ITEM, calibrations.OneItem.as_view(), name="item"),
    path(f"{ITEM}/answer", calibrations.OneAnswer.as_view(), name="answer-item"),
    path(f"{ITEM}/form", calibrations.ItemForm.as_view(), name="item-form"),
    path(f"{ITEM}/key", calibrations.ItemHelp.as_view(), name="item-key"),
    path("results", results.MyResults.as_view(), name="results"),
    path("results/<uuid:uid>", results.OneResult.as_view(), name="result"),
    path("results/<uuid:uid>/answers", results.ResultAnswers.as_view(), name="result-answers"),
    path("results/<uuid:uid>/plan", results.Plan.as_view(), name="plan"),
    path("records", records.Records.as_view(), name="records"),
    path("evidence", evidence.Proofs.as_view(), name="evidence"),
    path("passport", pages.Passport.as_view(), name="passport"),
    path("awards", awards.Awards.as_view(), name="awards"),
    path("certificates", certificates.Certificates.as_view(), name="certificates"),
    path("verify/<str:code>", certificates.Verify.as_view(), name="verify"),
    path("<path:rest>", Nowhere.as_view()),
]
