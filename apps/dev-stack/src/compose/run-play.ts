import { randomUUID } from 'node:crypto';
import { makeAwsClients, type ProvisionedAws } from '@recordings/local-aws';
import { loadConfig, loadRegistry } from '@recordings/service';
import { figuresOf } from '../figures-of.ts';
import { isComplete, recoveredCalls } from '../ledger/count-ledger.ts';
import { drawUpLedger, objectsSoFar } from '../ledger/draw-up-ledger.ts';
import { ledgerJson, renderLedger } from '../ledger/render-ledger.ts';
import type { StackOptions } from '../options.ts';
import { askPooler } from '../play/ask-pooler.ts';
import { type DayPlan, dayPlanOf } from '../play/day-plan.ts';
import { makeStoredQueue } from '../play/make-stored-queue.ts';
import { playDay } from '../play/play-day.ts';
import { makeSimulatorControl, type SimulatorControl, type TrueCall } from '../play/simulator-control.ts';
import { followStoredCalls } from '../play/stored-calls.ts';
import { makeScreen, type Screen } from '../progress/make-screen.ts';
import type { Environment } from '../services/inherited-settings.ts';
import { renderStory } from '../story/render-story.ts';
import { saySteps } from '../story/say-steps.ts';
import { PlayConfig } from './play-config.ts';
import { requireForm } from './require-form.ts';
import { waitUntilAnswered } from './wait-until-answered.ts';

/** 128 + SIGINT, the exit status that shells give to an interrupted command. */
const INTERRUPTED = 130;

export type PlayOptions = Omit<StackOptions, 'audio' | 'port' | 'inspect' | 'script'>;

/** Plays one day through services that run already. @returns the exit status: 0 only if the ledger is complete. */
export const runPlay = async (options: PlayOptions, environment: Environment): Promise<number> => {
  const screen = makeScreen(options.json ? process.stderr : process.stdout);
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort());
  try {
    return await play(options, loadConfig(PlayConfig, environment), screen, stopping.signal);
  } catch (error) {
    if (stopping.signal.aborted) {
      screen.say('Stopped before the day ended.');
      return INTERRUPTED;
    }
    screen.say(`The play ended: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
};

const play = async (
  options: PlayOptions,
  config: PlayConfig,
  screen: Screen,
  signal: AbortSignal,
): Promise<number> => {
  const startedAt = Date.now();
  const aws = { prefix: config.RESOURCE_PREFIX, clients: makeAwsClients() };
  const registry = await loadRegistry(config.REGISTRY_FILE);
  requireForm(options.profile, registry);
  const place = { aws, folder: { registry } };
  await waitUntilAnswered([config.POOLER_URL, config.SIMULATOR_URL], signal);
  const simulator = makeSimulatorControl(config.SIMULATOR_URL);
  // The stack may have played this seed before: other ids make this day's calls new.
  const plan = { ...dayPlanOf(options, startedAt), edition: randomUUID() };
  await simulator.begin(plan);
  const truth = await simulator.truth();
  const before = await objectsSoFar(place);

  const end = await playThrough({ config, aws, simulator, plan, truth, screen, signal });
  screen.settle();
  if (end.phase === 'stuck') screen.say('The day is stuck. See docker compose ps and docker compose logs.');
  const ledger = await drawUpLedger({ options, ...place, truth: async () => truth, before });
  const elapsedMs = Date.now() - startedAt;
  const figures = figuresOf(end, ledger, { elapsedMs, audioFilesLeftOut: [] });
  screen.say(renderLedger(ledger, figures));
  await saySteps(screen, simulator);
  const [recovered] = recoveredCalls(ledger);
  if (recovered) screen.say(`${renderStory(recovered)}\n`);
  if (options.json) process.stdout.write(`${ledgerJson(ledger, figures)}\n`);
  return isComplete(ledger) ? 0 : 1;
};

type Playing = {
  readonly config: PlayConfig;
  readonly aws: Pick<ProvisionedAws, 'clients' | 'prefix'>;
  readonly simulator: SimulatorControl;
  readonly plan: DayPlan;
  readonly truth: readonly TrueCall[];
  readonly screen: Screen;
  readonly signal: AbortSignal;
};

const playThrough = async ({ config, aws, simulator, plan, truth, screen, signal }: Playing) => {
  const following = new AbortController();
  const queueUrl = await makeStoredQueue(aws.clients, aws.prefix);
  const ids = new Set(truth.map(({ callId }) => callId));
  return playDay({
    simulator: { ...simulator, begin: () => simulator.begin(plan) },
    stored: followStoredCalls(aws.clients.sqs, queueUrl, following.signal, ids),
    askPooler: () => askPooler(config.POOLER_URL, config.OPERATOR_API_KEY),
    onProgress: screen.progress,
    now: Date.now,
    signal,
  }).finally(() => following.abort());
};
