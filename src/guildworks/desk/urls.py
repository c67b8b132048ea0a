from django.urls import path

from guildworks.desk.pages import engineers, events, machine, organisations, people, rules, skills, start, work

ORGANISATION, ENGINEER = "desk/organisations/<str:organisation>", "desk/engineers/<str:engineer>"

urlpatterns = [
    path("desk", start.start, name="desk"),
    path("desk/health", start.health, name="desk-health"),
    path("desk/people", people.people, name="desk-people"),
    path("desk/people/<str:person>", people.person, name="desk-person"),
    path("desk/organisations", organisations.organisations, name="desk-organisations"),
    path(ORGANISATION, organisations.organisation, name="desk-organisation"),
    path(f"{ORGANISATION}/invitations", organisations.invite),
    path(f"{ORGANISATION}/invitations/<str:invitation>/sending", organisations.send_again),
    path(f"{ORGANISATION}/invitations/<str:invitation>/withdrawal", organisations.withdraw),
    path(f"{ORGANISATION}/people/<str:person>/role", organisations.give_role),
    path(f"{ORGANISATION}/people/<str:person>/removal", organisations.take_out),
    path("desk/engineers", engineers.engineers, name="desk-engineers"),
    path(ENGINEER, engineers.engineer, name="desk-engineer"),
    path(f"{ENGINEER}/listing", engineers.listing, name="desk-listing"),
    path(f"{ENGINEER}/unlisting", engineers.unlisting, name="desk-unlisting"),
    path(f"{ENGINEER}/invitation", engineers.invitation, name="desk-engineer-invitation"),
    path("desk/briefs", work.briefs, name="desk-briefs"),
    path("desk/holds", work.holds, name="desk-holds"),
    path("desk/events", events.events, name="desk-events"),
    path("desk/chains/<str:chain>", events.chain, name="desk-chain"),
    path("desk/chains/<str:chain>/verification", events.verification, name="desk-verification"),
    path("desk/mails", machine.mails, name="desk-mails"),
    path("desk/mails/erasure", machine.erasure, name="desk-mail-erasure"),
    path("desk/mails/<str:mail>/retrial", machine.retrial, name="desk-mail-retrial"),
    path("desk/jobs", machine.jobs, name="desk-jobs"),
    path("desk/jobs/<str:job>/retrial", machine.job_retrial, name="desk-job-retrial"),
    path("desk/policies", rules.policies, name="desk-policies"),
    path("desk/policies/comparison", rules.comparison, name="desk-comparison"),
    path("desk/policies/<str:version>/promotion", rules.promotion, name="desk-promotion"),
    path("desk/limits", rules.limits, name="desk-limits"),
    path("desk/limits/<str:limit>", rules.limit, name="desk-limit"),
    path("desk/settings/<str:setting>", rules.setting, name="desk-setting"),
    path("desk/skills", skills.skills, name="desk-skills"),
    path("desk/skills/lacking", skills.lacking, name="desk-skills-lacking"),
    path("desk/skills/<str:skill>", skills.skill, name="desk-skill"),
]
