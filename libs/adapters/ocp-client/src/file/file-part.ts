import type { ExportApi } from '@recordings/call-record';
import { OcpContractError, OcpTruncatedError } from '@recordings/reconciliation';
import { piecesOf } from '../body/pieces-of.ts';
import { discardBody, headerOf, type OcpResponse } from '../ocp-response.ts';
import { parseContentRange } from './content-range.ts';
import { type ChecksumHeaders, type FileVersion, versionOf } from './file-version.ts';

/** An answer that has bytes of a file. */
export type FilePart = {
  readonly response: OcpResponse;
  /** The place of its first byte in the file. */
  readonly start: number;
  /** The place after its last byte; undefined if the answer does not say it. */
  readonly end?: number;
  readonly version: FileVersion;
};

const PARTIAL = 206;

/**
 * @param checksum the headers that may have the checksum of the file.
 * @throws {OcpContractError} if an answer of 206 does not say which bytes it has.
 */
const partOf = async (response: OcpResponse, checksum: ChecksumHeaders): Promise<FilePart> => {
  if (response.statusCode !== PARTIAL) {
    const sizeBytes = lengthOf(response);
    return { response, start: 0, end: sizeBytes, version: versionOf(response, sizeBytes, checksum) };
  }
  const header = headerOf(response, 'content-range');
  const range = parseContentRange(header);
  if (!range) {
    await discardBody(response);
    throw new OcpContractError(`OCP recordingFile: 206 with the Content-Range "${header ?? ''}"`);
  }
  return {
    response,
    start: range.start,
    end: range.end + 1,
    version: versionOf(response, range.sizeBytes, checksum),
  };
};

/** Reads the answers of an OCP as parts of files. */
export const makePartReader =
  ({ recordingFile: { checksum } }: Pick<ExportApi, 'recordingFile'>) =>
  (response: OcpResponse): Promise<FilePart> =>
    partOf(response, checksum);

const lengthOf = (response: OcpResponse): number | undefined => {
  const declared = headerOf(response, 'content-length');
  return declared === undefined ? undefined : Number(declared);
};

/**
 * The bytes of a part from the place `from` of the file on, to before the place `to`: by default the end of the file.
 *
 * @throws {OcpContractError} if the answer has more bytes than it says.
 * @throws {OcpTruncatedError} if the file has more.
 */
export const bytesFrom = async function* (
  { response, start, end, version }: FilePart,
  from: number,
  to = version.sizeBytes,
): AsyncGenerator<Uint8Array, void, undefined> {
  let at = start;
  for await (const chunk of piecesOf(response.body)) {
    const skipped = Math.max(0, from - at);
    at += chunk.length;
    if (end !== undefined && at > end) {
      throw new OcpContractError(`OCP recordingFile: more bytes than announced, up to byte ${end}`);
    }
    const beyond = Math.max(0, at - (to ?? at));
    if (skipped + beyond < chunk.length) yield chunk.subarray(skipped, chunk.length - beyond);
    if (beyond > 0) return;
  }
  if (at < (to ?? at)) throw new OcpTruncatedError(at, version.sizeBytes);
};
