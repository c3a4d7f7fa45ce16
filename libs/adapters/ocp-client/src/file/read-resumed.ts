import { OcpContractError, OcpTimeoutError, OcpTruncatedError } from '@recordings/reconciliation';
import { abortReason } from '../abort-reason.ts';
import { discardBody, headerOf } from '../ocp-response.ts';
import { isTimeout } from '../transport-fault.ts';
import { bytesFrom, type FilePart } from './file-part.ts';
import { differenceOf, isProvable } from './file-version.ts';

/** Requests that continue one download. Each takes a permit of the budget. */
export const MAX_RESUMES = 10;
/** Bytes that a resumed transfer must bring to be resumed again: 2 s of a recording. */
export const MIN_PROGRESS_BYTES = 32_768;

/** The name in metrics of a request that continues a download. */
export const RESUME = 'recordingResume';

/** Requests the bytes of the file that `first` is of, from a place on. The answer may have all bytes of it. */
export type RequestRest = (first: FilePart, from: number, signal: AbortSignal) => Promise<FilePart>;

export type ResumedBytes = {
  readonly bytes: AsyncGenerator<Uint8Array, void, undefined>;
  /** Ends the transfer, also while it waits. */
  readonly close: () => void;
};

/**
 * Reads a file from the place `from` to before the place `to`, by default its end. A transfer that breaks off or stalls is resumed after the last byte, if
 * the answers prove that their bytes are of the same file. The reader sees each byte once.
 *
 * A resume that fails says nothing about the recording: `bytes` then throws that the download was cut off.
 */
export const readResumed = (
  first: FilePart,
  { from, to }: { readonly from: number; readonly to?: number },
  requestRest: RequestRest,
  caller: AbortSignal,
): ResumedBytes => {
  const closing = new AbortController();
  const signal = AbortSignal.any([caller, closing.signal]);
  let part = first;

  const read = async function* (): AsyncGenerator<Uint8Array, void, undefined> {
    let at = from;
    for (let resumes = 0; ; resumes += 1) {
      const begin = at;
      try {
        for await (const chunk of bytesFrom(part, begin, to)) {
          at += chunk.length;
          yield chunk;
        }
        return;
      } catch (error) {
        if (caller.aborted) throw abortReason(caller);
        const broken = breakOf(error, at, part);
        if (!mayResume(first, resumes, at - begin, broken)) throw broken;
      }
      part = await resume(first, at, () => requestRest(first, at, signal), caller);
    }
  };

  const close = (): void => {
    closing.abort();
    part.response.body.destroy();
  };
  return { bytes: read(), close };
};

const breakOf = (error: unknown, at: number, { version }: FilePart): Error => {
  if (error instanceof OcpContractError || error instanceof OcpTruncatedError) return error;
  if (isTimeout(error))
    return new OcpTimeoutError(`OCP recordingFile: stalled after ${at} bytes`, { cause: error });
  return new OcpTruncatedError(at, version.sizeBytes, { cause: error });
};

const mayResume = (first: FilePart, resumes: number, broughtBytes: number, broken: Error): boolean =>
  !(broken instanceof OcpContractError) &&
  broughtBytes >= (resumes === 0 ? 1 : MIN_PROGRESS_BYTES) &&
  resumes < MAX_RESUMES &&
  isProvable(first.version) &&
  headerOf(first.response, 'accept-ranges')?.toLowerCase() !== 'none';

const resume = async (
  first: FilePart,
  at: number,
  request: () => Promise<FilePart>,
  caller: AbortSignal,
): Promise<FilePart> => {
  try {
    const part = await request();
    await refuseOther(first, part, at);
    return part;
  } catch (error) {
    if (caller.aborted) throw abortReason(caller);
    throw new OcpTruncatedError(at, first.version.sizeBytes, { cause: error });
  }
};

/** @throws {OcpContractError} if the bytes of the part do not continue those that were received. */
const refuseOther = async (first: FilePart, part: FilePart, at: number): Promise<void> => {
  const isContinued = part.start === 0 || part.start === at;
  const why = isContinued
    ? differenceOf(first.version, part.version)
    : `asked for byte ${at}, got ${part.start}`;
  if (why === undefined) return;
  await discardBody(part.response);
  throw new OcpContractError(`OCP recordingFile: cannot be resumed: ${why}`);
};
