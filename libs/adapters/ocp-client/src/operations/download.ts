import {
  OcpContractError,
  type OcpDownload,
  type OcpPermit,
  OcpTimeoutError,
  OcpTruncatedError,
} from '@recordings/reconciliation';
import { abortReason } from '../abort-reason.ts';
import { optionalSha256 } from '../answer-fields.ts';
import { decodeGzip } from '../body/decode-gzip.ts';
import { refuseTextPage } from '../body/refuse-text-page.ts';
import type { OcpHttp } from '../ocp-http.ts';
import { discardBody, headerOf, type OcpResponse } from '../ocp-response.ts';
import { isTimeout } from '../transport-fault.ts';

export const download = (
  http: OcpHttp,
  exportJobId: string,
  recordingId: string,
  signal: AbortSignal,
  held?: OcpPermit,
): Promise<OcpDownload> =>
  http.get(
    {
      operation: 'recordingFile',
      values: { exportJobId, recordingId },
      held,
      accepts: [200],
      read: (response) => describe(response, signal),
    },
    signal,
  );

/** We ask for no encoding. Some servers compress all the same. */
const READABLE_ENCODINGS: ReadonlySet<string> = new Set(['identity', 'gzip', 'x-gzip']);

const describe = async (response: OcpResponse, signal: AbortSignal): Promise<OcpDownload> => {
  const encoding = headerOf(response, 'content-encoding') ?? 'identity';
  if (!READABLE_ENCODINGS.has(encoding.toLowerCase())) {
    await discardBody(response);
    throw new OcpContractError(`OCP recordingFile: expected gzip or no content-encoding, got ${encoding}`);
  }
  const sizeBytes = lengthOf(response);
  const sha256 = optionalSha256.parse(headerOf(response, 'x-checksum-sha256'));
  const { body, readEncoded } = decodeGzip(bytesOf(response, sizeBytes, signal), () =>
    response.body.destroy(),
  );
  return { sizeBytes, sha256, body: refuseTextPage(body, headerOf(response, 'content-type')), readEncoded };
};

const lengthOf = (response: OcpResponse): number | undefined => {
  const declared = headerOf(response, 'content-length');
  return declared === undefined ? undefined : Number(declared);
};

const bytesOf = async function* (
  { body }: OcpResponse,
  sizeBytes: number | undefined,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  let receivedBytes = 0;
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      receivedBytes += chunk.length;
      yield chunk;
    }
  } catch (error) {
    if (signal.aborted) throw abortReason(signal);
    if (isTimeout(error)) {
      throw new OcpTimeoutError(`OCP recordingFile: stalled after ${receivedBytes} bytes`, { cause: error });
    }
    throw new OcpTruncatedError(receivedBytes, sizeBytes, { cause: error });
  }
  if (sizeBytes !== undefined && receivedBytes < sizeBytes)
    throw new OcpTruncatedError(receivedBytes, sizeBytes);
};
