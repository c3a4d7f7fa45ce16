import { CallId, IngestionSource, TenantId, Timestamp } from '@recordings/call-record';
import { z } from 'zod';

/** Published at least once for every recording that was put in quarantine. */
export const RecordingQuarantined = z.object({
  eventType: z.literal('recording.quarantined'),
  version: z.string(),
  timestamp: Timestamp,
  tenantId: TenantId,
  callId: CallId,
  /** In the quarantine bucket. `{key}.json` says more. */
  key: z.string(),
  reason: z.string(),
  sha256: z.string(),
  sizeBytes: z.number().int(),
  source: IngestionSource,
  /** Whether the call has another recording, which is stored. */
  isCallStored: z.boolean(),
});
export type RecordingQuarantined = z.infer<typeof RecordingQuarantined>;
export const RECORDING_QUARANTINED_VERSION = '1.0';

/** Makes the event of a quarantined recording, with the attributes that subscriptions filter by. */
export const recordingQuarantined = (
  quarantined: Omit<RecordingQuarantined, 'eventType' | 'version' | 'timestamp'>,
  timestamp: Timestamp,
) => {
  const eventType = 'recording.quarantined';
  const { tenantId, callId, key, reason, sha256, sizeBytes, source, isCallStored } = quarantined;
  const body: RecordingQuarantined = {
    eventType,
    version: RECORDING_QUARANTINED_VERSION,
    timestamp,
    tenantId,
    callId,
    key,
    reason,
    sha256,
    sizeBytes,
    source,
    isCallStored,
  };
  return { id: callId, body, attributes: { eventType, tenantId } };
};
