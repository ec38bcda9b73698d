"""What is in each column of a folder of scores? Shown in docs/reference/archive.md, compared with what is written."""

from __future__ import annotations

from collections.abc import Mapping

AXIS = "<axis>"
"""Stands for the id of each axis of the rubric."""

OF_CLAIM: Mapping[str, str] = {
    "claim": "The claim's place in the input, from 0; claims that were refused keep theirs.",
    "id": "The claim's own id, null where it has none.",
    "status": "scored, abstained (nothing could be judged) or not_applicable.",
    "grade": "The bands of the axes, such as E3; null where the rubric does not apply.",
    "overall.exact": "The overall number in thousandths of a point, null where an axis with weight abstains.",
    "overall.low": "The lowest that it can be, whatever the missing facts are.",
    "overall.high": "The highest that it can be.",
    "overall.label": "The word or sentence of the overall.",
    f"{AXIS}.status": "scored, abstained or not_applicable.",
    f"{AXIS}.exact": "The axis in thousandths of a point, null unless it is scored.",
    f"{AXIS}.low": "The lowest that it can be, whatever the missing facts are.",
    f"{AXIS}.high": "The highest that it can be.",
    f"{AXIS}.band": "Its band; that for what cannot be judged where it abstains.",
    f"{AXIS}.known": "How much of it rests on known facts, per mille.",
    f"{AXIS}.attribution": "The attribution that speaks, from 0; only on an axis that is judged by attribution.",
    f"{AXIS}.outcome": "The number of its outcome: the key of records.parquet.",
    "held": "The number of the gates that hold or may hold for the claim as a whole: such a key with the axis null.",
    "rationale": "With --explain: the grade and its reasons in sentences.",
    "losses": "With --explain: every point lost, as code, axis, points (thousandths), basis and the sentence.",
}

OF_RECORD: Mapping[str, str] = {
    "axis": "The axis; null for the gates of the claim as a whole (held).",
    "outcome": "The number of the outcome. It follows from the outcome itself, so that all shards use the same.",
    "status": "scored, abstained or not_applicable.",
    "exact": "Thousandths of a point, null unless it is scored.",
    "low": "The lowest of the attribution with this outcome, alone.",
    "high": "The highest of it.",
    "known": "How much rests on known facts, per mille.",
    "band": "The band.",
    "losses": "Every point lost: code, points (thousandths), basis, because (placeholders unfilled), reference.",
    "gates": "The gates that hold or may hold: id, effect, status, before and after (thousandths), because, reference.",
}

OF_REFUSAL: Mapping[str, str] = {
    "file": "The file.",
    "line": "The line, from 1; of a Parquet file the row.",
    "claim": "The place in the input, from 0.",
    "pointer": "Where in the claim (a JSON pointer); null where it is no claim at all.",
    "code": "What is wrong, as a [code](error-codes.md).",
    "message": "What is wrong, in words.",
    "hint": "What to do about it.",
}

OF_MANIFEST: Mapping[str, str] = {
    "request": "What was asked for: inputs with bytes and SHA-256, day, shard, vocabulary, engine, rubric. "
    "The same request goes on with unfinished work; another one is refused.",
    "claims": "How many claims were read.",
    "rows": "How many attributions they have.",
    "refused": "How many could not be read.",
    "parts": "The files, each with its number and claims.",
    "outcomes": "Scores only: how many records there are.",
    "statuses": "Scores only: how many claims have each status.",
    "grades": "Scores only: how many claims have each grade.",
    "gates": "Scores only: for how many claims each gate holds for certain; a cap that does not bind holds, too.",
}
