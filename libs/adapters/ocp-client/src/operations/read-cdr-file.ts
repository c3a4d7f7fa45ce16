import {
  OcpContractError,
  OcpForbiddenHostError,
  OcpInsecureUrlError,
  OcpNotFoundError,
  OcpRequestRejectedError,
} from '@recordings/reconciliation';
import type { CdrFileRow } from '../dialect/dialect.ts';
import { readCdrFile } from '../dialect/read-cdrs.ts';
import type { OcpHttp } from '../ocp-http.ts';
import { readText } from '../ocp-response.ts';
import { linkedUrl } from './listing-url.ts';

/** Errors of one file. All others end the reading, which is done again later. */
const ABOUT_THE_FILE = [
  OcpContractError,
  OcpForbiddenHostError,
  OcpInsecureUrlError,
  OcpNotFoundError,
  OcpRequestRejectedError,
] as const;

type ReadFile =
  | { readonly kind: 'cdrs'; readonly cdrs: readonly unknown[] }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Reads a file of CDRs. A file that cannot be read does not hide the others. */
export const readFileOfCdrs = async (
  http: OcpHttp,
  exportJobId: string,
  file: CdrFileRow,
  signal: AbortSignal,
): Promise<ReadFile> => {
  try {
    const text = await requestCdrFile(http, exportJobId, file, signal);
    return { kind: 'cdrs', cdrs: readCdrFile(http.api.cdrFile.rows, text) };
  } catch (error) {
    if (!ABOUT_THE_FILE.some((one) => error instanceof one)) throw error;
    return { kind: 'unreadable', reason: (error as Error).message };
  }
};

const requestCdrFile = (
  http: OcpHttp,
  exportJobId: string,
  { fileId, link }: CdrFileRow,
  signal: AbortSignal,
): Promise<string> => {
  const isLinked = http.api.cdrFile.by === 'link';
  if ((isLinked ? link : fileId) === undefined)
    throw new OcpContractError(
      `OCP cdrFile: expected ${isLinked ? 'a link' : 'an id'} of the file in its row`,
    );
  return http.get(
    {
      operation: 'cdrFile',
      values: { exportJobId, ...(fileId !== undefined && { fileId }) },
      ...(isLinked && { url: linkedUrl(http, exportJobId, link!) }),
      accepts: [200],
      read: (response) => readText('cdrFile', response),
    },
    signal,
  );
};
