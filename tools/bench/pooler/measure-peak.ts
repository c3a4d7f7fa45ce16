import { fileURLToPath } from 'node:url';
import { makeRegistryFile, runService, writeRegistryFile } from '@recordings/test-kit';
import { bundleApp } from '../../bundle/bundle-app.ts';
import { readContainer } from '../container.ts';
import { readMemory } from '../read-memory.ts';
import { credentialsOf, nodeOptionsOfServer } from '../start-api.ts';
import { makeIndexPages } from './index-pages.ts';
import { startIndexAws } from './start-index-aws.ts';

/** Pending calls are written to so many shards by default. */
const SHARDS = 8;
const LOOK_MS = 50;

/** `peakRssMB`: the most that was resident. */
export type PeakMeasure = { readonly calls: number; readonly peakRssMB: number; readonly seconds: number };

/**
 * Runs one execution of a pooler, as its image starts it, over an index with so many pending calls. It plans the windows
 * and publishes none.
 */
export const measurePeak = async (calls: number): Promise<PeakMeasure> => {
  const aws = await startIndexAws(makeIndexPages(calls, SHARDS, Date.now()));
  const registry = await writeRegistryFile(
    makeRegistryFile({ name: 'Acme_EN', tenant: 'acme', lineOfBusiness: { default: 'sales' } }),
  );
  const root = new URL('../../../apps/pooler/', import.meta.url);
  await bundleApp(fileURLToPath(root));
  const { nodeOptions, environment } = await readContainer('usual');
  const started = performance.now();
  const { child, ended, said, logged } = runService(
    new URL('dist/main.js', root),
    {
      ...environment,
      ...aws.environment,
      RESOURCE_PREFIX: 'bench',
      REGISTRY_FILE: registry.path,
      RECONCILIATION_TOPIC_ARN: 'arn:aws:sns:eu-west-1:000000000000:bench-reconciliation-events',
      RUN_ONCE: 'true',
      ENABLE_DRY_RUN: 'true',
      API_CREDENTIALS: credentialsOf(['executions:run']),
    },
    [...nodeOptions, ...nodeOptionsOfServer()],
  );
  try {
    const peakRssMB = await watchPeak(child.pid!, ended);
    const seconds = Math.round((performance.now() - started) / 100) / 10;
    const [completed] = logged('pooler_execution_completed');
    if (!completed) throw new Error(`the pooler did not complete its execution: ${said()}`);
    return { calls, peakRssMB, seconds };
  } finally {
    child.kill('SIGKILL');
    await aws.stop();
    await registry.remove();
  }
};

/** @returns the most that was resident in the process until it ended, in MB. */
const watchPeak = async (pid: number, ended: Promise<unknown>): Promise<number> => {
  let peak = 0;
  const looking = setInterval(() => {
    readMemory(pid).then(
      ({ peakMB }) => (peak = Math.max(peak, peakMB)),
      () => undefined, // It has just ended.
    );
  }, LOOK_MS);
  await ended;
  clearInterval(looking);
  return Math.round(peak);
};
