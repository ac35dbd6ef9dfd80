"""The studio."""

from collections.abc import Callable

from django.http import HttpResponseBase
from django.urls import URLPattern, path

from lms.studio import (
    achievement_views,
    bank_exchange,
    bank_views,
    batch_views,
    block_views,
    calibration_views,
    competence_views,
    course_views,
    design_views,
    drawn_views,
    giving_views,
    gold_views,
    history_views,
    item_history_views,
    item_views,
    learner_views,
    measured_views,
    outline_views,
    package_views,
    people_views,
    preview_calibration_views,
    preview_quiz_views,
    preview_views,
    prose_views,
    publish_views,
    quiz_views,
    recipient_views,
    run_acts,
    run_views,
    studio_views,
    survey_views,
    unit_views,
)

app_name = "studio"

COURSE = "courses/<slug:slug>/"
# One unit of one course.
UNIT = f"{COURSE}units/<uuid:uid>/"
# The results of one exercise that measures.
MEASURED = f"{UNIT}blocks/<uuid:block>/results/"
# One achievement that concerns a course.
ACHIEVEMENT = f"{COURSE}achievements/<slug:key>/"
# One achievement of the whole site.
SITE_ACHIEVEMENT = "badges/<slug:key>/"
# One learner of one course.
LEARNER = f"{COURSE}people/<int:pk>/"
# One dated run of a course.
RUN = f"{COURSE}runs/<int:pk>/"
# The preview as a learner: its pages stand for those of courses.classroom.urls.
LOOK = f"{UNIT}preview/"
MEASURE = f"{LOOK}calibration/<uuid:block>/"
QUIZ = f"{LOOK}quiz/<uuid:block>/"


def given_at(badge: str, prefix: str = "") -> list[URLPattern]:
    """Who holds an achievement, and giving it by hand: under its course, or for the whole site."""
    held, giving = recipient_views, giving_views
    listed = f"{badge}give/lists/<uuid:uid>/"
    views: list[tuple[str, Callable[..., HttpResponseBase], str]] = [
        (f"{badge}recipients/", held.recipients, "recipients"),
        (f"{badge}recipients/table.csv", held.recipients_table, "recipients-table"),
        (f"{badge}recipients/<uuid:uid>/revoke/", held.revoke, "revoke-award"),
        (f"{badge}give/", giving.give_one, "give-badge"),
        (f"{badge}give/list/", giving.give_list, "give-list"),
        (listed, giving.given_list, "given-list"),
        (f"{listed}state/", giving.given_list_state, "given-list-state"),
        (f"{listed}table.csv", giving.given_list_table, "given-list-table"),
    ]
    return [path(route, view, name=f"{prefix}{name}") for route, view, name in views]


urlpatterns = [
    path("", studio_views.home, name="home"),
    path("take-up/", studio_views.take_up, name="take-up"),
    path("new-course/", course_views.new_course, name="new-course"),
    path(COURSE, outline_views.course, name="course"),
    path(f"{COURSE}outline/", outline_views.outline, name="outline"),
    path(f"{COURSE}outline/change/", outline_views.change, name="change-outline"),
    path(f"{COURSE}settings/", course_views.settings, name="settings"),
    path(f"{COURSE}certificate/", design_views.certificate, name="certificate"),
    path(f"{COURSE}copy/", course_views.copy, name="copy-course"),
    path(f"{COURSE}announce/", course_views.announce, name="announce-course"),
    path(f"{COURSE}archive/", course_views.archive, name="archive-course"),
    path(f"{COURSE}restore/", course_views.restore, name="restore-course"),
    path(f"{COURSE}roles/", course_views.roles, name="roles"),
    path(f"{COURSE}roles/invite/", course_views.invite_to, name="invite"),
    path(f"{COURSE}roles/invited/<int:pk>/", course_views.uninvite, name="uninvite"),
    path(f"{COURSE}roles/<int:pk>/", course_views.change_role, name="change-role"),
    path(f"{COURSE}publish/", publish_views.publish, name="publish"),
    path(f"{COURSE}unpublish/", publish_views.take_back, name="unpublish"),
    path(f"{COURSE}releases/<int:number>/return/", publish_views.bring_back, name="return-to"),
    path(f"{COURSE}competencies/", competence_views.coverage, name="coverage"),
    path(f"{COURSE}competencies/<str:code>/", competence_views.align, name="align"),
    path(f"{COURSE}achievements/", achievement_views.achievements, name="achievements"),
    path(f"{COURSE}achievements/new/", achievement_views.new_achievement, name="new-achievement"),
    path(f"{COURSE}achievements/look/", achievement_views.badge_preview, name="badge-preview"),
    path(ACHIEVEMENT, achievement_views.achievement, name="achievement"),
    *given_at(ACHIEVEMENT),
    path("badges/", recipient_views.site_badges, name="site-badges"),
    *given_at(SITE_ACHIEVEMENT, "site-"),
    path(f"{ACHIEVEMENT}archive/", achievement_views.archive, name="archive-achievement"),
    path(f"{ACHIEVEMENT}restore/", achievement_views.restore, name="restore-achievement"),
    # How certificates look.
    path("designs/", design_views.all_designs, name="designs"),
    path("designs/new/", design_views.new_design, name="new-design"),
    path("designs/sheet/", design_views.sheet, name="design-sheet"),
    path("designs/drawing/", design_views.sample_drawing, name="design-drawing"),
    path("designs/<int:pk>/", design_views.design, name="design"),
    path("designs/<int:pk>/archive/", design_views.archive, name="archive-design"),
    path("designs/<int:pk>/restore/", design_views.restore, name="restore-design"),
    path("prose/", prose_views.convert, name="prose"),
    path(UNIT, unit_views.unit, name="unit"),
    path(f"{UNIT}draft/", unit_views.draft, name="draft"),
    path(f"{UNIT}save/", unit_views.save, name="save"),
    path(f"{UNIT}leave/", unit_views.leave, name="leave"),
    path(f"{UNIT}undo/", block_views.undo, name="undo"),
    path(f"{UNIT}about/", unit_views.about, name="about-unit"),
    path(f"{UNIT}current/", unit_views.current, name="current"),
    path(f"{UNIT}blocks/add/", block_views.add, name="add-block"),
    path(f"{UNIT}blocks/<uuid:block>/", block_views.change, name="block"),
    path(f"{UNIT}history/", history_views.history, name="history"),
    path(f"{UNIT}history/<int:number>/restore/", history_views.restore, name="restore"),
    # Questions.
    path(f"{COURSE}questions/", bank_views.bank, name="bank"),
    path(f"{COURSE}questions/new/", item_views.new, name="new-item"),
    path(f"{COURSE}questions/drawn/", drawn_views.new, name="new-drawn"),
    path(f"{COURSE}questions/drawn/<uuid:uid>/", drawn_views.item, name="drawn-item"),
    path(f"{COURSE}questions/import/", bank_exchange.bring, name="import-items"),
    path(f"{COURSE}questions/export/", bank_views.export, name="export-items"),
    path(f"{COURSE}questions/<uuid:uid>/", item_views.item, name="item"),
    path(f"{COURSE}questions/<uuid:uid>/change/", item_history_views.change, name="change-item"),
    path(
        f"{COURSE}questions/<uuid:uid>/versions/", item_history_views.history, name="item-history"
    ),
    path(
        f"{COURSE}questions/<uuid:uid>/versions/<int:number>/restore/",
        item_history_views.restore_version,
        name="restore-item",
    ),
    path(f"{UNIT}blocks/<uuid:block>/questions/", quiz_views.quiz, name="quiz"),
    path(f"{UNIT}blocks/<uuid:block>/answers/", survey_views.survey, name="survey"),
    # Exercises that measure.
    path(f"{UNIT}blocks/<uuid:block>/rules/", calibration_views.calibration, name="calibration"),
    path(MEASURED, measured_views.measured, name="measured"),
    path(f"{MEASURED}table.csv", measured_views.measured_table, name="measured-table"),
    path(f"{MEASURED}results.json", measured_views.measured_json, name="measured-json"),
    path(f"{MEASURED}answers.zip", measured_views.measured_answers, name="measured-answers"),
    path(
        f"{UNIT}blocks/<uuid:block>/answers/table.csv",
        survey_views.survey_table,
        name="survey-table",
    ),
    path(f"{UNIT}blocks/<uuid:block>/gold/", gold_views.gold, name="gold"),
    path(f"{UNIT}blocks/<uuid:block>/experts/", gold_views.experts, name="gold-experts"),
    path(f"{COURSE}people/", people_views.people, name="people"),
    path(f"{COURSE}people/table.csv", people_views.people_table, name="people-table"),
    path(f"{COURSE}people/certificates/", recipient_views.certificates, name="certificates"),
    path(
        f"{COURSE}people/certificates/<str:code>/revoke/",
        recipient_views.revoke_one_certificate,
        name="revoke-certificate",
    ),
    path(f"{COURSE}people/certificates/ask/", batch_views.ask, name="ask-batch"),
    path(f"{COURSE}people/certificates/state/", batch_views.state, name="batch-state"),
    path(f"{COURSE}people/certificates.zip", batch_views.download, name="batch"),
    path(f"{COURSE}runs/", run_views.runs, name="runs"),
    path(f"{COURSE}runs/new/", run_views.new_run, name="new-run"),
    path(RUN, run_views.run, name="run"),
    path(f"{RUN}edit/", run_views.edit_run, name="edit-run"),
    path(f"{RUN}print/", run_views.run_print, name="print-run"),
    path(f"{RUN}change/", run_acts.change, name="change-run"),
    path(f"{RUN}answer/", run_acts.answer, name="answer-run"),
    path(f"{RUN}invite/", run_acts.invite, name="invite-to-run"),
    path(f"{RUN}invited/<int:invited>/", run_acts.take_back, name="uninvite-from-run"),
    path(LEARNER, learner_views.learner, name="learner"),
    path(f"{LEARNER}count/", learner_views.count, name="count-unit"),
    path(f"{LEARNER}out/", learner_views.remove, name="take-out"),
    path(f"{LEARNER}units/<uuid:uid>/withdraw/", learner_views.withdraw, name="withdraw-count"),
    path(f"{LEARNER}allowed/<int:allowance>/", learner_views.take_back, name="take-back"),
    path(f"{LEARNER}attempts/<uuid:uid>/", learner_views.attempt, name="learner-attempt"),
    path(f"{LEARNER}measured/<uuid:uid>/", measured_views.result, name="learner-measured"),
    path("new-course/package/", package_views.new_course, name="new-course-package"),
    path(f"{COURSE}package/", package_views.package, name="package"),
    path(f"{COURSE}package/take/", package_views.take, name="take-package"),
    path(f"{COURSE}package/download/", package_views.download, name="download-package"),
    path(f"{COURSE}preview/", preview_views.course, name="preview"),
    path(f"{COURSE}preview/join/", preview_views.join, name="preview-join"),
    path(f"{COURSE}preview/leave/", preview_views.leave, name="preview-leave"),
    path(f"{COURSE}preview/continue/", preview_views.go_on, name="preview-continue"),
    path(LOOK, preview_views.unit, name="unit-preview"),
    path(f"{LOOK}finish/", preview_views.finish, name="preview-finish"),
    path(f"{LOOK}check/<uuid:block>/", preview_views.check, name="preview-check"),
    path(f"{LOOK}survey/<uuid:block>/", preview_views.survey, name="preview-survey"),
    path(
        f"{LOOK}captions/<uuid:block>/<slug:language>.vtt",
        preview_views.captions,
        name="preview-captions",
    ),
    path(f"{MEASURE}examples/", preview_calibration_views.examples, name="preview-examples"),
    path(MEASURE, preview_calibration_views.sitting, name="preview-start-sitting"),
    path(QUIZ, preview_quiz_views.quiz, name="preview-attempt"),
    path(QUIZ, preview_quiz_views.quiz, name="preview-start-quiz"),
    path(f"{QUIZ}save/", preview_quiz_views.save_answers, name="preview-save-answers"),
    path(f"{QUIZ}hint/", preview_quiz_views.hint, name="preview-hint"),
    path(f"{QUIZ}submit/", preview_quiz_views.submit, name="preview-submit"),
]
