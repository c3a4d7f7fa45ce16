import type { CallRecord } from '../call-record.ts';
import { MOVED } from '../outcome-codes.ts';

type Seen = Pick<CallRecord, 's3Stored' | 'reconciliationStatus' | 'outcome'>;

/**
 * Whether the record only says that its call has moved to another tenant. A process that does not know of the move may
 * still write to it: then it is a record again, until that is moved too.
 */
export const isTombstone = ({ s3Stored, reconciliationStatus, outcome }: Seen): boolean =>
  outcome?.code === MOVED && !s3Stored && reconciliationStatus === undefined;

/** Whether a tombstone has an object that is to be deleted. */
export const hasCopiedObject = (call: Seen): boolean => isTombstone(call) && call.outcome!.retryable;
