import type { Step } from '../script/step.ts';

/** What the variables set. */
export type FaultSettings = {
  readonly busySlotMs: number;
  readonly latePushAfterMs: number;
  readonly pushOutageDays: number;
};

/** A fault that can be switched on: the steps of a script under a name. */
export type Fault = {
  /** What happens. */
  readonly says: string;
  readonly steps: readonly Step[] | ((settings: FaultSettings) => readonly Step[]);
};

export type FaultTable = Readonly<Record<string, Fault>>;
