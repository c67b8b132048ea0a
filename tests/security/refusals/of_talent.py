"""What may be done with engineers, and by whom."""

from __future__ import annotations

from datetime import date
from itertools import cycle
from uuid import UUID, uuid4

from guildworks.kernels.text.profile import ClaimDraft, JobDraft, ProfileDraft, WorkDraft
from guildworks.platform.actor import Actor
from guildworks.platform.money import Money
from guildworks.talent import actions as talent
from guildworks.talent.models import Engineer
from guildworks.talent.profiles import actions as profiles
from guildworks.talent.public import actions as public
from guildworks.talent.reading import ReadResume, read_resume
from guildworks.talent.resumes import actions as resumes
from tests.security.refusals.scene import Row, newcomer_if, row

EVIDENCE = talent.EvidenceDraft("python", "test", uuid4(), 3.0, 0.3, date(2026, 11, 23))
PROFILE = ProfileDraft(name="Somebody", claims=(ClaimDraft("python", 3),))
CV = b"Rosa Lind\nBerlin\n\nSkills\nPython, Go\n"
LEVELS = cycle((1, 2, 3, 4))


def read_cv() -> ReadResume:
    return read_resume(CV, name="cv.txt")


def may_change(actor: Actor, rosa: Engineer) -> bool:
    """Whether something is made for them first: whoever is refused changes nothing before that."""
    return actor.kind == "operator" or actor.id == rosa.id


def with_claim(actor: Actor, rosa: Engineer) -> Engineer:
    if may_change(actor, rosa):
        profiles.claim_skill(actor, rosa, said=ClaimDraft("rust"))
    return rosa


def a_job_of(actor: Actor, rosa: Engineer) -> UUID:
    return profiles.write_job(actor, rosa, job=JobDraft("Engineer")).id if may_change(actor, rosa) else uuid4()


def a_work_of(actor: Actor, rosa: Engineer) -> UUID:
    return profiles.write_work(actor, rosa, work=WorkDraft("A paper")).id if may_change(actor, rosa) else uuid4()


def with_resume(actor: Actor, rosa: Engineer) -> Engineer:
    """Rosa, who has sent a resume, whoever of the two who may asks."""
    if may_change(actor, rosa):
        resumes.send_resume(Actor("engineer", rosa.id), rosa, content=CV, name="cv.txt", read=read_cv())
    return rosa


def a_resume_of(actor: Actor, rosa: Engineer) -> UUID:
    return with_resume(actor, rosa).resume.number if actor.id == rosa.id else uuid4()


def with_public_page(actor: Actor, rosa: Engineer) -> Engineer:
    if actor.id == rosa.id:
        public.open_public_page(actor, rosa, handle="rosa", shows=["skills"])
    return rosa


ROWS: dict[str, Row] = {
    "talent.import_engineers": row(
        lambda actor, _: talent.import_engineers(actor, [PROFILE], source="file", files=["cv.pdf"]), "operator"
    ),
    "talent.edit_engineer": row(
        lambda actor, scene: talent.edit_engineer(actor, scene.rosa, change=talent.ProfileChange(city="Rome")),
        "operator",
        "rosa",
    ),
    "talent.set_rates": row(
        lambda actor, scene: talent.set_rates(actor, {scene.rosa: [Money(1, "EUR")]}),
        "operator",
        "rosa",
        same_again=True,
    ),
    "talent.record_evidence": row(
        lambda actor, scene: talent.record_evidence(actor, {scene.rosa: [EVIDENCE]}), "operator"
    ),
    "talent.claim_skill": row(
        lambda actor, scene: profiles.claim_skill(actor, scene.rosa, said=ClaimDraft("go", next(LEVELS))),
        "operator",
        "rosa",
    ),
    "talent.drop_claim": row(
        lambda actor, scene: profiles.drop_claim(actor, with_claim(actor, scene.rosa), skill="rust"),
        "operator",
        "rosa",
    ),
    "talent.write_job": row(
        lambda actor, scene: profiles.write_job(actor, scene.rosa, job=JobDraft("Engineer")), "operator", "rosa"
    ),
    "talent.drop_job": row(
        lambda actor, scene: profiles.drop_job(actor, scene.rosa, job=a_job_of(actor, scene.rosa)), "operator", "rosa"
    ),
    "talent.write_work": row(
        lambda actor, scene: profiles.write_work(actor, scene.rosa, work=WorkDraft("A paper")), "operator", "rosa"
    ),
    "talent.drop_work": row(
        lambda actor, scene: profiles.drop_work(actor, scene.rosa, work=a_work_of(actor, scene.rosa)),
        "operator",
        "rosa",
    ),
    "talent.count_resume_file": row(lambda actor, scene: resumes.count_resume_file(actor, scene.rosa, size=1), "rosa"),
    "talent.send_resume": row(
        lambda actor, scene: resumes.send_resume(actor, scene.rosa, content=CV, name="cv.txt", read=read_cv()), "rosa"
    ),
    "talent.save_resume": row(
        lambda actor, scene: resumes.save_resume(
            actor, scene.rosa, number=a_resume_of(actor, scene.rosa), draft=ProfileDraft("Rosa", city="Rome")
        ),
        "rosa",
    ),
    "talent.take_out_resume": row(
        lambda actor, scene: resumes.take_out_resume(actor, with_resume(actor, scene.rosa)), "operator", "rosa"
    ),
    "talent.delete_resume": row(
        lambda actor, scene: resumes.delete_resume(actor, with_resume(actor, scene.rosa)), "operator", "rosa"
    ),
    "talent.open_public_page": row(
        lambda actor, scene: public.open_public_page(actor, scene.rosa, handle="rosa", shows=["skills"]), "rosa"
    ),
    "talent.close_public_page": row(
        lambda actor, scene: public.close_public_page(actor, with_public_page(actor, scene.rosa)), "rosa"
    ),
    "talent.list_engineers": row(
        lambda actor, scene: talent.list_engineers(actor, [scene.rosa]), "operator", same_again=True
    ),
    "talent.unlist_engineers": row(lambda actor, scene: talent.unlist_engineers(actor, [scene.rosa]), "operator"),
    "talent.erase_engineer": row(
        lambda actor, scene: talent.erase_engineer(actor, newcomer_if(actor, scene.rosa)),
        "operator",
        "rosa",
    ),
}
# What a program does and no person: by itself, or by an action in its own transaction.
WITHOUT_ACTOR = {
    "talent.refresh_search_records",
    "talent.refresh_listings",
    "talent.forget_resumes",
    "talent.forget_handles",
}
