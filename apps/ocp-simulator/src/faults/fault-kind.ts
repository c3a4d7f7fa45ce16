import { z } from 'zod';
import type { StorySteps } from '../script/make-story.ts';
import { answerFaults } from './answer-faults.ts';
import { exportFaults } from './export-faults.ts';
import type { Fault, FaultSettings } from './fault.ts';
import { pushFaults } from './push-faults.ts';

/** Every fault that can be switched on. Of two that say the same about an event, the first counts. */
export const FAULTS = { ...pushFaults, ...answerFaults, ...exportFaults } as const;

export const FaultKind = z.enum(Object.keys(FAULTS) as [keyof typeof FAULTS, ...(keyof typeof FAULTS)[]]);
export type FaultKind = z.infer<typeof FaultKind>;

/** The steps of faults, in the order of the table. */
export const stepsOfFaults = (kinds: ReadonlySet<FaultKind>, settings: FaultSettings): StorySteps =>
  FaultKind.options
    .filter((kind) => kinds.has(kind))
    .flatMap((kind) => stepsOf(FAULTS[kind], settings).map((step) => ({ step, fault: kind })));

const stepsOf = ({ steps }: Fault, settings: FaultSettings) =>
  typeof steps === 'function' ? steps(settings) : steps;
