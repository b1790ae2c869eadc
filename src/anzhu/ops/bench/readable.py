"""How often the hints about readability are right, over pages whose truth is known.

``python -m anzhu.ops.bench.readable`` prints the table, with ``--write`` also into docs/paper.md.
Forms and contracts are drawn, printed and photographed by the
project: the figures compare settings, they promise nothing about the field.
"""

import io
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

import numpy as np
import pypdfium2
from PIL import Image

from anzhu.files import codes, measure
from anzhu.materials.checks import readability
from anzhu.materials.checks.interface import About, Outcome, Seen, Wanted
from anzhu.ops import chosen
from anzhu.ops.bench import corpus, markers
from anzhu.ops.bench.form import printed
from anzhu.ops.demo import drawing
from anzhu.rules.materials import Material

_EMPLOYER, _PERSON = "齐鲁安泰化工股份有限公司", "林晓岚"
_BY = drawing.Filled(_PERSON, _EMPLOYER, date(2026, 11, 20), since=date(2019, 9, 1))
_TODAY = date(2026, 11, 23)
_LONG_SIDE = 3000


def hints_on(content: bytes, material: Material) -> set[str]:
    """What an applicant would be told of this picture, as cleaning measures it."""
    image = Image.open(io.BytesIO(content)).convert("RGB")
    long_side = max(image.size)
    image.thumbnail((_LONG_SIDE, _LONG_SIDE), Image.Resampling.LANCZOS)
    upright, _ = codes.upright_with_codes(image)
    upright.thumbnail((measure.MEASURED_AT, measure.MEASURED_AT), Image.Resampling.LANCZOS)
    seen = Seen(
        about=About(material=material, on=_TODAY),
        wanted=Wanted(),
        measures=measure.measures_of(upright, long_side),
    )
    found = readability.CHECK.judge(seen)
    return {one.code for one in found if one.outcome is not Outcome.AGREES}


def pictures(seed: int, name: str) -> Iterator[tuple[Material, bytes]]:
    """A form and a contract, two pages each, taken under a condition of the corpus."""
    form, by = printed(seed), corpus.Filling(_BY)
    for page in (1, 2):
        yield Material.APPLICATION_FORM, corpus.taken(form, page, by, name, seed=seed).content
    for content in contracts(seed, name):
        yield Material.CONTRACT, content


def contracts(seed: int, name: str) -> Iterator[bytes]:
    """Both pages of a contract, taken under a condition of the corpus."""
    how = corpus.CONDITIONS[name]
    dpi = max(110, 200 if how.scanned else max(how.size) // 12)
    pdf = drawing.contract(seed, _PERSON, _EMPLOYER, since=date(2025, 1, 1))
    paper = pypdfium2.PdfDocument(pdf)
    for page in (1, 2):
        sheet = paper[page - 1].render(scale=dpi / 72).to_pil().convert("RGB")
        drawn = np.asarray(sheet, dtype=np.float32)
        chance = np.random.default_rng([seed, page, 9])
        yield corpus.photographed(drawn, how, chance)
    paper.close()


def confusion(seeds: range) -> Mapping[str, Counter[str]]:
    """By condition: how often each hint was given, and how often none; ``pages`` counts all."""
    found: dict[str, Counter[str]] = {}
    for name in corpus.CONDITIONS:
        told = found.setdefault(name, Counter())
        for seed in seeds:
            for material, content in pictures(seed, name):
                hints = hints_on(content, material)
                told.update(hints or {"none"})
                told["pages"] += 1
    return found


def table(found: Mapping[str, Counter[str]]) -> str:
    """The confusion as Markdown; what a condition wants is set bold."""
    hints = ("none", "blurred", "dark", "glare", "cut", "sideways", "small")
    lines = ["| taken | pages | " + " | ".join(hints) + " |", "|---" * (len(hints) + 2) + "|"]
    for name, told in found.items():
        wanted = corpus.CONDITIONS[name].expects or "none"
        cells = [f"**{told[one]}**" if one == wanted else str(told[one] or "") for one in hints]
        lines.append(f"| {name} | {told['pages']} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    """Print the table, with ``--write`` also into the document."""
    chosen.use_settings()
    # The limits were chosen on seeds 1 and 2.
    said = table(confusion(range(11, 12)))
    print(said)
    if "--write" in sys.argv[1:]:
        markers.write(markers.PAPER, {"readability": said})


if __name__ == "__main__":
    main()
