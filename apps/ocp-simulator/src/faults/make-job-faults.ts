import type { PlannedCall } from '../plan/planned-call.ts';
import type { FaultKind } from './fault-kind.ts';

/** What goes wrong with export jobs. Each function remembers what it was asked: it counts, it draws no lots. */
export type JobFaults = {
  /** How long a job takes that would take `ms`. */
  durationMs(ms: number): number;
  /** Whether the job that the group makes now fails. */
  fails(groupName: string): boolean;
  /** Whether somebody in the console takes the group's slot just before this first attempt to create a job. */
  takesSlot(groupName: string): boolean;
  /** Whether the recording is missing from the job that covers it now. */
  hides(call: PlannedCall): boolean;
};

const SLOWNESS = 4;

export const makeJobFaults = (faults: ReadonlySet<FaultKind>): JobFaults => {
  const firstTime = makeFirstTime();
  return {
    durationMs: (ms) => (faults.has('slow-job') ? ms * SLOWNESS : ms),
    fails: (groupName) => faults.has('failed-job') && firstTime(`fails ${groupName}`),
    takesSlot: (groupName) => faults.has('busy-slot') && firstTime(`takes slot ${groupName}`),
    hides: ({ callId, recording }) =>
      faults.has('not-found') &&
      recording !== undefined &&
      recording.pushFate !== 'delivered' &&
      firstTime(`hides ${callId}`),
  };
};

const makeFirstTime = () => {
  const seen = new Set<string>();
  return (key: string): boolean => {
    const isFirst = !seen.has(key);
    seen.add(key);
    return isFirst;
  };
};
