import type { Timestamp } from '@recordings/call-record';
import type { Stores } from '@recordings/dynamodb-stores';
import { ocpHostOf } from '@recordings/ocp-client';
import type { Config } from '../../../config.ts';
import type { Platform } from '../../../platform.ts';
import type { Execution } from '../find-last-execution.ts';
import { readNewestCalls, signOfDownloader, signOfIngestion, signOfReconciler } from './find-signs.ts';
import type { FindSign } from './read-services.ts';
import { signOfArchiver } from './sign-of-archiver.ts';

export type FindSignDeps = {
  readonly config: Config;
  readonly stores: Stores;
  readonly open: () => Promise<Platform>;
  readonly lastExecution: () => Promise<Execution | null | undefined>;
};

/** Makes the function that looks for the newest sign of work of a service, in tables and buckets. */
export const makeFindSign = (
  { config, stores, open, lastExecution }: FindSignDeps,
  now: Timestamp,
): FindSign => {
  const { OCP_BASE_URL, WATCHDOG_SECONDS } = config;
  const watchMs = WATCHDOG_SECONDS * 1000;
  const ocpHost = OCP_BASE_URL === undefined ? undefined : ocpHostOf({ OCP_BASE_URL });
  let calls: ReturnType<typeof readNewestCalls> | undefined;
  const newestCalls = () => (calls ??= open().then((platform) => readNewestCalls(platform, now)));
  return async (service) => {
    switch (service) {
      case 'ingestion-api':
        return signOfIngestion(await newestCalls(), now);
      case 'pooler':
        return signOfPooler(await lastExecution());
      case 'reconciler-worker':
        if (ocpHost === undefined) return undefined;
        return signOfReconciler(await open(), ocpHost, watchMs, now);
      case 'downloader':
        return signOfDownloader(stores, await newestCalls(), now);
      case 'archiver':
        return signOfArchiver(config, now);
      default:
        return service satisfies never;
    }
  };
};

const signOfPooler = (last: Execution | null | undefined) => {
  if (!last) return undefined;
  const { startedAt, endedAt } = last;
  return endedAt
    ? { at: endedAt, what: 'ended an execution' }
    : { at: startedAt, what: 'began an execution' };
};
