import { Pool } from 'undici';
import { exchange } from './exchange.ts';
import { makeSignRequest } from './sign-request.ts';
import type { SendSigned, Signing } from './signed-request.ts';

export type SignedHttpLimits = {
  /** To a connection. */
  readonly connectionTimeoutMs: number;
  /** Without a byte of the answer, after the request is sent. */
  readonly silenceTimeoutMs: number;
  /** Connections to one host. Further requests wait for a free one. */
  readonly maxConnections: number;
};

/** AWS closes idle connections after 20 s (S3) or later. Ours close before, so that no request meets a closing one. */
const KEEP_ALIVE_MS = 10_000;

/**
 * Makes a function that gives each service a sender of signed requests. It signs by Signature Version 4 and sends by
 * undici. It does not repeat a request and knows nothing of the service: the caller does.
 *
 * @param now the time of the signatures. Milliseconds since 1970.
 */
export const makeSignedHttp = (
  limits: SignedHttpLimits,
  now: () => number = Date.now,
): ((signing: Signing) => SendSigned) => {
  const pools = new Map<string, Pool>();
  const poolOf = ({ origin }: URL): Pool => {
    const pool = pools.get(origin) ?? makePool(origin, limits);
    pools.set(origin, pool);
    return pool;
  };
  return (signing) => {
    const sign = makeSignRequest(signing);
    // undici sends the host of its pool.
    return async (request) => exchange(poolOf(request.url), request, await sign(request, now()));
  };
};

const makePool = (origin: string, limits: SignedHttpLimits): Pool =>
  new Pool(origin, {
    connect: { timeout: limits.connectionTimeoutMs },
    connections: limits.maxConnections,
    headersTimeout: limits.silenceTimeoutMs,
    bodyTimeout: limits.silenceTimeoutMs,
    keepAliveTimeout: KEEP_ALIVE_MS,
  });
