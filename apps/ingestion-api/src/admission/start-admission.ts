import { mostHeldBytesOf } from '@recordings/recording-intake';
import { PART_SIZE_BYTES } from '@recordings/recording-store';
import type { FastifyInstance } from 'fastify';
import type { Config } from '../config.ts';
import type { admissionConfig } from './admission-config.ts';
import type { AdmissionEvent } from './admission-event.ts';
import { type AdmissionDeps, admitRequests } from './admit-requests.ts';
import { type ByteBudget, makeByteBudget } from './byte-budget.ts';
import { connectionLimit } from './connection-limit.ts';
import { makeRequestCounts } from './count-requests.ts';
import { makeFailedKeys } from './failed-keys.ts';
import { guardConnections } from './guard-connections.ts';
import { limitFailedKeys } from './limit-failed-keys.ts';
import { watchBodies } from './watch-bodies.ts';
import { watchEventLoop } from './watch-event-loop.ts';

export type InFlight = {
  readonly uploads: number;
  readonly eventRequests: number;
  readonly bytes: number;
};

export type AdmissionOptions = {
  readonly config: AdmissionSettings;
  readonly note: (event: AdmissionEvent) => void;
  /** Called with what is in flight, after each change. */
  readonly onInFlight: (inFlight: InFlight) => void;
};

export type AdmissionSettings = Pick<
  Config,
  keyof typeof admissionConfig | 'UPLOAD_TIMEOUT_SECONDS' | 'MAX_HELD_BYTES' | 'MAX_EVENTS_BYTES'
>;

/** So that another credential always has a part of the memory. */
const CREDENTIAL_SHARE = 3 / 4;
/** The rest is for parsing events. */
const BODIES_SHARE = 2 / 3;
/** Each address takes about 200 bytes. */
const MAX_FAILED_ADDRESSES = 10_000;

/** Puts every limit on what clients may use of the process on an app, and stops watching when the app closes. */
export const startAdmission = async (
  app: FastifyInstance,
  { config, note, onInFlight }: AdmissionOptions,
): Promise<void> => {
  const budget = budgetOf(config, BODIES_SHARE);
  const parsingBudget = budgetOf(config, 1 - BODIES_SHARE);
  const eventLoop = watchEventLoop(config.MAX_EVENT_LOOP_DELAY_MS);
  const bodies = watchBodies({
    minBytesPerS: config.MIN_BODY_BYTES_PER_SECOND,
    graceMs: config.BODY_RATE_GRACE_SECONDS * 1_000,
  });
  const connections = guardConnections(app.server, {
    maxConnections: await connectionLimit(config.MAX_CONNECTIONS),
    onClosed: () => note({ type: 'connection_closed' }),
  });
  const intakes = intakesOf(config);
  const onChange = (): void =>
    onInFlight({
      uploads: intakes.upload.requests.total(),
      eventRequests: intakes.events.requests.total(),
      bytes: budget.takenBytes() + parsingBudget.takenBytes(),
    });
  admitRequests(app, { intakes, budget, parsingBudget, eventLoop, bodies, connections, note, onChange });
  const failedKeys = makeFailedKeys(
    { maxPerMinute: config.MAX_FAILED_KEYS_PER_MINUTE, maxAddresses: MAX_FAILED_ADDRESSES },
    () => performance.now(),
  );
  limitFailedKeys(app, failedKeys, note);
  app.addHook('onClose', async () => {
    eventLoop.stop();
    bodies.stop();
  });
};

const budgetOf = (config: AdmissionSettings, share: number): ByteBudget => {
  const totalBytes = Math.floor(config.MAX_MEMORY_BYTES * share);
  const ownerBytes = Math.floor(totalBytes * CREDENTIAL_SHARE);
  return makeByteBudget({ totalBytes, ownerBytes, maxWaitMs: config.MEMORY_WAIT_SECONDS * 1_000 });
};

const intakesOf = (config: AdmissionSettings): AdmissionDeps['intakes'] => ({
  upload: {
    requests: makeRequestCounts(config.MAX_UPLOADS_PER_CREDENTIAL),
    maxBodyMs: config.UPLOAD_TIMEOUT_SECONDS * 1_000,
    memoryOf: (bytes) =>
      mostHeldBytesOf(
        Number.isFinite(bytes) ? bytes : undefined,
        { maxHeldBytes: config.MAX_HELD_BYTES },
        PART_SIZE_BYTES,
      ),
    excess: { code: 'TOO_MANY_UPLOADS', reason: 'too many uploads' },
  },
  events: {
    requests: makeRequestCounts(config.MAX_EVENT_REQUESTS_PER_CREDENTIAL),
    maxBodyMs: config.BODY_TIMEOUT_SECONDS * 1_000,
    memoryOf: (bytes) => Math.min(bytes, config.MAX_EVENTS_BYTES),
    excess: { code: 'TOO_MANY_EVENT_REQUESTS', reason: 'too many event requests' },
  },
});
