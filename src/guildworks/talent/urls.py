from django.urls import path

from guildworks.talent.pages import profile, public, resume

urlpatterns = [
    path("me/profile", profile.profile, name="profile"),
    path("me/profile/words", profile.write_words, name="write-words"),
    path("me/profile/claims", profile.say_claim, name="say-claim"),
    path("me/profile/claims/dropping", profile.drop_said_claim, name="drop-claim"),
    path("me/profile/languages", profile.say_language, name="say-language"),
    path("me/profile/languages/dropping", profile.drop_language, name="drop-language"),
    path("me/profile/rates", profile.set_rate, name="set-rate"),
    path("me/profile/rates/dropping", profile.drop_rate, name="drop-rate"),
    path("me/profile/jobs", profile.write_own_job, name="write-job"),
    path("me/profile/jobs/dropping", profile.drop_own_job, name="drop-job"),
    path("me/profile/works", profile.write_own_work, name="write-work"),
    path("me/profile/works/dropping", profile.drop_own_work, name="drop-work"),
    path("me/profile/skills", profile.suggest_skills, name="suggest-skills"),
    path("me/profile/resume.json", profile.json_resume, name="json-resume"),
    path("me/profile/resume", resume.resume, name="resume"),
    path("me/profile/resume/saving", resume.save, name="save-resume"),
    path("me/profile/resume/deletion", resume.delete, name="delete-resume"),
    path("me/profile/resume/file", resume.file, name="resume-file"),
    path("engineers/<str:engineer>/resume", resume.file_for_operator, name="resume-for-operator"),
    path("me/profile/public", public.choose, name="choose-public"),
    path("me/profile/public/closing", public.close, name="close-public"),
    path("engineers/<str:handle>", public.page, name="public-page"),
]
