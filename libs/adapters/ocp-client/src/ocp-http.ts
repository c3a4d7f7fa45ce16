import { type Lane, OcpContractError, type OcpGate, type OcpPermit } from '@recordings/reconciliation';
import type { Exchange, OcpRequest } from './exchange.ts';
import type { HostGuard } from './host-guard.ts';
import type { OcpPaths } from './ocp-endpoint.ts';
import { operationUrl } from './operation-url.ts';
import { retryReads } from './retry-reads.ts';
import { makeSendOnce } from './send-once.ts';

export type OcpOperation = keyof OcpPaths;

/** One operation's request: the values for its path, and the function that reads the answer. */
export type OcpCall<T> = Pick<OcpRequest<T>, 'accepts' | 'read' | 'body' | 'headers' | 'countedAs'> & {
  readonly operation: OcpOperation;
  /** Instead of the path of the operation: a link that OCP gave. */
  readonly url?: URL;
  readonly values: Readonly<Record<string, string>>;
  /** A permit for the first request. */
  readonly held?: OcpPermit;
};

export type OcpHttp = {
  reservePermit(lane: Lane, signal: AbortSignal): Promise<OcpPermit>;
  giveBackPermit(permit: OcpPermit): void;
  /** Repeats the request after transient errors, and follows redirects. */
  get<T>(call: OcpCall<T>, signal: AbortSignal): Promise<T>;
  /** The URL of an operation. */
  urlOf(call: Pick<OcpCall<unknown>, 'operation' | 'values'>): URL;
  /** Sends the request once. */
  post<T>(call: OcpCall<T>, signal: AbortSignal): Promise<T>;
};

export type OcpHttpDeps = {
  readonly baseUrl: string;
  readonly paths: OcpPaths;
  readonly guard: HostGuard;
  readonly exchange: Exchange;
  readonly gate: OcpGate;
  /** Has turns among the groups that download. */
  readonly group: string;
  readonly retryDelaysMs: readonly number[];
};

const MAX_REDIRECTS = 3;

/** Sends requests to allowed hosts only, each with a permit, with retries. */
export const makeOcpHttp = (deps: OcpHttpDeps): OcpHttp => {
  const { guard, gate, group, retryDelaysMs } = deps;
  const sendOnce = makeSendOnce(deps);

  const follow = async <T>(
    request: OcpRequest<T>,
    held: OcpPermit | undefined,
    signal: AbortSignal,
  ): Promise<T> => {
    const maxRequests = 1 + (request.method === 'GET' ? MAX_REDIRECTS : 0);
    let { url } = request;
    for (let requests = 0; requests < maxRequests; requests += 1) {
      const answer = await sendOnce({ ...request, url }, requests === 0 ? held : undefined, signal);
      if (answer.kind === 'read') return answer.value;
      url = answer.url;
      guard(request.operation, url);
    }
    throw new OcpContractError(
      `OCP ${request.operation}: redirected ${maxRequests} times, at most ${maxRequests - 1} allowed`,
    );
  };

  const urlOf = makeUrlOf(deps);
  const requestOf = makeRequestOf(guard, urlOf);

  return {
    reservePermit: (lane, signal) => gate.awaitPermit({ lane, group }, signal),
    giveBackPermit: gate.giveBack,
    urlOf,
    get: async (call, signal) => {
      signal.throwIfAborted();
      const request = requestOf('GET', call);
      const permits = [call.held];
      return retryReads(() => follow(request, permits.pop(), signal), retryDelaysMs, signal);
    },
    post: async (call, signal) => {
      signal.throwIfAborted();
      return follow(requestOf('POST', call), call.held, signal);
    },
  };
};

const makeUrlOf =
  ({ baseUrl, paths }: Pick<OcpHttpDeps, 'baseUrl' | 'paths'>): OcpHttp['urlOf'] =>
  ({ operation, values }) =>
    operationUrl(baseUrl, paths[operation], values);

const makeRequestOf =
  (guard: HostGuard, urlOf: OcpHttp['urlOf']) =>
  <T>(method: 'GET' | 'POST', { held: _, ...call }: OcpCall<T>): OcpRequest<T> => {
    const url = call.url ?? urlOf(call);
    guard(call.operation, url);
    return { ...call, method, url };
  };
