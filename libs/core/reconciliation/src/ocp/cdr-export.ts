/** One entry of the CDRs of a finished export job. */
export type CdrEntry =
  /**
   * Events of calls as OCP would push them, in UTF-8: one JSON object, a JSON array, or NDJSON. At most 1,000 events and
   * 4 MB.
   */
  | { readonly kind: 'events'; readonly body: Uint8Array }
  /** A part that cannot be read. It is left out. */
  | { readonly kind: 'unreadable'; readonly reason: string }
  /** OCP may have more CDRs than were read: a limit of ours, a file that is too large, or an unreadable page marker. */
  | { readonly kind: 'cut-off'; readonly reason: string }
  /** OCP's answer is long and is still being read. */
  | { readonly kind: 'reading' };

/** The part of OCP's client that reads the CDRs of a job. */
export type CdrExport = {
  /**
   * The CDRs of a job that was asked to have them, each page requested when it is needed. There are none if the export
   * profile of the group has no CDRs. It throws the errors of `jobRecordings`.
   */
  jobCdrs(exportJobId: string, signal: AbortSignal): AsyncIterable<CdrEntry>;
};
