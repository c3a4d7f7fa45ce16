import type { FaultKind } from './fault-kind.ts';

/**
 * `broken`: the length is announced in full, the connection breaks half way. `short`: half the bytes under a length
 * that fits them, so that only the checksum tells.
 */
export type DownloadCut = 'none' | 'broken' | 'short';

/** Makes what decides how a download ends. `truncated-download` cuts the first one of each recording, in turn `broken` and `short`. */
export const makeDownloadCuts = (faults: ReadonlySet<FaultKind>) => {
  const cutOnce = new Set<string>();
  return (recordingId: string): DownloadCut => {
    if (!faults.has('truncated-download') || cutOnce.has(recordingId)) return 'none';
    cutOnce.add(recordingId);
    return cutOnce.size % 2 === 1 ? 'broken' : 'short';
  };
};
