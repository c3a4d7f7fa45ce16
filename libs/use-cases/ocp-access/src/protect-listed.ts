import type { Protect } from '@recordings/pii';
import type { JobStatus, ListingEntry, OcpClient } from '@recordings/reconciliation';

/**
 * The client of a group, under its policy for personal fields: what OCP says of recordings and jobs passes it before
 * anything is recorded.
 */
export const protectListed = (client: OcpClient, protect: Protect): OcpClient => ({
  ...client,
  jobStatus: async (exportJobId, signal) =>
    protectStatus(await client.jobStatus(exportJobId, signal), protect),
  jobRecordings: async function* (exportJobId, signal, options) {
    for await (const entry of client.jobRecordings(exportJobId, signal, options))
      yield protectEntry(entry, protect);
  },
});

const protectStatus = (status: JobStatus, { value, text }: Protect): JobStatus => ({
  ...status,
  raw: text(status.raw),
  ...(status.errorMessage !== undefined && { errorMessage: text(status.errorMessage) }),
  ...(status.ocpMetadata && { ocpMetadata: value(status.ocpMetadata) }),
});

/** The file name is not stored: it says which call the recording is of. */
const protectEntry = (entry: ListingEntry, { value, text }: Protect): ListingEntry => {
  if (entry.kind === 'recording') {
    const { fileName, ...recording } = entry.recording;
    return { ...entry, recording: { ...value(recording), ...(fileName !== undefined && { fileName }) } };
  }
  if (entry.kind === 'cdr')
    return { ...entry, cdr: typeof entry.cdr === 'string' ? text(entry.cdr) : value(entry.cdr) };
  return 'reason' in entry ? { ...entry, reason: text(entry.reason) } : entry;
};
