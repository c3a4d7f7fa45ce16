import type { LookupFunction } from 'node:net';
import type { ExportApi } from '@recordings/call-record';
import { codeOf } from '@recordings/fault';
import { OcpContractError } from '@recordings/reconciliation';
import { Agent, buildConnector, request as send } from 'undici';
import type { ClientCertificate } from './auth/ocp-auth.ts';
import { startDeadline } from './deadline.ts';
import { discardBody, headerOf, type OcpResponse } from './ocp-response.ts';
import { type RefusalContext, refusalOf } from './refusal.ts';
import { transportFault } from './transport-fault.ts';

export type OcpRequest<T> = {
  /** Name of the operation, in errors and metrics. */
  readonly operation: string;
  /** Its name in metrics, if that is another. */
  readonly countedAs?: string | undefined;
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly body?: object;
  /** Instead of a body in JSON. */
  readonly form?: Readonly<Record<string, string>>;
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
  /** OCP's own: it alone receives the credential and the headers of the export profile. */
  readonly origin: string;
  readonly clientCertificate?: ClientCertificate | undefined;
  /** Origins beside OCP's own that see the client certificate. */
  readonly certificateOrigins?: readonly string[];
  /** What is removed from OCP's messages. */
  readonly secrets: () => readonly string[];
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Resolves the hosts of connections. */
  readonly lookup: LookupFunction;
  readonly onRequest: (sample: OcpRequestSample) => void;
};

/** @param credential the headers that sign the request. */
export type Exchange = <T>(
  request: OcpRequest<T>,
  caller: AbortSignal,
  credential?: Readonly<Record<string, string>>,
) => Promise<OcpAnswer<T>>;

/**
 * In bytes: a connection and a body hold one piece of what was read, and read on when it is taken. With more they join
 * pieces into new memory, and the pieces are freed late.
 */
const READ_AHEAD = { highWaterMark: 1 } as const;

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Makes the function that sends one HTTP request and reads its answer within the time limit. */
export const makeExchange = (deps: ExchangeDeps): Exchange => {
  const { origin, secrets, now } = deps;
  const agentOf = makeAgents(deps);

  const answerTo = async <T>(
    request: OcpRequest<T>,
    signal: AbortSignal,
    credential: Readonly<Record<string, string>>,
  ): Promise<OcpAnswer<T>> => {
    const { operation, method, url, headers, profileHeaders, refusals } = request;
    const response = await send(url, {
      method,
      dispatcher: agentOf(url),
      signal,
      ...READ_AHEAD,
      headers: {
        ...contentTypeOf(request),
        // A file host that OCP redirects to must not receive our credential.
        ...(url.origin === origin && { ...profileHeaders, ...credential }),
        'accept-encoding': 'identity',
        ...headers,
      },
      ...bodyOf(request),
    });
    return interpret(request, response, {
      operation,
      secrets: [...secrets(), ...sentSecrets(credential)],
      refusals,
      nowMs: now(),
    });
  };
  return makeTimed(deps, answerTo);
};

/** What was sent may not be the credential of now: a token may have been renewed meanwhile. */
const sentSecrets = (credential: Readonly<Record<string, string>>): string[] =>
  Object.values(credential).map((value) => value.replace(/^Bearer /, ''));

/** A connection that shows our client certificate is not used for other hosts. */
const makeAgents = (deps: ExchangeDeps) => {
  const { timeoutMs, lookup, clientCertificate } = deps;
  const connect = { timeout: timeoutMs, lookup, ...READ_AHEAD };
  const plain = new Agent({ connect: makeConnect(connect), bodyTimeout: timeoutMs });
  const certified =
    clientCertificate &&
    new Agent({ connect: makeConnect({ ...connect, ...clientCertificate }), bodyTimeout: timeoutMs });
  return (url: URL): Agent => (certified && seesCertificate(deps, url) ? certified : plain);
};

const seesCertificate = (
  { origin, certificateOrigins = [] }: Pick<ExchangeDeps, 'origin' | 'certificateOrigins'>,
  url: URL,
): boolean => url.origin === origin || certificateOrigins.includes(url.origin);

/**
 * TLS 1.3 refuses a certificate only after the handshake: the alert is an error of the open connection, and its end
 * follows. The connection is closed at the alert, so that the request fails by it and not by the end.
 */
const makeConnect = (options: Parameters<typeof buildConnector>[0]): buildConnector.connector => {
  const connect = buildConnector(options);
  return (target, callback) =>
    connect(target, (...result) => {
      const [, socket] = result;
      socket?.once('error', () => socket.destroy());
      callback(...result);
    });
};

const contentTypeOf = ({ body, form }: Pick<OcpRequest<unknown>, 'body' | 'form'>) => {
  if (form) return { 'content-type': 'application/x-www-form-urlencoded' };
  return body && { 'content-type': 'application/json' };
};

const bodyOf = ({ body, form }: Pick<OcpRequest<unknown>, 'body' | 'form'>) => {
  if (form) return { body: new URLSearchParams(form).toString() };
  return body && { body: JSON.stringify(body) };
};

type AnswerTo = <T>(
  request: OcpRequest<T>,
  signal: AbortSignal,
  credential: Readonly<Record<string, string>>,
) => Promise<OcpAnswer<T>>;

/** Limits the time of each request, and reports how it ended. */
const makeTimed =
  (deps: ExchangeDeps, answerTo: AnswerTo): Exchange =>
  async <T>(request: OcpRequest<T>, caller: AbortSignal, credential = {}) => {
    const { timeoutMs, now, onRequest } = deps;
    const { operation, url } = request;
    const startedMs = now();
    const deadline = startDeadline(timeoutMs, caller);
    const report = (outcome: string): void =>
      onRequest({
        operation: request.countedAs ?? operation,
        outcome,
        durationMs: now() - startedMs,
      });
    try {
      const answer = await answerTo(request, deadline.signal, credential);
      report(answer.kind === 'read' ? 'OK' : 'REDIRECTED');
      return answer;
    } catch (error) {
      const about = { operation, seesCertificate: seesCertificate(deps, url), deadline, caller };
      const fault = transportFault(error, about);
      report(caller.aborted ? 'ABORTED' : codeOf(fault));
      throw fault;
    } finally {
      deadline.lift();
    }
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
