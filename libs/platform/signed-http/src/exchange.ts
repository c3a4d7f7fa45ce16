import type { Dispatcher } from 'undici';
import type { SignedAnswer, SignedRequest } from './signed-request.ts';

/** Sends a request that is signed already, and collects the answer. By `dispatch`, which makes no stream of the answer. */
export const exchange = (
  dispatcher: Dispatcher,
  { url, query, method, body, signal }: SignedRequest,
  headers: Record<string, string>,
): Promise<SignedAnswer> =>
  new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason as Error);
    const path = query === undefined ? url.pathname : `${url.pathname}?${String(new URLSearchParams(query))}`;
    // Documented: the body may be an iterable too. The types lack that.
    dispatcher.dispatch({ path, method, headers, body: body as string }, collect(resolve, reject, signal));
  });

const collect = (
  resolve: (answer: SignedAnswer) => void,
  reject: (error: unknown) => void,
  signal?: AbortSignal,
): Dispatcher.DispatchHandler => {
  const chunks: Buffer[] = [];
  let start: Pick<SignedAnswer, 'status' | 'headers'> | undefined;
  let abort: () => void = () => undefined;
  return {
    onRequestStart: (controller) => {
      abort = () => controller.abort(signal?.reason as Error);
      if (signal?.aborted) abort();
      else signal?.addEventListener('abort', abort);
    },
    onResponseStart: (_, status, answered) => {
      start = { status, headers: answered };
    },
    onResponseData: (_, chunk) => {
      chunks.push(chunk);
    },
    onResponseEnd: () => {
      signal?.removeEventListener('abort', abort);
      resolve({ ...start!, body: textOf(chunks) });
    },
    onResponseError: (_, error) => {
      signal?.removeEventListener('abort', abort);
      reject(error);
    },
  };
};

const textOf = (chunks: readonly Buffer[]): string =>
  chunks.length === 1 ? chunks[0]!.toString() : Buffer.concat(chunks).toString();
