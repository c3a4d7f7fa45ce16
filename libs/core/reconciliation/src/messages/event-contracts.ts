import type { z } from 'zod';
import { RECONCILIATION_CLOSED_VERSION, ReconciliationClosed } from './reconciliation-closed.ts';
import {
  RECONCILIATION_REQUEST_VERSION,
  ReconciliationRequest,
  SWEEP_REQUEST_VERSION,
  WindowRequest,
} from './reconciliation-request.ts';
import { RECORDING_QUARANTINED_VERSION, RecordingQuarantined } from './recording-quarantined.ts';
import { RECORDING_STORED_VERSION, RecordingStored } from './recording-stored.ts';

export type EventContract = {
  readonly name: string;
  /** In the field `version` of each message. */
  readonly version: string;
  readonly schema: z.ZodType;
};

/** The messages that others receive: of the topics `reconciliation-events` and `recording-events`, and callbacks. */
export const eventContracts: readonly EventContract[] = [
  {
    name: 'reconciliation-request',
    version: RECONCILIATION_REQUEST_VERSION,
    schema: WindowRequest,
  },
  { name: 'reconciliation-request', version: SWEEP_REQUEST_VERSION, schema: ReconciliationRequest },
  { name: 'recording-stored', version: RECORDING_STORED_VERSION, schema: RecordingStored },
  { name: 'recording-quarantined', version: RECORDING_QUARANTINED_VERSION, schema: RecordingQuarantined },
  { name: 'reconciliation-closed', version: RECONCILIATION_CLOSED_VERSION, schema: ReconciliationClosed },
];
