"""整改通知: the findings of one report as a letter to the unit, through a Word template that a bureau can edit.

And what comes of a letter that went out (整改反馈).
"""

from perfeval_core.letters.compose import compose
from perfeval_core.letters.following import FollowUp, follow_up
from perfeval_core.letters.issuing import issue
from perfeval_core.letters.model import Letter
from perfeval_core.letters.render import TemplateBroken, render

__all__ = ["FollowUp", "Letter", "TemplateBroken", "compose", "follow_up", "issue", "render"]
