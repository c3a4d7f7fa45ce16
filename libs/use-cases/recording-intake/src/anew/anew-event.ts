import type { CallId, TenantId } from '@recordings/call-record';
import type { StoreResult } from '../store-recording.ts';

/** What judging quarantined recordings anew reports, for metrics and log. */
export type AnewEvent =
  /** `reason` is empty unless the recording stays in quarantine. */
  | {
      readonly type: 'quarantined_judged_anew';
      readonly tenantId: TenantId;
      readonly callId: CallId;
      readonly result: StoreResult['kind'];
      readonly reason: string;
    }
  /** It is tried again in the next pass, of which there are three. */
  | { readonly type: 'judging_anew_failed'; readonly key: string; readonly err: unknown }
  /** Every recording that older rules had quarantined was looked at. */
  | {
      readonly type: 'judging_anew_completed';
      readonly rulesVersion: number;
      readonly judged: number;
      readonly failed: number;
    };
