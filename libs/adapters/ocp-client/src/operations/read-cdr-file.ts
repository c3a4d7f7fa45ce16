import {
  OcpAnswerError,
  OcpAnswerTooLargeError,
  OcpBreakerOpenError,
  OcpContractError,
  OcpCredentialsError,
  OcpRequestRejectedError,
  OcpThrottledError,
  OcpTimeoutError,
  OcpUnavailableError,
} from '@recordings/reconciliation';
import type { CdrFileRow } from '../dialect/dialect.ts';
import { readCdrFile } from '../dialect/read-cdrs.ts';
import type { OcpHttp } from '../ocp-http.ts';
import { readText } from '../ocp-response.ts';
import { linkedUrl } from './listing-url.ts';

/** Files of a job that OCP does not give us, each asked for several times. After so many the reading ends. */
const MAX_REFUSED_FILES = 3;

/** Counts the files of a job that OCP does not give. */
export type RefusedFiles = { count: number };

type ReadFile =
  | { readonly kind: 'cdrs'; readonly cdrs: readonly unknown[] }
  | { readonly kind: 'unreadable' | 'cut-off'; readonly reason: string };

/**
 * Reads a file of CDRs. A file that cannot be read does not hide the others. One that is too large counts as cut off.
 *
 * @throws the error of the file if it is the third that OCP does not give, or if it is about the host and not the file.
 * @throws {OcpRequestRejectedError} if it is the third, and OCP answered 401 or 403.
 */
export const readFileOfCdrs = async (
  http: OcpHttp,
  exportJobId: string,
  file: CdrFileRow,
  refused: RefusedFiles,
  signal: AbortSignal,
): Promise<ReadFile> => {
  try {
    const text = await requestCdrFile(http, exportJobId, file, signal);
    return { kind: 'cdrs', cdrs: readCdrFile(http.api.cdrFile.rows, text) };
  } catch (error) {
    if (isRefusal(error)) refused.count += 1;
    if (!isAboutTheFile(error)) throw error;
    if (refused.count >= MAX_REFUSED_FILES) throw lastError(error);
    const kind = error instanceof OcpAnswerTooLargeError ? 'cut-off' : 'unreadable';
    return { kind, reason: error.message };
  }
};

/** The address of a file may end at another host, which fails or refuses by itself. */
const isRefusal = (error: unknown): error is Error =>
  error instanceof OcpUnavailableError ||
  error instanceof OcpTimeoutError ||
  error instanceof OcpCredentialsError;

/** The listing was just accepted with the same credentials. So OCP refuses the files, and not the group. */
const lastError = (error: Error): Error =>
  error instanceof OcpCredentialsError
    ? new OcpRequestRejectedError(`${error.message}; OCP did not give ${MAX_REFUSED_FILES} files`, {
        cause: error,
      })
    : error;

/** OCP asks for a pause, or failed so often that nothing is sent: the next file would get the same answer. */
const isAboutTheFile = (error: unknown): error is Error => {
  if (error instanceof OcpThrottledError || error instanceof OcpBreakerOpenError) return false;
  return isRefusal(error) || error instanceof OcpAnswerError;
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
