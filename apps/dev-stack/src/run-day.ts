import { makeCallStore } from '@recordings/dynamodb-stores';
import type { ProvisionedAws } from '@recordings/local-aws';
import {
  bucketNames,
  physicalName,
  quarantineBucket,
  queues,
  recordingsBucket,
  reconciliationIndex,
  tables,
  UNASSIGNED_LINE_OF_BUSINESS,
} from '@recordings/topology';
import { GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import { countLedger, isComplete, type Ledger, rescuedOf } from './ledger/count-ledger.ts';
import { ledgerJson, renderLedger, type RunFigures } from './ledger/render-ledger.ts';
import { tamper } from './ledger/tamper.ts';
import type { StackOptions } from './options.ts';
import { type DayProgress, playDay } from './play/play-day.ts';
import { makeSimulatorControl } from './play/simulator-control.ts';
import { followStoredCalls } from './play/stored-calls.ts';
import type { Screen } from './progress/make-screen.ts';
import type { RunFolder } from './services/run-folder.ts';
import type { RunKeys } from './services/service-settings.ts';
import type { ServiceUrls } from './services/start-services.ts';
import { tellStory } from './story/tell-story.ts';

export type DayDeps = {
  readonly options: StackOptions;
  readonly aws: ProvisionedAws;
  readonly prefix: string;
  readonly urls: ServiceUrls;
  readonly keys: RunKeys;
  readonly folder: RunFolder;
  readonly screen: Screen;
  readonly stopping: AbortController;
  readonly startedAt: number;
};

/** Plays the day, shows it, draws up the ledger, tells a story, and serves on if that was asked for. */
export const runDay = async (deps: DayDeps): Promise<number> => {
  const { options, aws, urls, keys, screen, stopping } = deps;
  const simulator = makeSimulatorControl(urls.simulator);
  const following = new AbortController();
  const stored = followStoredCalls(aws.clients.sqs, await auditQueueUrl(deps), following.signal);
  try {
    const end = await playDay({
      simulator,
      stored,
      askPooler: () => askPooler(urls, keys),
      onProgress: screen.progress,
      now: Date.now,
      signal: stopping.signal,
    });
    screen.settle();
    const ledger = await drawUpLedger(deps, simulator);
    const figures = figuresOf(deps, end, ledger);
    screen.say(renderLedger(ledger, figures));
    const [rescued] = rescuedOf(ledger);
    if (rescued) screen.say(tellStory(rescued, curlOf(deps, rescued)));
    await serveOn(deps);
    if (options.json) process.stdout.write(`${ledgerJson(ledger, figures)}\n`);
    return isComplete(ledger) ? 0 : 1;
  } finally {
    following.abort();
  }
};

const auditQueueUrl = async ({ aws, prefix }: DayDeps): Promise<string> => {
  const name = physicalName(prefix, queues.audit.name);
  const { QueueUrl } = await aws.clients.sqs.send(new GetQueueUrlCommand({ QueueName: name }));
  return QueueUrl!;
};

const askPooler = async ({ pooler }: ServiceUrls, keys: RunKeys): Promise<void> => {
  await fetch(`${pooler}/v1/executions`, {
    method: 'POST',
    headers: { 'x-api-key': keys.operator },
    signal: AbortSignal.timeout(30_000),
  });
};

const drawUpLedger = async (
  { aws, prefix, folder, options }: DayDeps,
  simulator: ReturnType<typeof makeSimulatorControl>,
): Promise<Ledger> => {
  const named = (name: string): string => physicalName(prefix, name);
  const calls = makeCallStore({
    dynamodb: aws.clients.dynamodb,
    table: named(tables.callRecords.name),
    reconciliationIndex: reconciliationIndex.name,
  });
  const { registry } = folder;
  const lines = [...registry.linesOfBusiness, UNASSIGNED_LINE_OF_BUSINESS];
  const count = async (): Promise<Ledger> =>
    countLedger(
      {
        getCall: calls.get,
        s3: aws.clients.s3,
        recordingBuckets: bucketNames(registry.linesOfBusiness)
          .filter((name) => lines.some((line) => name === recordingsBucket(line)))
          .map(named),
        quarantineBucket: named(quarantineBucket),
        registry,
      },
      await simulator.truth(),
    );
  if (!options.fault.includes('tamper')) return count();
  const [victim] = (await count()).stored;
  if (victim) await tamper(aws.clients.s3, victim);
  return count();
};

const figuresOf = ({ startedAt }: DayDeps, { simulator }: DayProgress, ledger: Ledger): RunFigures => ({
  exportJobs: simulator.exportJobs,
  ocpRequests: simulator.requests,
  elapsedMs: Date.now() - startedAt,
  groupsTouched: new Set(rescuedOf(ledger).map(({ groupId }) => groupId)).size,
  groupHoursTouched: new Set(
    rescuedOf(ledger).map(({ groupId, callTimestamp }) => groupId + callTimestamp.slice(0, 13)),
  ).size,
});

const curlOf = ({ urls, keys }: DayDeps, { tenantId, callId }: Ledger['stored'][number]): string =>
  `curl -s -H 'X-API-Key: ${keys.operator}' '${urls.ingestion}/v1/calls/${tenantId}/${callId}?audio=link'`;

const serveOn = async ({ options, stopping, screen }: DayDeps): Promise<void> => {
  if (options.exit || stopping.signal.aborted) return;
  screen.say('\nServing on; Ctrl-C stops everything.');
  await new Promise<void>((resolve) =>
    stopping.signal.addEventListener('abort', () => resolve(), { once: true }),
  );
};
