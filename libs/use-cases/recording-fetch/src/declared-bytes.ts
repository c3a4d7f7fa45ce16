import type { DownloadTask, OcpDownload } from '@recordings/reconciliation';
import type { FetchedBytes } from './fetch-deps.ts';

/**
 * What the bytes must be. A wrong size in a listing does not condemn a recording whose checksum is known, or whose
 * answer has a length: the client fails a body that is shorter. Only without both does the listed size decide.
 */
export const declaredBytes = (
  listed: DownloadTask['declared'],
  answer: Pick<OcpDownload, 'sizeBytes' | 'sha256'>,
): FetchedBytes => {
  const sha256 = listed.sha256 ?? answer.sha256;
  if (sha256 === undefined && answer.sizeBytes === undefined) return { sizeBytes: listed.sizeBytes };
  return { sizeBytes: answer.sizeBytes, sha256, listedSizeBytes: listed.sizeBytes };
};
