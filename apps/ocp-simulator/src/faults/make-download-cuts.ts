import type { FaultKind } from './fault-kind.ts';

/**
 * `broken`: Content-Length is the full length, and the connection breaks half way. `short`: Content-Length is half the
 * length and fits the bytes, so only the checksum shows that bytes are missing.
 */
export type DownloadCut = 'none' | 'broken' | 'short';

/** Decides how a download ends. `truncated-download` cuts each recording's first download, in turn `broken` and `short`. */
export const makeDownloadCuts = (faults: ReadonlySet<FaultKind>) => {
  const cutOnce = new Set<string>();
  return (recordingId: string): DownloadCut => {
    if (!faults.has('truncated-download') || cutOnce.has(recordingId)) return 'none';
    cutOnce.add(recordingId);
    return cutOnce.size % 2 === 1 ? 'broken' : 'short';
  };
};
