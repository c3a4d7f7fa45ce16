import { randomUUID } from 'node:crypto';
import { type Logger, makeHttpApp } from '@recordings/service';
import type { FastifyInstance } from 'fastify';
import { answerForms } from './answers/answer-form.ts';
import { makeAnswering } from './answers/make-answering.ts';
import type { AudioLibrary } from './audio-library/load-audio-library.ts';
import { type Authority, makeAuthority } from './auth/authority.ts';
import { registerTokenEndpoint } from './auth/register-token-endpoint.ts';
import type { Config } from './config.ts';
import { audioReport } from './control/audio-report.ts';
import { registerControl } from './control/register-control.ts';
import { largeNumberOf } from './export/enveloped/large-number.ts';
import { type ExportProfile, exportProfiles } from './export/export-profile.ts';
import { makeRequestGuard } from './export/guard-requests.ts';
import { type ExportJobs, makeExportJobs } from './export/make-export-jobs.ts';
import { registerExportApi } from './export/register-export-api.ts';
import { stepsOfFaults } from './faults/fault-kind.ts';
import { isRecorded, type PlannedCall } from './plan/planned-call.ts';
import { makePlayCanary } from './push/make-play-canary.ts';
import { makePlayer } from './push/make-player.ts';
import { makePushClient } from './push/make-push-client.ts';
import { pushRetryPolicy } from './push/retry-until-accepted.ts';
import { type CallFacts, makeCallFacts } from './script/call-facts.ts';
import { makeStory, type Story } from './script/make-story.ts';
import type { Script } from './script/step.ts';

export type SimulatorOptions = {
  readonly config: Config;
  readonly calls: readonly PlannedCall[];
  readonly audio: AudioLibrary;
  /** What happens beside the faults of the configuration. */
  readonly script?: Script | undefined;
  /** OCP group names. */
  readonly groupNames: readonly string[];
  readonly log: Logger;
  readonly now: () => number;
  readonly signal: AbortSignal;
};

export type Simulator = {
  /** Not listening yet; tests use `inject`. */
  readonly app: FastifyInstance;
  /** Ends retries, late pushes and open requests. May be repeated. */
  close(): Promise<void>;
};

/** Wires pushes, exports and steps. Reads no file and opens no port. */
export const makeSimulator = (options: SimulatorOptions): Simulator => {
  const { config, calls, log, now } = options;
  const stopping = new AbortController();
  const signal = AbortSignal.any([options.signal, stopping.signal]);
  const story = storyOf(options);
  const plot = { story, factsOf: makeCallFacts(calls) };
  const push = makePush(options, plot, signal);
  const jobs = makeJobs(options, plot);
  const { shape } = exportProfiles[config.EXPORT_PROFILE];
  const answering = makeAnswering({ form: answerForms[shape], now, signal });
  const authority = authorityOf(options);
  const guard = makeRequestGuard({ authority, story, answering });

  const app = makeHttpApp({ log, fastify: { forceCloseConnections: true } });
  app.addHook('onSend', answering.hook);
  const groupNames = new Set(options.groupNames);
  const transfers = { areRangesServed: config.DOWNLOAD_RANGES, cutBytes: config.DOWNLOAD_CUT_BYTES };
  const form = config.EXPORT_FORM;
  registerTokenEndpoint(app, { authority, story, answering });
  registerExportApi(app, { ...plot, jobs, groupNames, guard, answering, transfers, form, shape, now });
  const audio = audioReport(config.AUDIO_DIR, options.audio, calls);
  const sentence = options.script?.story;
  const { player, playCanary } = push;
  registerControl(app, { calls, player, playCanary, jobs, guard, audio, story, sentence, now });
  return {
    app,
    close: async () => {
      stopping.abort();
      await app.close();
      await push.player.settled();
      await push.client.close();
    },
  };
};

type Plot = { readonly story: Story; readonly factsOf: CallFacts };

/** The script first: of two steps that say the same, the first counts. */
const storyOf = ({ config, script, log, now }: SimulatorOptions): Story => {
  const settings = {
    busySlotMs: config.BUSY_SLOT_MS,
    latePushAfterMs: config.LATE_PUSH_AFTER_MS,
    pushOutageDays: config.PUSH_OUTAGE_DAYS,
  };
  const own = (script?.steps ?? []).map((step) => ({ step }));
  return makeStory([...own, ...stepsOfFaults(new Set(config.FAULTS), settings)], {
    now,
    onFired: (report, facts) => log.info({ event: 'step_fired', ...report, ...facts }, 'a step acted'),
  });
};

const authorityOf = ({ config, now }: SimulatorOptions): Authority =>
  makeAuthority({
    kind: config.OCP_AUTH,
    secret: config.OCP_API_KEY,
    endsAfterRequests: config.OCP_KEY_REQUESTS,
    nextSecret: config.OCP_NEXT_API_KEY,
    tokenLifeMs: config.OCP_TOKEN_LIFE_MS,
    now,
  });

const makePush = ({ config, calls, log, now }: SimulatorOptions, plot: Plot, signal: AbortSignal) => {
  const client = makePushClient({
    ingestionUrl: config.INGESTION_URL,
    apiKey: config.INGESTION_API_KEY,
    retryPolicy: pushRetryPolicy,
    log,
    now,
    signal,
  });
  const player = makePlayer({ ...plot, client, calls, concurrency: config.PUSH_CONCURRENCY, signal });
  return { client, player, playCanary: makePlayCanary({ client, calls, now, signal }) };
};

const makeJobs = ({ config, calls, now }: SimulatorOptions, plot: Plot): ExportJobs =>
  makeExportJobs({
    ...plot,
    calls,
    files: calls.filter(isRecorded).map(({ recording }) => recording.file),
    profile: exportProfiles[config.EXPORT_PROFILE],
    durationMs: config.JOB_DURATION_MS,
    lifeMs: config.JOB_LIFE_MS,
    now,
    newId: makeNewId(exportProfiles[config.EXPORT_PROFILE]),
  });

const makeNewId =
  ({ shape }: ExportProfile) =>
  (): string =>
    shape === 'enveloped' ? largeNumberOf(randomUUID()) : randomUUID();
