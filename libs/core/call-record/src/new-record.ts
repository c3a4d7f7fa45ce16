import { CALL_RECORD_SCHEMA_VERSION, type CallRecord } from './call-record.ts';
import type { CallKey } from './ids.ts';
import type { Timestamp } from './timestamp.ts';

/** A record that knows nothing yet but its call. Its timestamp is provisional: the moment we first heard of the call. */
export const newRecord = ({ tenantId, callId }: CallKey, now: Timestamp): CallRecord => ({
  tenantId,
  callId,
  callTimestamp: now,
  callStatus: 'ACTIVE',
  hasCdrEnd: false,
  audioReceived: false,
  audioProcessed: false,
  s3Stored: false,
  reconciliationAttempts: 0,
  recoverableUntil: now,
  facts: {},
  history: [],
  createdAt: now,
  updatedAt: now,
  schemaVersion: CALL_RECORD_SCHEMA_VERSION,
  revision: 0,
});
