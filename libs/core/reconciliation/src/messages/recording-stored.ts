import { CallId, IngestionSource, Location, TenantId, Timestamp } from '@recordings/call-record';
import { z } from 'zod';

/** Published at least once for every recording that was stored. */
export const RecordingStored = z.object({
  eventType: z.literal('recording.stored'),
  version: z.string(),
  timestamp: Timestamp,
  tenantId: TenantId,
  callId: CallId,
  location: Location,
  sha256: z.string(),
  source: IngestionSource,
});
export type RecordingStored = z.infer<typeof RecordingStored>;
export const RECORDING_STORED_VERSION = '1.0';

/** Makes the event of a stored recording, with the attributes that subscriptions filter by. */
export const recordingStored = (
  stored: Pick<RecordingStored, 'tenantId' | 'callId' | 'location' | 'sha256' | 'source'>,
  timestamp: Timestamp,
) => {
  const eventType = 'recording.stored';
  const { tenantId, callId, location, sha256, source } = stored;
  const body: RecordingStored = {
    eventType,
    version: RECORDING_STORED_VERSION,
    timestamp,
    tenantId,
    callId,
    location,
    sha256,
    source,
  };
  return { id: callId, body, attributes: { eventType, tenantId } };
};
