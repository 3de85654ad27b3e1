"""Folders as other programs have them: as ``pelican-quickstart`` and ``hugo new site`` begin them, with texts."""

from __future__ import annotations

PELICAN = {
    "pelicanconf.py": """AUTHOR = 'Jean Borie'
SITENAME = 'Le carnet d’à côté'
SITEURL = ""
PATH = "content"
TIMEZONE = 'Europe/Paris'
DEFAULT_LANG = 'fr'
FEED_ALL_ATOM = None
DEFAULT_PAGINATION = False
ARTICLE_URL = "{date:%Y}/{slug}.html"
ARTICLE_SAVE_AS = "{date:%Y}/{slug}.html"
MARKDOWN = {"extension_configs": {"markdown.extensions.extra": {}, "markdown.extensions.admonition": {}}}
""",
    "publishconf.py": 'import os\nSITEURL = "https://carnet.example"\nFEED_ALL_ATOM = "feeds/all.atom.xml"\n',
    "content/eau/lavoir.md": (
        "Title: L’eau du lavoir\nDate: 2019-05-03 10:20\nModified: 2020-01-02\nTags: eau, pierre\n"
        "Authors: Anne Tixier; Jean Borie\nSummary: Une phrase.\n\nDu texte, *vite*.\n\n!!! note\n    Attention.\n"
    ),
    "content/pont.rst": (
        "Le pont\n#######\n\n:date: 2018-03-02 08:00\n:category: Ouvrages\n:slug: le-vieux-pont\n:tags: pierre\n\n"
        "Du *texte*, et un lien vers {filename}/eau/lavoir.md.\n"
    ),
    "content/brouillon.md": "Title: À finir\nDate: 2021-01-01\nStatus: draft\n\nPas encore.\n",
    "content/cache.md": "Title: Caché\nDate: 2021-01-01\nStatus: hidden\n\nPour quelques-uns.\n",
    "content/2017-02-01-neige.html": (
        '<html><head><title>La neige</title><meta name="date" content="2017-02-01 07:00" />'
        '<meta name="category" content="Nature" /></head><body><p>Elle tombe.</p></body></html>'
    ),
    "content/pages/contact.md": "Title: Contact\n\nÉcrivez.\n",
}
HUGO = {
    "hugo.toml": (
        'baseURL = "https://vent.example/"\ntitle = "Le vent"\ndefaultContentLanguage = "fr"\n'
        '[permalinks]\nnotes = "/:year/:month/:slug/"\n[languages.fr]\nweight = 1\n[languages.en]\nweight = 2\n'
    ),
    "layouts/_default/single.html": "{{ .Content }}",
    "layouts/_default/list.html": "{{ .Title }}",
    "static/images/moulin.jpg": "JPG",
    "content/posts/le-moulin/index.md": (
        "+++\ntitle = 'Le moulin'\ndate = 2019-05-03T10:20:00+02:00\nauthors = ['Anne Tixier', 'Jean Borie']\n"
        "categories = ['Ouvrages']\ntags = ['vent']\naliases = ['/vieux/moulin/']\nimages = ['ailes.jpg']\n+++\n"
        'Il tourne. {{< figure src="ailes.jpg" title="Les ailes" >}}\n'
    ),
    "content/posts/le-moulin/ailes.jpg": "JPG",
    "content/posts/Été à la Ferme.md": "---\ntitle: Été à la ferme\ndate: 2020-07-01\n---\nChaud.\n",
    "content/posts/hiver.fr.md": "---\ntitle: Hiver\ndate: 2020-12-01\n---\nFroid.\n",
    "content/posts/hiver.en.md": "---\ntitle: Winter\ndate: 2020-12-01\n---\nCold.\n",
    "content/notes/une.md": '{\n"title": "Une note",\n"date": "2021-02-03",\n"slug": "la-une"\n}\nCourte.\n',
    "content/notes/attente.md": "---\ntitle: Attente\ndate: 2021-03-03\ndraft: true\n---\nPas encore.\n",
    "content/posts/_index.md": "---\ntitle: Billets\n---\n",
    "content/a-propos.md": "---\ntitle: À propos\ndate: 2018-01-01\nurl: /qui/\n---\nNous.\n",
}
JEKYLL = {
    "_config.yml": (
        "title: Les pas\nurl: https://pas.example\nbaseurl: /blog\ntimezone: Europe/Paris\npermalink: pretty\n"
        "collections:\n  pages:\n    output: true\nplugins: !ruby/object:Foo [a]\n"
    ),
    "_data/authors.yml": "anne:\n  name: Anne Tixier\n  bio: Elle marche.\n",
    "_posts/2019-05-03-le-sentier.md": (
        "---\ntitle: Le sentier\nauthor: anne\ncategories: [Marche, Été]\ntags: pierre eau\n"
        "redirect_from:\n  - /vieux/sentier.html\nimage: /images/sentier.jpg\n---\n{% include note.html %}\nOn monte.\n"
    ),
    "marche/_posts/2018-04-02-depart.markdown": "---\ntitle: Départ\ndate: 2018-04-02 18:30:00 +0200\n---\nTôt.\n",
    "_drafts/un-jour.md": "---\ntitle: Un jour\n---\nPeut-être.\n",
    "_layouts/default.html": "---\n---\n<html>{{ content }}</html>",
    "about.md": "---\ntitle: À propos\npermalink: /qui/\n---\nMoi.\n",
    "index.html": "---\n---\n{% for post in site.posts %}{{ post.title }}{% endfor %}",
    "README.md": "Sans tête.\n",
    "images/sentier.jpg": "JPG",
}
