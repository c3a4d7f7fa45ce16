import { describeRegistryChange, type Registry } from '@recordings/call-record';
import type { Logger } from '../make-logger.ts';
import { registryFault } from './registry-fault.ts';
import type { RegistryMetrics } from './registry-metrics.ts';
import type { RegistrySource, RegistryText } from './registry-source.ts';

export type ReloadDeps = {
  readonly address: string;
  readonly source: Pick<RegistrySource, 'read'>;
  /** @throws if the text is no registry that the service can use. */
  readonly parse: (text: string) => Registry;
  /** Puts a version into use. @returns the version before. */
  readonly replace: (next: Registry) => Registry;
  readonly metrics: RegistryMetrics;
  readonly log: Logger;
};

/**
 * Makes the function that reads the registry again. Each reading that fails, or finds the refused version still there, is
 * counted, so that the alarm lasts as long as its cause. Each reason is logged once.
 *
 * @param firstTag of the version in use.
 */
export const makeReload = (deps: ReloadDeps, firstTag: string): (() => Promise<void>) => {
  const { source, parse, metrics, log } = deps;
  let tag = firstTag;
  /** What was refused. It is looked at again: what the service itself lacked for it may have come. */
  let refused: string | undefined;
  let logged: string | undefined;
  const refuse = (error: unknown): void => {
    metrics.failures.inc();
    const err = registryFault(deps.address, error);
    if (err.message === logged) return;
    logged = err.message;
    log.error({ event: 'registry_refused', err }, 'registry refused; the last good version stays in use');
  };
  return async () => {
    let text: RegistryText | undefined;
    try {
      text = await source.read(tag);
    } catch (error) {
      return refuse(error);
    }
    const candidate = text?.text ?? refused;
    tag = text?.tag ?? tag;
    if (candidate !== undefined) {
      refused = candidate;
      try {
        putIntoUse(deps, parse(candidate));
      } catch (error) {
        return refuse(error);
      }
      refused = undefined;
    }
    if (logged !== undefined) log.info({ event: 'registry_accepted' }, 'registry can be read again');
    logged = undefined;
  };
};

const putIntoUse = ({ replace, metrics, log }: ReloadDeps, next: Registry): void => {
  const change = describeRegistryChange(replace(next), next);
  if (!change) return;
  metrics.changes.inc();
  log.info({ event: 'registry_changed', ...change }, 'a new version of the registry is in use');
};
