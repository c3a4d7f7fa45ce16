import type { CallRecord } from './call-record.ts';

/** Fields that repeat others of the record under the names and in the units of the requirement documents. */
export const DOCUMENT_FIELDS = ['duration', 'errorDetails'] as const;

type DocumentFields = Pick<CallRecord, (typeof DOCUMENT_FIELDS)[number]>;

export const documentFieldsOf = ({
  durationMs,
  outcome,
}: Pick<CallRecord, 'durationMs' | 'outcome'>): DocumentFields => ({
  duration: durationMs === undefined ? undefined : durationMs / 1_000,
  errorDetails: outcome && { code: outcome.code, message: outcome.message },
});
