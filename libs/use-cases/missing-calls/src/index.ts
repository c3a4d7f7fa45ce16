export type { Execution, ExecutionOptions } from './execution.ts';
export { type FindMissingCalls, makeFindMissingCalls } from './find-missing-calls.ts';
export { makeCatchUp } from './make-catch-up.ts';
export type { ExecutionJournal, MissingCallsDeps, MissingCallsPolicy } from './missing-calls-deps.ts';
export type {
  CallEvent,
  ExecutionEvent,
  IndexEvent,
  MissingCallsEvent,
  WindowEvent,
} from './missing-calls-event.ts';
export { outgoingWindow } from './publish-windows.ts';
export { makeRederivations, type Rederivations } from './rederivation/make-rederivations.ts';
export type { RederivationEvent } from './rederivation/rederivation-event.ts';
export type { SweepEvent } from './sweeps/sweep-event.ts';
