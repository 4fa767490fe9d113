"""What the sign-in pages, which stay on Django's template engine, need of our components."""

import json

from django import template

from stegvis.ui import icons, jinja, sign_in

register = template.Library()
register.filter("as_json", json.dumps)
register.simple_tag(icons.icon, name="icon")
register.simple_tag(jinja.languages, name="languages")
register.simple_tag(jinja.theme, name="theme")
register.simple_tag(sign_in.offers, name="sign_in_offers")
