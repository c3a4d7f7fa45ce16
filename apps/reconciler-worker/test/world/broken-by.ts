import { isSettled, idOf, type Outcome } from './run-scenario.ts';
import type { Scenario } from './scenario.ts';

/** Every promise that the world broke: what the rules saw as it happened, and what is left at the end. */
export const brokenBy = (scenario: Scenario, outcome: Outcome): string[] => [
  ...outcome.rules.broken,
  ...outcome.ocp.complaints,
  ...(outcome.isAtRest ? lostCalls(scenario, outcome) : leftOvers(outcome)),
];

const leftOvers = ({ tables, queues }: Outcome): string[] => [
  `not at rest: ${queues.live()} messages`,
  ...tables.calls
    .items()
    .filter((call) => !isSettled(call))
    .map((call) => `${call.callId} is ${call.reconciliationStatus}, held by ${call.reconciliationId}`),
  ...tables.windows.items().map(({ reconciliationId }) => `the window of ${reconciliationId} is left`),
  ...tables.slots
    .items()
    .filter(({ job }) => job !== undefined)
    .map(({ slotId, job }) => `slot ${slotId} holds ${JSON.stringify(job)}`),
  ...tables.reconciliations
    .items()
    .filter(({ phase }) => phase !== 'closed')
    .map((left) => `${left.reconciliationId} is left: ${JSON.stringify(left)}`),
];

/** A good recording that OCP had all the time must have come home, whatever else went wrong. */
const lostCalls = ({ calls, selectsBy, tellsStarts }: Scenario, { tables }: Outcome): string[] =>
  calls.flatMap(({ recordedMinute, badDownloads, isKnown }, at) => {
    const record = tables.calls.items().find(({ callId }) => callId === idOf(at));
    const isThere = recordedMinute !== 'never' && recordedMinute < 0 && badDownloads < 3;
    // Of a call that only an export told of we do not know the end, so OCP may select it by what we cannot ask for.
    // If the export told no start either, all that it selected is asked for again.
    const isFindable = isKnown || selectsBy === 'start' || !tellsStarts;
    if (!record || record.s3Stored || !isThere || !isFindable) return [];
    return [`${record.callId} was given up: ${JSON.stringify(record.outcome)}`];
  });
