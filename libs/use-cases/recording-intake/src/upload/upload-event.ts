import type { CallId, TenantId } from '@recordings/call-record';
import type { StoreResult } from '../store-recording.ts';
import type { LabelName } from './recording-labels.ts';

/** What storing an upload reports, for metrics and log. */
export type UploadEvent =
  /** `reason` is empty unless the recording was quarantined. */
  | {
      readonly type: 'recording_received';
      readonly tenantId: TenantId;
      readonly callId: CallId;
      readonly result: StoreResult['kind'];
      readonly reason: string;
      /** From the end of the call to the storing, if it was stored now and the end is known. */
      readonly sinceEndMs?: number;
    }
  /** The recording is stored all the same. */
  | { readonly type: 'group_unknown'; readonly groupName: string | undefined; readonly callId: CallId }
  /** Labels that count as missing, or that contradict another. */
  | {
      readonly type: 'recording_labels_faulty';
      readonly labels: readonly LabelName[];
      readonly tenantId: TenantId;
      readonly callId: CallId;
    };
