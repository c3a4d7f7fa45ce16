import type { RecordingOrigin } from './incoming-recording.ts';

/** The metadata of a staged or quarantined object. S3 takes 2 KB of ASCII: an id has at most 470 bytes when URL-encoded. */
export const objectMetadata = ({ tenantId, callId, source }: RecordingOrigin): Record<string, string> => ({
  'tenant-id': encodeURIComponent(tenantId),
  ...(callId !== undefined && { 'call-id': encodeURIComponent(callId) }),
  source,
});
