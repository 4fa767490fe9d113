"""`stegvis texts`: gather texts, update and compile the catalogues, or check them."""

from collections import Counter

from django.core.management.base import BaseCommand, CommandError

from stegvis.ui import catalogues


class Command(BaseCommand):
    """Keeps stegvis/locale in step with the program."""

    help = "Gather texts into the catalogues and compile them; with --check say what is missing, changing nothing."
    requires_system_checks: list = []

    def add_arguments(self, parser) -> None:
        mode = parser.add_mutually_exclusive_group()
        mode.add_argument("--check", action="store_true", help="say what is missing or wrong; exit 1 when anything is")
        mode.add_argument("--compile", action="store_true", help="only compile what changed (quick; part of set-up)")
        parser.add_argument("--language", choices=catalogues.languages(), help="only this language")

    def handle(self, **options) -> None:
        chosen = [options["language"]] if options["language"] else catalogues.languages()
        if options["compile"]:
            self.compile(chosen)
        elif options["check"]:
            self.check_texts(chosen)
        else:
            self.update(chosen)

    def compile(self, languages: list[str]) -> None:
        for language in languages:
            if catalogues.compile_catalogue(language):
                self.stdout.write(f"{language}: compiled")

    def update(self, languages: list[str]) -> None:
        texts = catalogues.gather()
        for language in languages:
            catalogues.update(language, texts)
            open_ones = Counter(what for what, _ in catalogues.complaints(language, texts))
            self.stdout.write(f"{language}: {len(texts)} texts, {open_ones['not translated']} to translate")
        self.compile(languages)

    def check_texts(self, languages: list[str]) -> None:
        texts = catalogues.gather()
        found = [(language, *one) for language in languages for one in catalogues.complaints(language, texts)]
        for language, what, text in found:
            self.stdout.write(f"{language}: {what}: {text!r}")
        if found:
            raise CommandError(f"{len(found)} texts need work in {len(languages)} languages.")
        self.stdout.write(f"{len(texts)} texts, complete in {len(languages)} languages.")
