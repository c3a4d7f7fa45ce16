import type { Protect } from '@recordings/pii';
import type { JobStatus, ListingEntry, OcpClient } from '@recordings/reconciliation';

/**
 * The client of a group, under its policy for personal fields: what OCP says of recordings and jobs passes it before
 * anything is recorded. The bodies of CDRs are left as they are: the reader of events applies the policy, as to a push.
 */
export const protectListed = (client: OcpClient, protect: Protect): OcpClient => ({
  ...client,
  jobStatus: async (exportJobId, signal) =>
    protectStatus(await client.jobStatus(exportJobId, signal), protect),
  jobRecordings: async function* (exportJobId, signal) {
    for await (const entry of client.jobRecordings(exportJobId, signal)) yield protectEntry(entry, protect);
  },
  jobCdrs: async function* (exportJobId, signal) {
    for await (const entry of client.jobCdrs(exportJobId, signal))
      yield 'reason' in entry ? { ...entry, reason: protect.text(entry.reason) } : entry;
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
  return 'reason' in entry ? { ...entry, reason: text(entry.reason) } : entry;
};
