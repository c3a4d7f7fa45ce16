import type { CallId, OcpMetadata } from '@recordings/call-record';
import { callsOf } from './call-outcome.ts';
import type { Reconciliation } from './reconciliation.ts';

/** UTF-8 bytes: about 150 calls with usual metadata. The item has 370 KB of calls beside it. */
const MAX_METADATA_BYTES = 16_000;

/** The calls whose recordings the export listed. Their records may have what OCP says of them. */
export const listListedCalls = ({ calls, ...reconciliation }: Reconciliation): CallId[] => {
  if (!('exportCompletedAt' in reconciliation) || reconciliation.exportCompletedAt === undefined) return [];
  return callsOf(calls)
    .filter(([, { outcome, recordingId }]) => outcome === 'stored' || recordingId !== undefined)
    .map(([callId]) => callId);
};

/**
 * The closed reconciliation with what OCP says of its recordings, as JSON. Of many calls it has the first ones, and says
 * how many the others are. One of another phase stays as it is.
 */
export const addCallMetadata = (
  reconciliation: Reconciliation,
  said: ReadonlyMap<CallId, OcpMetadata>,
): Reconciliation => {
  if (reconciliation.phase !== 'closed' || said.size === 0) return reconciliation;
  let left = MAX_METADATA_BYTES;
  const entries = [...said];
  const kept = entries.filter((entry) => {
    left -= Buffer.byteLength(JSON.stringify(entry));
    return left >= 0;
  });
  const others = entries.length - kept.length;
  const metadata = JSON.stringify({
    calls: Object.fromEntries(kept),
    ...(others > 0 && { otherCalls: others }),
  });
  return { ...reconciliation, metadata };
};
