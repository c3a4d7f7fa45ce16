import type { LookupFunction } from 'node:net';
import type { ExportApi } from '@recordings/call-record';
import { codeOf } from '@recordings/fault';
import { OcpContractError } from '@recordings/reconciliation';
import { Agent, request as send } from 'undici';
import { startDeadline } from './deadline.ts';
import { discardBody, headerOf, type OcpResponse } from './ocp-response.ts';
import { type RefusalContext, refusalOf } from './refusal.ts';
import { transportFault } from './transport-fault.ts';

export type OcpRequest<T> = {
  /** Name of the operation, in errors and metrics. */
  readonly operation: string;
  /** Its name in metrics, if that is another. */
  readonly countedAs?: string;
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly body?: object;
  /** Beside ours, in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Those of the export profile, sent to OCP's own host only. */
  readonly profileHeaders?: Readonly<Record<string, string>>;
  /** How this OCP refuses. */
  readonly refusals: ExportApi['refusals'];
  /** HTTP statuses that `read` can read. */
  readonly accepts: readonly number[];
  readonly read: (response: OcpResponse) => Promise<T>;
  /** What a refusal means to the operation, if it is no error to it. */
  readonly readRefusal?: (error: unknown) => T | undefined;
};

export type OcpAnswer<T> =
  | { readonly kind: 'read'; readonly value: T }
  | { readonly kind: 'redirect'; readonly url: URL };

/** One HTTP request, for metrics. */
export type OcpRequestSample = {
  readonly operation: string;
  /** `OK`, `REDIRECTED`, `ABORTED`, or the code of the error. */
  readonly outcome: string;
  readonly durationMs: number;
};

export type ExchangeDeps = {
  /** To a connection, to the answer's headers and `read`, and between two parts of a body. */
  readonly timeoutMs: number;
  readonly headersFor: (url: URL, profileHeaders: Readonly<Record<string, string>>) => Record<string, string>;
  /** Removed from OCP's messages. */
  readonly secret: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Resolves the hosts of connections. */
  readonly lookup: LookupFunction;
  readonly onRequest: (sample: OcpRequestSample) => void;
};

export type Exchange = <T>(request: OcpRequest<T>, caller: AbortSignal) => Promise<OcpAnswer<T>>;

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Makes the function that sends one HTTP request and reads its answer within the time limit. */
export const makeExchange = (deps: ExchangeDeps): Exchange => {
  const { timeoutMs, headersFor, secret, now, lookup, onRequest } = deps;
  const dispatcher = new Agent({ connect: { timeout: timeoutMs, lookup }, bodyTimeout: timeoutMs });

  const answerTo = async <T>(request: OcpRequest<T>, signal: AbortSignal): Promise<OcpAnswer<T>> => {
    const { operation, method, url, body, headers, profileHeaders = {}, refusals } = request;
    const response = await send(url, {
      method,
      dispatcher,
      signal,
      headers: {
        ...(body && { 'content-type': 'application/json' }),
        ...headersFor(url, profileHeaders),
        ...headers,
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    return interpret(request, response, { operation, secret, refusals, nowMs: now() });
  };

  return async <T>(request: OcpRequest<T>, caller: AbortSignal) => {
    const startedMs = now();
    const deadline = startDeadline(timeoutMs, caller);
    const report = (outcome: string): void =>
      onRequest({
        operation: request.countedAs ?? request.operation,
        outcome,
        durationMs: now() - startedMs,
      });
    try {
      const answer = await answerTo(request, deadline.signal);
      report(answer.kind === 'read' ? 'OK' : 'REDIRECTED');
      return answer;
    } catch (error) {
      const fault = transportFault(request.operation, error, deadline, caller);
      report(caller.aborted ? 'ABORTED' : codeOf(fault));
      throw fault;
    } finally {
      deadline.lift();
    }
  };
};

const interpret = async <T>(
  request: OcpRequest<T>,
  response: OcpResponse,
  context: RefusalContext,
): Promise<OcpAnswer<T>> => {
  const { operation, url, accepts } = request;
  const { statusCode } = response;
  if (accepts.includes(statusCode) || !REDIRECTS.has(statusCode))
    return { kind: 'read', value: await readOrRefuse(request, response, context) };

  const location = headerOf(response, 'location') ?? '';
  await discardBody(response);
  if (location === '' || !URL.canParse(location, url.href)) {
    throw new OcpContractError(`OCP ${operation}: redirected without a valid location`);
  }
  return { kind: 'redirect', url: new URL(location, url) };
};

const readOrRefuse = async <T>(
  { accepts, read, readRefusal }: OcpRequest<T>,
  response: OcpResponse,
  context: RefusalContext,
): Promise<T> => {
  try {
    if (accepts.includes(response.statusCode)) return await read(response);
    throw await refusalOf(response, context);
  } catch (error) {
    const value = readRefusal?.(error);
    if (value === undefined) throw error;
    return value;
  }
};
