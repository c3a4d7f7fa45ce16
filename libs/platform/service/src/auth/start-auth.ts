import type { Logger } from '../make-logger.ts';
import type { Metrics } from '../make-metrics.ts';
import { makeNote } from '../make-note.ts';
import { runPeriodically } from '../run-periodically.ts';
import type { AuthConfig } from './auth-config.ts';
import { type AuthMetrics, makeAuthMetrics } from './auth-metrics.ts';
import { makeAuthNotes, showExpiries } from './auth-notes.ts';
import type { Authenticate } from './authentication.ts';
import type { CredentialEntry } from './credential-entry.ts';
import { makeFindByCertificate } from './find-by-certificate.ts';
import { makeFindByKey } from './find-by-key.ts';
import { makeVerifyToken } from './jwt/make-verify-token.ts';
import { type KeepUse, type KeyUse, makeUseKeeper } from './keep-uses.ts';
import { makeAuthenticate } from './make-authenticate.ts';
import { readCredentials } from './read-credentials.ts';

export type Auth = {
  readonly authenticate: Authenticate;
  /** Ends the reading of credentials. */
  stop(): void;
};

export type AuthDeps = {
  readonly metrics: Metrics;
  readonly log: Logger;
  /** For the dates of keys and tokens. Milliseconds since 1970. */
  readonly now: () => number;
  /** Keeps when keys were used, once an hour each. Without it only metrics say so. */
  readonly keepUse?: KeepUse;
};

/**
 * Wires authentication from the configuration of a service. If the credentials are in a file, it is read again and again.
 * A bad version keeps the last good one.
 *
 * @throws {ConfigurationError} if the file cannot be read at the start.
 */
export const startAuth = async (
  config: AuthConfig,
  { metrics: processMetrics, log, now, keepUse }: AuthDeps,
): Promise<Auth> => {
  const { API_CREDENTIALS: source } = config;
  const metrics = makeAuthMetrics(processMetrics);
  let findByKey: ReturnType<typeof makeFindByKey>;
  let findByCertificate: ReturnType<typeof makeFindByCertificate>;
  const use = (entries: readonly CredentialEntry[]): void => {
    findByKey = makeFindByKey(entries);
    findByCertificate = makeFindByCertificate(entries, config.MTLS_TRUSTED_PROXIES);
    showExpiries(metrics, entries);
  };
  use('address' in source ? await readCredentials(source.address) : source);
  const stopping = new AbortController();
  if ('address' in source) {
    const everyMs = config.API_CREDENTIALS_RELOAD_SECONDS * 1000;
    reload(source.address, everyMs, { use, metrics, log, signal: stopping.signal });
  }
  const used = keepUse && keepUses(keepUse, log, stopping.signal);
  return {
    authenticate: makeAuthenticate({
      verifyToken: wireTokens(config, metrics, { log, now }),
      findByKey: (key, nowMs) => findByKey(key, nowMs),
      findByCertificate: (request) => findByCertificate(request),
      now,
      note: makeNote(makeAuthNotes(metrics, used), log),
    }),
    stop: () => stopping.abort(),
  };
};

/** A key that was used is looked at so often. */
const KEEP_EVERY_MS = 60_000;

/** @returns what is called for each use of a key. */
const keepUses = (keep: KeepUse, log: Logger, signal: AbortSignal): ((use: KeyUse) => void) => {
  const keeper = makeUseKeeper(keep);
  const onError = (err: unknown): void =>
    log.warn({ event: 'key_use_not_kept', err }, 'the last use of a key cannot be kept; it is tried again');
  void runPeriodically({ everyMs: KEEP_EVERY_MS, run: keeper.keepDue, signal, onError });
  return keeper.used;
};

const wireTokens = (
  { JWT_ISSUERS: issuers }: AuthConfig,
  { jwksFailures }: AuthMetrics,
  { log, now }: Pick<AuthDeps, 'log' | 'now'>,
) => {
  if (issuers.length === 0) return undefined;
  return makeVerifyToken(issuers, {
    now,
    onFailure: (issuer, err) => {
      jwksFailures.inc({ issuer });
      log.error({ event: 'token_keys_not_read', issuer, err }, 'the keys of an issuer cannot be read');
    },
  });
};

type Reloading = {
  readonly use: (entries: readonly CredentialEntry[]) => void;
  readonly metrics: AuthMetrics;
  readonly log: Logger;
  readonly signal: AbortSignal;
};

const reload = (address: string, everyMs: number, { use, metrics, log, signal }: Reloading): void => {
  const onError = (err: unknown): void => {
    metrics.reloadFailures.inc();
    log.error(
      { event: 'credentials_not_reloaded', err },
      'credentials cannot be read; the last good version stays in use',
    );
  };
  void runPeriodically({ everyMs, run: async () => use(await readCredentials(address)), signal, onError });
};
