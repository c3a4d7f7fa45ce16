import { stringify } from 'yaml';
import { type FaultKind, stepsOfFaults } from '../src/faults/fault-kind.ts';
import { parseScript } from '../src/script/parse-script.ts';
import type { Step } from '../src/script/step.ts';

/** What a test sets for a fault. */
export type Form = {
  readonly env: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
};

/** What the simulators of these tests wait for. */
export const settings = { busySlotMs: 3_000, latePushAfterMs: 1, pushOutageDays: 1 };

/** The two ways to say a fault: its switch, and its steps as the text of a script. */
export const formsOf = (fault: FaultKind): readonly (readonly [string, Form])[] => {
  const steps = stepsOfFaults(new Set([fault]), settings).map(({ step }) => step);
  const script = parseScript(stringify({ story: fault, steps }), []);
  return [
    ['switch', { env: { FAULTS: fault }, steps: [] }],
    ['script', { env: {}, steps: script.steps }],
  ];
};

/** Every fault of a table, in both forms. */
export const inBothForms = (faults: object): (readonly [FaultKind, string, Form])[] =>
  (Object.keys(faults) as FaultKind[]).flatMap((fault) =>
    formsOf(fault).map(([name, form]) => [fault, name, form] as const),
  );
