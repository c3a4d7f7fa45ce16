import { OcpContractError, type OcpDownload, type OcpPermit } from '@recordings/reconciliation';
import { decodeGzip } from '../body/decode-gzip.ts';
import { refuseTextPage } from '../body/refuse-text-page.ts';
import { type FilePart, partOf } from '../file/file-part.ts';
import { rangeHeaders } from '../file/file-version.ts';
import { type RequestRest, readResumed } from '../file/read-resumed.ts';
import type { OcpHttp } from '../ocp-http.ts';
import { discardBody, headerOf } from '../ocp-response.ts';

export const download = async (
  http: OcpHttp,
  exportJobId: string,
  recordingId: string,
  signal: AbortSignal,
  held?: OcpPermit,
): Promise<OcpDownload> => {
  const call = { operation: 'recordingFile', values: { exportJobId, recordingId } } as const;
  const first = await http.get({ ...call, held, accepts: [200], read: partOf }, signal);
  const requestRest: RequestRest = ({ version }, from, whileReading) =>
    http.get(
      { ...call, headers: rangeHeaders(version, from), accepts: [200, 206], read: partOf },
      whileReading,
    );
  return describe(first, requestRest, signal);
};

/** We ask for no encoding. Some servers compress all the same. */
const READABLE_ENCODINGS: ReadonlySet<string> = new Set(['identity', 'gzip', 'x-gzip']);

const describe = async (
  first: FilePart,
  requestRest: RequestRest,
  signal: AbortSignal,
): Promise<OcpDownload> => {
  const { response, version } = first;
  const { encoding, sizeBytes, sha256 } = version;
  if (!READABLE_ENCODINGS.has(encoding.toLowerCase())) {
    await discardBody(response);
    throw new OcpContractError(`OCP recordingFile: expected gzip or no content-encoding, got ${encoding}`);
  }
  const { bytes, close } = readResumed(first, 0, requestRest, signal);
  const { body, readEncoded } = decodeGzip(bytes, close);
  return { sizeBytes, sha256, body: refuseTextPage(body, headerOf(response, 'content-type')), readEncoded };
};
