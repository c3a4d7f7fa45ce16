import type { DownloadTask, OcpDownload } from '@recordings/reconciliation';
import type { FetchedBytes } from './fetch-deps.ts';

/**
 * What the bytes must be. A wrong size in a listing does not condemn a recording whose checksum is known, or whose
 * answer has a length: the client fails a body that is shorter. Only without both does the listed size decide.
 *
 * OCP's figures of a compressed file may be those of the compressed bytes. The file's own checksum, which the client
 * compares, then proves the size.
 */
export const declaredBytes = (
  listed: DownloadTask['declared'],
  { sizeBytes, sha256, readEncoded }: Omit<OcpDownload, 'body' | 'ownsChunks'>,
): FetchedBytes => {
  const declaredSha256 = listed.sha256 ?? sha256;
  const encoded = readEncoded?.();
  if (encoded) {
    return {
      sha256: declaredSha256 === encoded.sha256 ? undefined : declaredSha256,
      listedSizeBytes: listed.sizeBytes === encoded.sizeBytes ? undefined : listed.sizeBytes,
    };
  }
  if (declaredSha256 === undefined && sizeBytes === undefined) return { sizeBytes: listed.sizeBytes };
  return { sizeBytes, sha256: declaredSha256, listedSizeBytes: listed.sizeBytes };
};
