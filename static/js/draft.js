// The meal that is being reviewed. It is kept in this browser until it is logged or given up.
import { keepNote, note } from "#app/database.js";
import { kindAt, usualMoment, wallClock } from "#app/dates.js";
import { fingerprint } from "#app/grades.js";
import { uuid7 } from "#app/ids.js";
import { itemOf, lineFromItem } from "#app/line.js";

const KEY = "draft";

/** The draft, undefined when there is none. */
export const readDraft = () => note(KEY);

/** Keep the draft; undefined gives it up. */
export const keepDraft = (draft) => keepNote(KEY, draft);

/** An empty draft; `kind` and `eatenAt` (a Date) where they are known already. */
export function newDraft({ kind, eatenAt } = {}) {
  return {
    id: uuid7(),
    kind: kind ?? kindAt(wallClock(eatenAt ?? new Date()).time),
    eatenAt: eatenAt?.toISOString() ?? null,
    texts: [],
    lines: [],
    unresolved: [],
  };
}

/**
 * The draft with what an analysis found added to it. A meal that was named in the words wins, with its usual
 * time if that has passed, unless `keepKind`.
 */
export function withAnalysis(draft, analysis, { keepKind = false, today } = {}) {
  const named = keepKind || !analysis.meal ? {} : { kind: analysis.meal };
  const moment = named.kind && !draft.eatenAt ? usualMoment(named.kind, today, today) : undefined;
  const found = analysis.items.map(lineFromItem);
  const sources = analysis.outside_sources ?? [];
  const grade = draft.lines.length ? undefined : analysis.grade;
  return {
    ...draft,
    ...named,
    grade: grade ? { ...grade, of: fingerprint(found.map(itemOf)) } : draft.grade,
    eatenAt: moment?.toISOString() ?? draft.eatenAt,
    texts: [...draft.texts, analysis.text],
    lines: [...draft.lines, ...found],
    unresolved: [...draft.unresolved, ...analysis.unresolved.map((each) => ({ ...each, id: uuid7(), sources }))],
  };
}

/** The grade of the draft as it stands; undefined until it is known: never that of other foods or amounts. */
export function gradeOf({ lines, grade }) {
  if (!grade || grade.of !== fingerprint(lines.map(itemOf))) return undefined;
  const { of, ...known } = grade;
  return known;
}

/** When the draft was eaten: the moment that was said, else now. */
export function momentOf(draft) {
  return draft.eatenAt ? new Date(draft.eatenAt) : new Date();
}
