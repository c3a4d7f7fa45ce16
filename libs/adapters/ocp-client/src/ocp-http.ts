import { OcpContractError } from '@recordings/reconciliation';
import type { Breaker } from './breaker.ts';
import type { Exchange, OcpAnswer, OcpRequest } from './exchange.ts';
import type { HostGuard } from './host-guard.ts';
import type { OcpPaths } from './ocp-endpoint.ts';
import { operationUrl } from './operation-url.ts';
import { retryReads } from './retry-reads.ts';

export type OcpOperation = keyof OcpPaths;

/** One operation's request: the values for its path, and the function that reads the answer. */
export type OcpCall<T> = Pick<OcpRequest<T>, 'accepts' | 'read' | 'body'> & {
  readonly operation: OcpOperation;
  readonly values: Readonly<Record<string, string>>;
};

export type OcpHttp = {
  /** Repeats the request after transient errors, and follows redirects. */
  get<T>(call: OcpCall<T>, signal: AbortSignal): Promise<T>;
  /** Sends the request once. */
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

/** Sends requests to allowed hosts only, through the breaker and the request budget, with retries. */
export const makeOcpHttp = (deps: OcpHttpDeps): OcpHttp => {
  const { baseUrl, paths, guard, breaker, exchange, acquirePermit, retryDelaysMs } = deps;

  const sendOnce = <T>(request: OcpRequest<T>, signal: AbortSignal): Promise<OcpAnswer<T>> =>
    breaker.run(async () => {
      await acquirePermit(signal);
      signal.throwIfAborted();
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
    throw new OcpContractError(
      `OCP ${request.operation}: redirected ${maxRequests} times, at most ${maxRequests - 1} allowed`,
    );
  };

  const requestOf = <T>(method: 'GET' | 'POST', { values, ...call }: OcpCall<T>): OcpRequest<T> => {
    const url = operationUrl(baseUrl, paths[call.operation], values);
    guard(call.operation, url);
    return { ...call, method, url };
  };

  return {
    get: async (call, signal) => {
      signal.throwIfAborted();
      const request = requestOf('GET', call);
      return retryReads(() => follow(request, signal), retryDelaysMs, signal);
    },
    post: async (call, signal) => {
      signal.throwIfAborted();
      return follow(requestOf('POST', call), signal);
    },
  };
};
