import { join } from 'node:path';
import type { ProvisionedAws } from '@recordings/local-aws';
import { figuresOf } from './figures-of.ts';
import { callCurl, renderInvitation } from './greeting/render-invitation.ts';
import { watchServices } from './health/watch-services.ts';
import { isComplete, type Ledger, recoveredCalls } from './ledger/count-ledger.ts';
import { drawUpLedger } from './ledger/draw-up-ledger.ts';
import { ledgerJson, renderLedger } from './ledger/render-ledger.ts';
import type { StackOptions } from './options.ts';
import { askPooler } from './play/ask-pooler.ts';
import type { DayPlan } from './play/day-plan.ts';
import { makeStoredQueue } from './play/make-stored-queue.ts';
import { type DayProgress, playDay } from './play/play-day.ts';
import type { AudioReport, SimulatorControl } from './play/simulator-control.ts';
import { followStoredCalls } from './play/stored-calls.ts';
import type { Screen } from './progress/make-screen.ts';
import type { RunFolder } from './services/run-folder.ts';
import type { RunKeys } from './services/service-settings.ts';
import type { Services } from './services/start-services.ts';
import { renderStory } from './story/render-story.ts';
import { saySteps } from './story/say-steps.ts';

export type DayDeps = {
  readonly options: StackOptions;
  readonly aws: ProvisionedAws;
  readonly services: Services;
  readonly simulator: SimulatorControl;
  readonly plan: DayPlan;
  readonly audio: AudioReport;
  readonly keys: RunKeys;
  readonly folder: RunFolder;
  readonly screen: Screen;
  readonly stopping: AbortController;
  readonly startedAt: number;
};

/** Plays the day, shows it and its ledger, and serves on unless `--exit`. @returns the exit status. */
export const runDay = async (deps: DayDeps): Promise<number> => {
  const { options, simulator, screen } = deps;
  const end = await playAndWatch(deps);
  screen.settle();
  const ledger = await drawUpLedger({ ...deps, truth: () => simulator.truth() });
  const figures = figuresOf(end, ledger, {
    elapsedMs: Date.now() - deps.startedAt,
    audioFilesLeftOut: options.audio === undefined ? [] : deps.audio.leftOut.map(({ file }) => file),
  });
  screen.say(renderLedger(ledger, figures));
  await saySteps(screen, simulator);
  const [recovered] = recoveredCalls(ledger);
  if (recovered) screen.say(`${renderStory(recovered)}\n`);
  await serveOn(deps, recovered);
  if (options.json) process.stdout.write(`${ledgerJson(ledger, figures)}\n`);
  return isComplete(ledger) ? 0 : 1;
};

const playAndWatch = async (deps: DayDeps): Promise<DayProgress> => {
  const { aws, services, screen, simulator, stopping } = deps;
  const following = new AbortController();
  let stillMs = 0;
  try {
    const watch = watchServices({
      services: services.all,
      say: screen.say,
      stillMs: () => stillMs,
      signal: following.signal,
    });
    const end = await playDay({
      simulator: { ...simulator, begin: () => simulator.begin(deps.plan) },
      stored: followStoredCalls(
        aws.clients.sqs,
        await makeStoredQueue(aws.clients, aws.prefix),
        following.signal,
      ),
      askPooler: () => askPooler(services.urls.pooler, deps.keys.operator),
      onProgress: (progress) => {
        stillMs = progress.stillMs;
        screen.progress(progress);
      },
      now: Date.now,
      signal: stopping.signal,
    });
    if (end.phase === 'stuck') screen.say(watch.explain(end.stillMs));
    return end;
  } finally {
    following.abort();
  }
};

const serveOn = async (deps: DayDeps, recovered: Ledger['stored'][number] | undefined): Promise<void> => {
  const { options, stopping, screen, services, keys, folder, audio } = deps;
  if (options.exit || stopping.signal.aborted) return;
  const { urls } = services;
  if (recovered)
    screen.say(`See the same:\n  ${callCurl(urls, keys, recovered.tenantId, recovered.callId)}\n`);
  const audioFile = join(audio.dir, audio.used[0]!.file);
  screen.say(renderInvitation({ urls, keys, registry: folder.registry, audioFile, now: Date.now() }));
  screen.say('\nServing on; Ctrl-C stops everything.');
  await new Promise<void>((resolve) =>
    stopping.signal.addEventListener('abort', () => resolve(), { once: true }),
  );
};
