import { readFile } from 'node:fs/promises';
import { exportedSelections, metricNameOf } from '@recordings/alarms';
import { bucketNames, deadLetterQueues, queues, tables, topics } from '@recordings/topology';
import type { KnownNames } from './check-commands.ts';
import { readSource } from './read-source.ts';
import type { ExportedMetrics } from './record-metrics.ts';

const services = ['ingestion-api', 'pooler', 'reconciler-worker', 'downloader', 'archiver'];
/** The DLQ of the pooler's schedule, which infra makes beside the topology. */
const NOT_STARTED = 'pooler-not-started';

/** Reads the names from the topology, the table of alarms and the source. */
export const readKnownNames = async (exported: ExportedMetrics): Promise<KnownNames> => {
  const queueNames = [...Object.values(queues), ...deadLetterQueues]
    .map(({ name }) => name)
    .concat(NOT_STARTED);
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
