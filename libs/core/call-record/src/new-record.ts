import { CALL_RECORD_SCHEMA_VERSION, type CallRecord } from './call-record.ts';
import type { CallKey } from './ids.ts';
import type { Timestamp } from './timestamp.ts';

/** A record of which only the call's key is known. Its `callTimestamp` is provisional: `now`, the first time we received anything of the call. */
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
