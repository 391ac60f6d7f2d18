"""What a notice says and where it leads, for templates."""

from django import template

from responses.wording.notices import place, quote, sentence, sentence_of_all, target

register = template.Library()

for show in (sentence, sentence_of_all, place, quote, target):
    register.filter(show.__name__, show)
