import { z } from 'zod';

/** What drives the export of a window, if delayed messages of SQS do not. */
export const Orchestrator = z.literal('step-functions');
export type Orchestrator = z.infer<typeof Orchestrator>;
