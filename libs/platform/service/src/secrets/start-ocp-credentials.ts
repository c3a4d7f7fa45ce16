import { ConfigurationError } from '../configuration-error.ts';
import type { Logger } from '../make-logger.ts';
import type { Metrics } from '../make-metrics.ts';
import type { RegistrySource } from '../registry/registry-source.ts';
import { runPeriodically } from '../run-periodically.ts';
import { openSecret, type SecretOverrides } from './open-secret.ts';

export type OcpCredentialsConfig<T> = {
  readonly OCP_CREDENTIALS: { readonly address: string } | { readonly credentials: T };
  readonly OCP_CREDENTIALS_RELOAD_SECONDS: number;
};

export type OcpCredentialsDeps<T> = {
  /** @throws {Error} naming what is wrong, without a value. */
  readonly parse: (text: string) => T;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly overrides?: SecretOverrides;
};

export type LiveCredentials<T> = {
  /** Those in use. */
  readonly current: () => T;
  /** @param check throws if a version cannot be used. From now on it judges each version that is read. */
  checkBy(check: (credentials: T) => void): void;
  stop(): void;
};

/**
 * Gives the credentials for OCP. Those at an address are read again and again; a bad version is refused, and the last good
 * one stays in use.
 *
 * @throws {ConfigurationError} if they cannot be read at the start.
 */
export const startOcpCredentials = async <T extends object>(
  { OCP_CREDENTIALS: source, OCP_CREDENTIALS_RELOAD_SECONDS: everyS }: OcpCredentialsConfig<T>,
  deps: OcpCredentialsDeps<T>,
): Promise<LiveCredentials<T>> => {
  if ('credentials' in source)
    return {
      current: () => source.credentials,
      checkBy: (check) => check(source.credentials),
      stop: () => undefined,
    };
  const { address } = source;
  const secret = openSecret(address, deps.overrides);
  const live = await readFirst(address, secret, deps.parse);
  const stopping = new AbortController();
  void runPeriodically({
    everyMs: everyS * 1_000,
    run: makeReread(secret, live, deps),
    signal: stopping.signal,
    onError: makeComplain(address, deps),
  }).finally(() => secret.close());
  return {
    current: () => live.credentials,
    checkBy: (check) => {
      check(live.credentials);
      live.check = check;
    },
    stop: () => stopping.abort(),
  };
};

type Live<T> = { credentials: T; tag: string; check: (credentials: T) => void };

const readFirst = async <T>(
  address: string,
  secret: RegistrySource,
  parse: (text: string) => T,
): Promise<Live<T>> => {
  try {
    const { text, tag } = (await secret.read())!;
    return { credentials: parse(text), tag, check: () => undefined };
  } catch (error) {
    secret.close();
    throw faultAt(address, error);
  }
};

/** The tag of a refused version is not kept, so that the alarm lasts as long as its cause. */
const makeReread =
  <T>(secret: RegistrySource, live: Live<T>, { parse, log }: OcpCredentialsDeps<T>) =>
  async (): Promise<void> => {
    const read = await secret.read(live.tag);
    if (!read) return;
    const credentials = parse(read.text);
    live.check(credentials);
    Object.assign(live, { credentials, tag: read.tag });
    log.info({ event: 'ocp_credentials_changed' }, 'new credentials for OCP are in use');
  };

export const makeReloadFailures = (metrics: Metrics) =>
  metrics.counter(
    'ocp_credentials_reload_failures_total',
    'Readings of the credentials for OCP that failed or were refused; the last good version stays in use',
  );

const makeComplain = <T>(address: string, { metrics, log }: OcpCredentialsDeps<T>) => {
  const failures = makeReloadFailures(metrics);
  return (error: unknown): void => {
    failures.inc();
    log.error(
      { event: 'ocp_credentials_not_reloaded', err: faultAt(address, error) },
      'credentials for OCP cannot be used; the last good version stays in use',
    );
  };
};

const faultAt = (address: string, error: unknown): ConfigurationError => {
  const reason = error instanceof Error ? error.message : String(error);
  return new ConfigurationError(`OCP_CREDENTIALS at ${address}: ${reason}`, { cause: error });
};
