"""What one person answered, put together as a result for that person: nobody else is shown any of it."""

from collections import defaultdict

from accounts.models import User
from assessments.models import Assessment, Score, Scorer
from assessments.pages import EARLIER, ResultPage
from assessments.rules.counting import Counted, count_alone
from assessments.services.closing import answers_of


def own_scorer(assessment: Assessment, user: User) -> Scorer | None:
    """Return the person's own row; none where they were not asked."""
    return Scorer.objects.of(assessment.cluster).filter(assessment=assessment, user=user).first()


def own_count(assessment: Assessment, scorer: Scorer) -> Counted:
    """Return what one person answered, counted for themselves."""
    scores = Score.objects.of(assessment.cluster).filter(scorer=scorer)
    return count_alone(assessment.form.asked, answers_of(scores, assessment.form))


def own_page(assessment: Assessment, scorer: Scorer) -> ResultPage:
    """Return one person's own answers with those of the times before; two queries."""
    cluster, publication = assessment.cluster, assessment.edition.publication_id
    rows = Scorer.objects.of(cluster).filter(user=scorer.user_id, scores__isnull=False, assessment__deleted_at=None)
    same = rows.filter(assessment__number__lt=assessment.number, assessment__edition__publication=publication)
    wanted = same.distinct().select_related("assessment__edition__publication").order_by("-assessment__number")
    earlier = list(wanted[:EARLIER]) if scorer.user_id is not None else []
    scores: defaultdict[int, list[Score]] = defaultdict(list)
    for one in Score.objects.of(cluster).filter(scorer__in=[scorer, *earlier]):
        scores[one.scorer_id].append(one)

    def counted(asked: Assessment, who: Scorer) -> Counted:
        return count_alone(asked.form.asked, answers_of(scores[who.pk], asked.form))

    before = [(one.assessment, counted(one.assessment, one).with_agreed({})) for one in earlier]
    return ResultPage(assessment, (), before, own=counted(assessment, scorer))


def may_show(assessment: Assessment, user: User) -> bool:
    """Tell whether the person is the only one who was asked and has something that the cluster is not shown yet."""
    scorers = list(Scorer.objects.of(assessment.cluster).filter(assessment=assessment)[:2])
    if [one.user_id for one in scorers] != [user.pk] or assessment.frozen.is_of_a_group:
        return False
    own = own_count(assessment, scorers[0])
    return own.is_alone and own.statements != assessment.frozen.statements
