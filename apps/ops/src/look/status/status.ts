import type { SilentGroup } from '@recordings/call-questions';
import type { ExportsOfGroup } from './exports/read-exports.ts';
import type { Execution } from './find-last-execution.ts';
import type { NotShown } from './part-reader.ts';
import type { QueueDepth } from './read-queues.ts';
import type { RequestsToOcp } from './requests/read-requests.ts';
import type { ServiceHealth } from './services/read-services.ts';
import type { DayOfTenant } from './sum-completeness.ts';
import type { Pending } from './sum-pending.ts';

/** What `status` says. A part that could not be read is absent, and is in `notShown`. */
export type Status = {
  readonly at: string;
  readonly days?: readonly DayOfTenant[] | undefined;
  readonly pending?: Pending | undefined;
  /** Groups from which no call has come for longer than usual. */
  readonly silent?: readonly SilentGroup[] | undefined;
  readonly exports?: readonly ExportsOfGroup[] | undefined;
  readonly requests?: RequestsToOcp | undefined;
  readonly queues?: readonly QueueDepth[] | undefined;
  /** The newest execution of the pooler that was no dry run; null: none is known. */
  readonly lastExecution?: Execution | null | undefined;
  readonly services?: readonly ServiceHealth[] | undefined;
  readonly notShown: readonly NotShown[];
};
