import type { ExportApi } from '@recordings/call-record';
import { type Lane, OcpContractError, type OcpGate, type OcpPermit } from '@recordings/reconciliation';
import type { Credential } from './auth/credential.ts';
import type { Dialect, OcpOperation, OperationValues } from './dialect/dialect.ts';
import type { Exchange, OcpRequest } from './exchange.ts';
import type { HostGuard } from './host-guard.ts';
import { operationUrl } from './operation-url.ts';
import { type ErrorClass, retryReads } from './retry-reads.ts';
import { makeSendOnce } from './send-once.ts';

/** One operation's request: its values, and the function that reads the answer. */
export type OcpCall<T> = Pick<OcpRequest<T>, 'accepts' | 'read' | 'readRefusal' | 'headers' | 'countedAs'> & {
  readonly operation: OcpOperation;
  /** Instead of the request of the operation: a link that OCP gave. */
  readonly url?: URL;
  readonly values: OperationValues;
  /** A permit for the first request. */
  readonly held?: OcpPermit;
  /** Errors after which a GET is not repeated: the caller has it repeated later. */
  readonly unrepeated?: readonly ErrorClass[];
};

export type OcpHttp = {
  readonly dialect: Dialect;
  readonly api: ExportApi;
  reservePermit(lane: Lane, signal: AbortSignal): Promise<OcpPermit>;
  giveBackPermit(permit: OcpPermit): void;
  /** Reads: repeats the request after transient errors, and follows the redirects of a GET. */
  get<T>(call: OcpCall<T>, signal: AbortSignal): Promise<T>;
  /** The URL of an operation. */
  urlOf(call: Pick<OcpCall<unknown>, 'operation' | 'values'>): URL;
  /** Sends the request once. */
  post<T>(call: OcpCall<T>, signal: AbortSignal): Promise<T>;
};

export type OcpHttpDeps = {
  readonly baseUrl: string;
  readonly dialect: Dialect;
  readonly api: ExportApi;
  readonly guard: HostGuard;
  readonly exchange: Exchange;
  readonly gate: OcpGate;
  readonly credential: Credential;
  /** Called when OCP has accepted the credential. */
  readonly onAccepted?: (() => void) | undefined;
  /** Has turns among the groups that download. */
  readonly group: string;
  readonly retryDelaysMs: readonly number[];
};

const MAX_REDIRECTS = 3;

/** Sends requests to allowed hosts only, each with a permit, with retries. */
export const makeOcpHttp = (deps: OcpHttpDeps): OcpHttp => {
  const { guard, gate, group, retryDelaysMs: delaysMs } = deps;
  const sendOnce = makeSendOnce(deps);

  const follow = async <T>(
    request: OcpRequest<T>,
    held: OcpPermit | undefined,
    signal: AbortSignal,
    isRedirected = true,
  ): Promise<T> => {
    const maxRequests = 1 + (request.method === 'GET' && isRedirected ? MAX_REDIRECTS : 0);
    let { url } = request;
    for (let requests = 0; requests < maxRequests; requests += 1) {
      const answer = await sendOnce({ ...request, url }, requests === 0 ? held : undefined, signal);
      if (answer.kind === 'read') return answer.value;
      url = answer.url;
      guard(request.operation, url);
    }
    throw tooManyRedirects(request.operation, maxRequests);
  };

  const { urlOf, requestOf } = makeRequests(deps);

  return {
    dialect: deps.dialect,
    api: deps.api,
    reservePermit: (lane, signal) => gate.awaitPermit({ lane, group }, signal),
    giveBackPermit: gate.giveBack,
    urlOf,
    get: async (call, signal) => {
      signal.throwIfAborted();
      const request = requestOf(call);
      const permits = [call.held];
      const rule = { delaysMs, unrepeated: call.unrepeated };
      return retryReads(() => follow(request, permits.pop(), signal), rule, signal);
    },
    post: async (call, signal) => {
      signal.throwIfAborted();
      return follow(requestOf(call), call.held, signal, false);
    },
  };
};

const tooManyRedirects = (operation: string, times: number): OcpContractError =>
  new OcpContractError(`OCP ${operation}: redirected ${times} times, at most ${times - 1} allowed`);

const makeRequests = ({ baseUrl, dialect, api, guard, group }: OcpHttpDeps) => {
  const profileHeaders = Object.fromEntries(
    Object.entries(api.headers).map(([name, value]) => [name, value.replaceAll('{group}', group)]),
  );
  const sentBy = ({ operation, values }: Pick<OcpCall<unknown>, 'operation' | 'values'>) => {
    const { path, query, ...sent } = dialect.requestOf(operation, { group, ...values });
    return { ...sent, url: operationUrl(baseUrl, path, sent.values, query) };
  };
  return {
    urlOf: (call: Pick<OcpCall<unknown>, 'operation' | 'values'>): URL => sentBy(call).url,
    requestOf: <T>({ held: _, unrepeated: __, values, ...call }: OcpCall<T>): OcpRequest<T> => {
      const { method, url, body } = call.url
        ? { method: 'GET' as const, url: call.url }
        : sentBy({ operation: call.operation, values });
      guard(call.operation, url);
      return { ...call, method, url, profileHeaders, refusals: api.refusals, ...(body && { body }) };
    },
  };
};
