"""Which texts are strange to computers, though some people write them every day?"""

from __future__ import annotations

from hypothesis import strategies as st

SAMPLES = (
    "\u202eevil\u202c \u2066isolated\u2069 \u200f",  # turns what follows around
    "Ρаураl and Раураl",  # Greek and Cyrillic look-alikes
    "e\u0301 \u00e9 \u1e69 s\u0323\u0307 \uac01 \u1100\u1161\u11a8",  # composed, decomposed, and Hangul both ways
    "\U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f3f4\U000e0067\U000e0062\U000e007f \u2764\ufe0f",
    "line\u2028para\u2029next\x85tab\there",
    "\ue000 private \U0010fffd",
    "\ufeffmark \ufffe \uffff not a character",
    "\x01\x1b[31mred\x7f",
    '</script><b>&amp; " \' \\ \\u0000 \\" %s ${x}',
    "{root.source} {} }{ {{claim.text}} {link.source.label}",
    "ßharp ŉ ǰ ﬁ İ ı ſ",
    "لا إله ১২৩ ไทย עִבְרִית",
    "\u200b\u200c\u200d\u2060zero width",
    "z\u0324\u0331a\u0322\u0327l\u0335g\u0336o\u0329\u0317",
)
whole_text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
strange = st.one_of(
    st.sampled_from(SAMPLES),
    st.tuples(st.sampled_from(SAMPLES), whole_text).map("".join),
    st.tuples(whole_text, st.sampled_from(SAMPLES)).map("".join),
    whole_text,
)
"""Text without NUL and without halves of surrogate pairs: the two that no claim may hold."""
names = strange.filter(lambda text: text.strip() not in ("", "unknown"))
