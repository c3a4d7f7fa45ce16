import type { PlannedCall } from '../plan/planned-call.ts';
import type { FaultKind } from './fault-kind.ts';

/** Faults of export jobs. Each function counts its calls; it uses no randomness. */
export type JobFaults = {
  /** Duration of a job that takes `ms` without a fault. */
  durationMs(ms: number): number;
  /** Whether the group's next job fails. */
  fails(groupName: string): boolean;
  /** Whether a person in the console takes the group's slot just before this attempt to create a job. */
  takesSlot(groupName: string): boolean;
  /** Whether the recording is missing from this job that covers it. */
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
