import type { CallId, RederivationJob, TenantId } from '@recordings/call-record';

/** What deriving calls again reports, for metrics and log. */
export type RederivationEvent =
  /** By today's registry OCP can have its recording. `was` says why it was final. */
  | {
      readonly type: 'call_rederived';
      readonly tenantId: TenantId;
      readonly callId: CallId;
      readonly was: 'explained' | 'given_up';
    }
  /** `callId` is what the item has in that place, which may be anything. */
  | { readonly type: 'final_call_unreadable'; readonly callId: unknown; readonly reason: string }
  | ({ readonly type: 'rederivation_started' | 'rederivation_resumed' } & JobRange)
  | ({ readonly type: 'rederivation_completed' } & JobRange & Pick<RederivationJob, 'counts'>)
  /** The process stops, or another run took the job. It goes on from its checkpoint. */
  | ({ readonly type: 'rederivation_interrupted' } & JobRange)
  | ({ readonly type: 'rederivation_failed'; readonly err: unknown } & JobRange);

type JobRange = Pick<RederivationJob, 'tenantId' | 'groupId' | 'from' | 'to' | 'cursor'>;
