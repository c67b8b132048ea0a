"""The skills as rows, so that no claim names one that does not exist; the graph itself is YAML beside this file."""

from __future__ import annotations

from django.db import models


class Skill(models.Model):
    """A skill of the graph. A skill that has left the graph keeps its row, so that old claims keep their meaning."""

    slug = models.TextField(primary_key=True)
    number = models.SmallIntegerField(unique=True)  # its bit in talent.Listing.skills_met; never given to another skill
    name = models.TextField()
    kind = models.TextField()
    in_graph = models.BooleanField(default=True)
    told = models.TextField(default="")  # the words that `direction` was made from
    direction = models.BinaryField(null=True)  # float16 (384,); only of skills that `meaning` may suggest

    def __str__(self) -> str:
        return self.name
