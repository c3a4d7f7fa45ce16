import { z } from 'zod';

/** Names of the errors by which a worker ends a task. The definition of the state machine matches them. */
export const TaskError = z.enum([
  /** OCP answered 429. */
  'OCPAPIThrottlingError',
  /** OCP did not answer in time. */
  'OCPAPITimeoutError',
  /** OCP could not be reached, or answered 5xx. */
  'OCPAPIUnavailableError',
  /** OCP refused the request. It is not repeated. */
  'OCPAPIError',
  /** Another job of the group runs at OCP. */
  'ExportSlotBusyError',
  /** OCP no longer has the recordings of the job. */
  'ExportResultsGoneError',
  /** The window has ended: its lease ran out, or its execution was ended before and is redriven. */
  'ReconciliationClosedError',
]);
export type TaskError = z.infer<typeof TaskError>;
