"""What a content control (内容控件) prompts for while nothing was entered: it is no value."""

import re
from xml.etree.ElementTree import Element

from perfeval_core.reading.office.package import attribute, child, is_on, local

_PROMPT = re.compile(
    r"(?:请?(?:单击|点击)|选择一项|选取日期|请(?:选择|输入|填写)|click\b|tap\b|choose an?\b|enter an?\b).*",
    re.IGNORECASE,
)


class Prompts:
    """The runs of one document that only prompt, and those of which nobody knows: programs that fill templates in
    may leave the mark of the prompt on what they entered."""

    def __init__(self, document: Element, styles: dict[str, Element]) -> None:
        self._styles = styles
        self.prompting: set[Element] = set()
        self.doubted: set[Element] = set()
        self._walk(document, None)

    def _walk(self, element: Element, prompt: list[Element] | None) -> None:
        """Collects in ``prompt`` the runs of the content control around ``element`` if it shows its prompt."""
        for one in element:
            if local(one) == "sdt":
                own: list[Element] | None = [] if is_on(child(one, "sdtPr", "showingPlcHdr")) else None
                self._walk(one, own)
                if own:
                    self._sort(own)
            else:
                if local(one) == "r" and prompt is not None:
                    prompt.append(one)
                self._walk(one, prompt)

    def _sort(self, runs: list[Element]) -> None:
        text = "".join(one.text or "" for run in runs for one in run if local(one) == "t").strip()
        styled = all(self._is_grey(run) for run in runs)
        (self.prompting if styled or _PROMPT.fullmatch(text) else self.doubted).update(runs)

    def _is_grey(self, run: Element) -> bool:
        """Whether a run has Word's own style for prompts, whatever its id."""
        style = attribute(child(run, "rPr", "rStyle"), "val") or ""
        name = attribute(child(self._styles.get(style), "name"), "val") or style
        return name.lower().replace(" ", "") in ("placeholdertext", "占位符文本")
