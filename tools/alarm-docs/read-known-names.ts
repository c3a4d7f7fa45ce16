import { readFile } from 'node:fs/promises';
import { exportedSelections, metricNameOf } from '@recordings/alarms';
import {
  bucketNames,
  deadLetterQueues,
  endedExecutionsRule,
  endedExecutionsUndelivered,
  queues,
  reconciliationStateMachine,
  tables,
  topics,
} from '@recordings/topology';
import type { KnownNames } from './check-commands.ts';
import { readSource } from './read-source.ts';
import type { ExportedMetrics } from './record-metrics.ts';

const services = ['ingestion-api', 'pooler', 'reconciler-worker', 'downloader', 'archiver'];
/** The DLQs of the pooler's schedule and of the rule for executions, which only infra makes. */
const OF_INFRA = ['pooler-not-started', endedExecutionsUndelivered];

/** Reads the names from the topology, the table of alarms and the source. */
export const readKnownNames = async (exported: ExportedMetrics): Promise<KnownNames> => {
  const queueNames = [...Object.values(queues), ...deadLetterQueues].map(({ name }) => name).concat(OF_INFRA);
  const source = await readSource();
  const { scripts } = JSON.parse(await readFile('package.json', 'utf8')) as { readonly scripts: object };
  return {
    services,
    queues: queueNames,
    resources: [
      ...queueNames,
      ...Object.values(tables).map(({ name }) => name),
      ...Object.values(topics).map(({ name }) => name),
      ...bucketNames([]),
      'pooler',
      reconciliationStateMachine,
      endedExecutionsRule,
    ],
    figures: exportedSelections.flatMap((selection) => {
      const name = metricNameOf(selection);
      const isHistogram = exported.get(selection.metric)?.type === 'histogram';
      return isHistogram ? [`${name}_sum`, `${name}_count`] : [name];
    }),
    scripts: Object.keys(scripts),
    isLogged: (event) => new RegExp(`(^\\s*|event: ')${event}\\b`, 'm').test(source),
  };
};
