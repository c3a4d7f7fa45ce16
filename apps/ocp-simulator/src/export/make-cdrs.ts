import { changeJson, removeAt } from '../answers/json-text.ts';
import type { PlannedCall } from '../plan/planned-call.ts';
import { dialogEvents } from '../push/dialog-events.ts';
import type { CdrEffects } from '../script/export-effects.ts';
import type { ResultDeps } from './make-result.ts';

/** Whether an export of these types has CDRs, and which. OCP's words. */
const isAskedFor = (types: readonly string[], type: unknown): boolean =>
  types.includes('ALL') || types.includes(String(type));

/**
 * The CDRs of calls in OCP's own vocabulary, whichever the pushes have. A text is no JSON.
 *
 * @returns undefined if the types of the job have none.
 */
export const makeCdrs = (
  { story, factsOf }: Pick<ResultDeps, 'story' | 'factsOf'>,
  calls: readonly PlannedCall[],
  types: readonly string[],
  place: number,
): readonly unknown[] | undefined => {
  if (!types.some((type) => type === 'ALL' || type.startsWith('dialog_'))) return undefined;
  return calls.flatMap((call) =>
    dialogEvents(call)
      .filter((event) => isAskedFor(types, (event as { message_type: string }).message_type))
      .flatMap((event) => listedAs(event, story.at('cdr', { ...factsOf(call), job: place }))),
  );
};

const listedAs = (event: object, { as, ...changes }: CdrEffects): unknown[] => {
  if (as === 'absent') return [];
  if (as === 'unreadable') for (const pointer of ['/id', '/group']) removeAt(event, pointer);
  changeJson(event, changes);
  const text = JSON.stringify(event);
  return [as === 'broken' ? text.slice(0, text.length / 2) : event];
};
