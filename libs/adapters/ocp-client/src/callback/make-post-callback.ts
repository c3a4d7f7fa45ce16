import type { LookupFunction } from 'node:net';
import { DomainError } from '@recordings/fault';
import { Agent, request } from 'undici';
import { isLinkLocal, makeGuardedLookup } from '../address-guard.ts';
import { discardBody } from '../ocp-response.ts';
import { transportCodeOf } from '../transport-fault.ts';
import { CallbackForbiddenError, CallbackRefusedError } from './errors.ts';

export type PostCallbackDeps = {
  /** `host` or `host:port`. */
  readonly allowedHosts: readonly string[];
  /** Host names, without port, that may have loopback or private addresses. */
  readonly privateHosts: readonly string[];
  /** To the end of the answer's headers. */
  readonly timeoutMs: number;
  /** Resolves host names: DNS, unless a test names another. */
  readonly lookup?: LookupFunction;
  /** Authorities of servers, in PEM. Default: those of Node. */
  readonly ca?: string;
};

/**
 * Makes the function that posts a result as JSON. Only https is used, redirects are not followed, and addresses are checked as
 * those of downloads are. No credential is sent.
 *
 * @throws {CallbackForbiddenError} from the function, before a request is sent.
 * @throws {CallbackRefusedError} from the function, also if the result may have arrived.
 */
export const makePostCallback = ({ allowedHosts, privateHosts, timeoutMs, lookup, ca }: PostCallbackDeps) => {
  const allowed = new Set(allowedHosts.map((host) => host.toLowerCase()));
  const connect = { lookup: makeGuardedLookup(privateHosts, lookup), timeout: timeoutMs, ...(ca && { ca }) };
  const dispatcher = new Agent({ connect, bodyTimeout: timeoutMs });

  const admit = (url: string): URL => {
    const target = new URL(url);
    const { protocol, host, hostname } = target;
    if (protocol === 'https:' && allowed.has(host) && !isLinkLocal(hostname)) return target;
    const expected = [...allowed].map((name) => `https://${name}`).join(', ') || 'none';
    throw new CallbackForbiddenError(`callback to ${protocol}//${host}; allowed: ${expected}`);
  };

  return async (url: string, body: object, signal: AbortSignal): Promise<void> => {
    const target = admit(url);
    const limit = AbortSignal.timeout(timeoutMs);
    const inTime = AbortSignal.any([signal, limit]);
    const headers = { 'content-type': 'application/json' };
    try {
      const options = {
        method: 'POST',
        dispatcher,
        signal: inTime,
        headers,
        body: JSON.stringify(body),
      } as const;
      const answer = await request(target, options);
      await discardBody(answer);
      const { statusCode } = answer;
      if (statusCode >= 200 && statusCode < 300) return;
      throw new CallbackRefusedError(`callback to ${target.host}: HTTP ${statusCode}`);
    } catch (error) {
      if (error instanceof DomainError) throw error;
      const why = limit.aborted ? 'no answer in time' : transportCodeOf(error);
      throw new CallbackRefusedError(`callback to ${target.host}: ${why}`, { cause: error });
    }
  };
};
