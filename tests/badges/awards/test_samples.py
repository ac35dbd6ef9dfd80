"""The credential that the editor shows is the one that is signed."""

import html
import json
import re

import pytest

from badges.awards.models import Achievement, AchievementVersion, Award
from badges.awards.samples import samples_of
from badges.awards.signing_actions import sign_badges
from badges.credentials.models import SignedCredential
from badges.credentials.proofs import check_covered, statements
from badges.intake.actions import take_in_waiting
from lms.common.clock import now
from tests.learning import finish
from tests.lms.studio.test_achievements import LIST, TYPED
from tests.packages import pair

RULES = [
    {"competency": "C1", "level": 1},
    {"competency": "B4", "level": 3},
    {"course": "sampling"},
    {"calibration": "leaves/margins", "level": 2, "lower": 0.8},
    {"all": [{"competency": "C1", "level": 4}, {"course": "sampling"}]},
    {"given": True},
    {},
]


def version_with(rule):
    return AchievementVersion(
        achievement=Achievement(key="new-badge"),
        number=1,
        name=pair("Akis", "Eye"),
        description={"en": "Only in English."},
        criteria={},
        rule=rule,
        drawing={"letter": "C", "level": 1, "codes": [], "seed": 1},
        valid_months=12,
    )


@pytest.mark.parametrize("rule", RULES, ids=json.dumps)
def test_every_part_of_it_would_be_signed(rule, competency_map):
    before = Award.objects.count(), SignedCredential.objects.count()
    names = {"leaves/margins": pair("Lapų pakraščiai", "Leaf margins")}
    made = samples_of(version_with(rule), names, None, pair("Lapai", "Leaves"), now())
    assert [one.language for one in made] == ["lt", "en"]
    for one in made:
        check_covered(one.document, statements(one.document))
        assert one.document["inLanguage"] == one.language
        assert "holder@example.org" not in json.dumps(one.document)
        assert one.document["validUntil"]
    assert made[1].document["name"] == "Eye"
    assert (Award.objects.count(), SignedCredential.objects.count()) == before


def in_page(text, language):
    found = re.search(rf'id="json-{language}"[^>]*>(.*?)</textarea>', text, re.DOTALL)
    return json.loads(html.unescape(found[1]))


def test_what_the_editor_shows_is_what_is_signed(ieva, ona, sampling_course, client_for):
    lead = client_for(ieva)
    lead.post(f"{LIST}new/", TYPED)
    achievement = Achievement.objects.exclude(course=None).get()
    page = lead.get(f"{LIST}{achievement.key}/").text
    finish(ona, sampling_course, on=now())
    take_in_waiting(on=now())
    sign_badges(on=now())
    award = Award.objects.get(achievement=achievement)
    for language in ("lt", "en"):
        real = json.loads(award.credentials.get(language=language).document)
        shown = in_page(page, language)
        assert set(real) - set(shown) == {"proof"}
        for part in ("@context", "type", "name", "inLanguage", "issuer", "credentialSchema"):
            assert shown[part] == real[part], part
        ours, theirs = (one["credentialSubject"] for one in (shown, real))
        for part in ("id", "name", "description", "criteria", "alignment", "achievementType"):
            assert ours["achievement"][part] == theirs["achievement"][part], part
        told = [one["name"] for one in theirs["achievement"]["resultDescription"]]
        assert [one["name"] for one in ours["achievement"]["resultDescription"]] == told
        assert shown["credentialStatus"]["type"] == real["credentialStatus"]["type"]


def test_it_follows_the_form_and_stores_nothing(ieva, sampling_course, client_for):
    lead = client_for(ieva)
    typed = {**TYPED, "name_en": "Seen before it is", "valid_months": "6"}
    swapped = lead.post(f"{LIST}look/", typed).text
    assert in_page(swapped, "en")["name"] == "Seen before it is"
    assert in_page(swapped, "en")["validUntil"] > now().isoformat()
    assert 'hx-swap-oob="innerHTML"' in swapped
    # Without JavaScript the same button and the same words, in a page.
    page = lead.post(f"{LIST}new/", {**typed, "do": "show"})
    assert page.status_code == 200 and "Seen before it is" in page.text
    assert in_page(page.text, "lt")["name"] == "Kranto stebėtoja"
    by_hand = lead.post(f"{LIST}look/", {**typed, "how": "given", "part": [""]}).text
    (said,) = in_page(by_hand, "en")["evidence"]
    assert said["genre"] == "given" and "result" not in in_page(by_hand, "en")["credentialSubject"]
    for broken in ({"valid_months": "x"}, {"valid_months": "99999"}, {"name_en": "</textarea><b>"}):
        answer = lead.post(f"{LIST}look/", {**typed, **broken})
        assert answer.status_code == 200 and "</textarea><b>" not in answer.text
    assert not Achievement.objects.exclude(course=None).exists()


def test_the_alignments_of_the_site_stand_in_it(ieva, sampling_course, client_for):
    page = client_for(ieva).post(f"{LIST}look/", TYPED).text
    (own, *others) = in_page(page, "en")["credentialSubject"]["achievement"]["alignment"]
    assert own["targetCode"] == "C1" and own["targetUrl"].endswith("/competencies/C1")
    assert own["targetUrl"] in page and all(one["targetUrl"] in page for one in others)
