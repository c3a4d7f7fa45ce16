import { throwIfAborted } from './abort-reason.ts';
import type { Breaker } from './breaker.ts';
import { OcpContractError } from '@recordings/reconciliation';
import type { Exchange, OcpAnswer, OcpRequest } from './exchange.ts';
import type { HostGuard } from './host-guard.ts';
import type { OcpPaths } from './ocp-endpoint.ts';
import { operationUrl } from './operation-url.ts';
import { retryReads } from './retry-reads.ts';

export type OcpOperation = keyof OcpPaths;

/** What an operation asks of OCP: its own path, filled in, and what it makes of the answer. */
export type OcpCall<T> = Pick<OcpRequest<T>, 'accepts' | 'read' | 'body'> & {
  readonly operation: OcpOperation;
  readonly values: Readonly<Record<string, string>>;
};

export type OcpHttp = {
  /** Idempotent: repeated after an outage, redirects followed. */
  get<T>(call: OcpCall<T>, signal: AbortSignal): Promise<T>;
  /** Sent once. */
  post<T>(call: OcpCall<T>, signal: AbortSignal): Promise<T>;
};

export type OcpHttpDeps = {
  readonly baseUrl: string;
  readonly paths: OcpPaths;
  readonly guard: HostGuard;
  readonly breaker: Breaker;
  readonly exchange: Exchange;
  readonly acquirePermit: (signal: AbortSignal) => Promise<void>;
  readonly retryDelaysMs: readonly number[];
};

const MAX_REDIRECTS = 3;

/** Sends requests under every guard toward OCP: allowed host, breaker, request budget, retries. */
export const makeOcpHttp = (deps: OcpHttpDeps): OcpHttp => {
  const { baseUrl, paths, guard, breaker, exchange, acquirePermit, retryDelaysMs } = deps;

  const sendOnce = <T>(request: OcpRequest<T>, signal: AbortSignal): Promise<OcpAnswer<T>> =>
    breaker.run(async () => {
      await acquirePermit(signal);
      throwIfAborted(signal);
      return exchange(request, signal);
    });

  const follow = async <T>(request: OcpRequest<T>, signal: AbortSignal): Promise<T> => {
    const maxRequests = 1 + (request.method === 'GET' ? MAX_REDIRECTS : 0);
    let { url } = request;
    for (let requests = 0; requests < maxRequests; requests += 1) {
      const answer = await sendOnce({ ...request, url }, signal);
      if (answer.kind === 'read') return answer.value;
      url = answer.url;
      guard(request.operation, url);
    }
    throw new OcpContractError(`OCP ${request.operation}: redirected further than we follow`);
  };

  const requestOf = <T>(method: 'GET' | 'POST', { values, ...call }: OcpCall<T>): OcpRequest<T> => {
    const url = operationUrl(baseUrl, paths[call.operation], values);
    guard(call.operation, url);
    return { ...call, method, url };
  };

  return {
    get: async (call, signal) => {
      throwIfAborted(signal);
      const request = requestOf('GET', call);
      return retryReads(() => follow(request, signal), retryDelaysMs, signal);
    },
    post: async (call, signal) => {
      throwIfAborted(signal);
      return follow(requestOf('POST', call), signal);
    },
  };
};
