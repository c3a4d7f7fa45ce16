import { randomUUID } from 'node:crypto';
import { type Logger, makeHttpApp } from '@recordings/service';
import type { FastifyInstance } from 'fastify';
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
import type { FaultKind } from './faults/fault-kind.ts';
import { makeDownloadCuts } from './faults/make-download-cuts.ts';
import { makeJobFaults } from './faults/make-job-faults.ts';
import type { PlannedCall } from './plan/planned-call.ts';
import { makePlayer } from './push/make-player.ts';
import { makePushClient } from './push/make-push-client.ts';
import { pushRetryPolicy } from './push/retry-until-accepted.ts';

export type SimulatorOptions = {
  readonly config: Config;
  readonly calls: readonly PlannedCall[];
  readonly audio: AudioLibrary;
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

/** Wires pushes, exports and faults. Reads no file and opens no port. */
export const makeSimulator = (options: SimulatorOptions): Simulator => {
  const { config, calls, log, now } = options;
  const faults = new Set(config.FAULTS);
  const stopping = new AbortController();
  const push = makePush(options, faults, AbortSignal.any([options.signal, stopping.signal]));
  const jobs = makeJobs(options, faults);
  const authority = authorityOf(options);
  const guard = makeRequestGuard(authority, faults);

  const app = makeHttpApp({ log, fastify: { forceCloseConnections: true } });
  const groupNames = new Set(options.groupNames);
  const transfers = { areRangesServed: config.DOWNLOAD_RANGES, cutBytes: config.DOWNLOAD_CUT_BYTES };
  registerTokenEndpoint(app, authority);
  registerExportApi(app, {
    jobs,
    groupNames,
    guard,
    cutOf: makeDownloadCuts(faults),
    transfers,
    form: config.EXPORT_FORM,
    shape: exportProfiles[config.EXPORT_PROFILE].shape,
    now,
  });
  const audio = audioReport(config.AUDIO_DIR, options.audio, calls);
  registerControl(app, { calls, player: push.player, jobs, guard, audio, now });
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

const authorityOf = ({ config, now }: SimulatorOptions): Authority =>
  makeAuthority({
    kind: config.OCP_AUTH,
    secret: config.OCP_API_KEY,
    endsAfterRequests: config.OCP_KEY_REQUESTS,
    nextSecret: config.OCP_NEXT_API_KEY,
    tokenLifeMs: config.OCP_TOKEN_LIFE_MS,
    now,
  });

const makePush = (
  { config, calls, log, now }: SimulatorOptions,
  faults: Set<FaultKind>,
  signal: AbortSignal,
) => {
  const client = makePushClient({
    ingestionUrl: config.INGESTION_URL,
    apiKey: config.INGESTION_API_KEY,
    retryPolicy: pushRetryPolicy,
    log,
    now,
    signal,
  });
  const player = makePlayer({
    client,
    calls,
    faults,
    concurrency: config.PUSH_CONCURRENCY,
    latePushAfterMs: config.LATE_PUSH_AFTER_MS,
    signal,
  });
  return { client, player };
};

const makeJobs = ({ config, calls, now }: SimulatorOptions, faults: Set<FaultKind>): ExportJobs =>
  makeExportJobs({
    calls,
    profile: exportProfiles[config.EXPORT_PROFILE],
    faults: makeJobFaults(faults),
    durationMs: config.JOB_DURATION_MS,
    lifeMs: config.JOB_LIFE_MS,
    busySlotMs: config.BUSY_SLOT_MS,
    now,
    newId: makeNewId(exportProfiles[config.EXPORT_PROFILE]),
  });

const makeNewId =
  ({ shape }: ExportProfile) =>
  (): string =>
    shape === 'enveloped' ? largeNumberOf(randomUUID()) : randomUUID();
