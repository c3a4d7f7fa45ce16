import { glob } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  type Metrics,
  makeAuthMetrics,
  makeBucketMetrics,
  makeBudgetNotes,
  makeClock,
  makeCredentialNotes,
  makeRefusalNotes,
  makeRegistryMetrics,
  makeReloadFailures,
  observeOcpRequests,
  observeRequests,
} from '@recordings/service';
import { type ExportedMetrics, recordMetrics } from './record-metrics.ts';

/** The metrics of all services, read from the functions that make them. */
export const readExportedMetrics = async (): Promise<ExportedMetrics> => {
  const all = new Map(recordAll(makePlatformMetrics));
  for await (const file of glob('apps/*/src/*-metrics.ts')) {
    const makers = Object.entries((await import(pathToFileURL(resolve(file)).href)) as object);
    const make = makers.find(([name]) => /^make\w+Metrics$/.test(name))?.[1] as unknown;
    if (typeof make !== 'function') throw new Error(`${file} must export a function make...Metrics`);
    for (const [name, metric] of recordAll(make as (metrics: Metrics) => unknown)) all.set(name, metric);
  }
  return all;
};

const recordAll = (make: (metrics: Metrics) => unknown): ExportedMetrics => {
  const { metrics, made } = recordMetrics();
  make(metrics);
  return made;
};

/** What the services share: requests to OCP, its budget, requests to our API. */
const makePlatformMetrics = (metrics: Metrics): void => {
  observeOcpRequests(metrics);
  makeAuthMetrics(metrics);
  makeBucketMetrics(metrics);
  makeRegistryMetrics(metrics);
  makeBudgetNotes(metrics, 'ocp');
  makeRefusalNotes(metrics);
  makeCredentialNotes(metrics);
  makeReloadFailures(metrics);
  makeClock({ metrics, log: { error: () => undefined, info: () => undefined } });
  observeRequests(withoutServer, metrics);
};

/** observeRequests only registers hooks; they are never called here. */
const withoutServer = {
  decorate: () => undefined,
  addHook: () => undefined,
} as unknown as Parameters<typeof observeRequests>[0];
